"""A participant, in three tabs: now, the plan, and papers with what is shared."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.access import StaffRequest
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases import checkpoints, claims
from cvi.cases.access import allows, open_participant
from cvi.cases.models import (
    Agreement,
    Case,
    Consent,
    ContactPoint,
    Demand,
    Document,
    DutyReport,
    FollowUp,
    Goal,
    Need,
    Participant,
    ProgressRating,
    ServiceDelivered,
)
from cvi.desk import actions, cards, timeline
from cvi.referrals import cards as referral_cards
from cvi.standards import reading as standards

TIMELINE_ENTRIES = 15
DOCUMENTS_SHOWN = 5
SERVICES_SHOWN = 10
RATINGS_SHOWN = 3


def participant(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show who someone is, what is due, and all one may see of the past."""
    person = open_participant(request.user, participant_id)
    opened = cases_of(person, request.user)
    entries = timeline.newest_first(opened, reader=request.user)
    shown = entries[: None if "all" in request.GET else TIMELINE_ENTRIES]
    due = FollowUp.objects.visible_to(request.user).filter(case__in=opened).open()
    due = due.filter(case__closed_on=None)
    editable = actions.open_for(request.user, Permission.REGISTER_PARTICIPANT, opened)
    page = {
        "contact_points": ContactPoint.objects.visible_to(request.user).filter(participant=person),
        "cases": actions.of_cases(request.user, opened),
        "edit_url": reverse("cases:participant_edit", args=[editable.pk]) if editable else "",
        "follow_ups": due.order_by("due_on").named(),
        "came_by": referral_cards.came_by(opened, reader=request.user),
        "timeline": timeline.by_day(shown),
        "older": len(entries) - len(shown),
    }
    return render(request, "desk/participant.html", page | header(request, person, opened))


def plan(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show what someone wants and needs, what was done about it, and how it is going."""
    person = open_participant(request.user, participant_id)
    opened = cases_of(person, request.user)
    rated = ProgressRating.objects.visible_to(request.user).filter(case__in=opened)
    goals = Goal.objects.visible_to(request.user).filter(case__in=opened).newest_first()
    needs = Need.objects.visible_to(request.user).filter(case__in=opened).order_by("pk")
    page = {
        "cases": opened,
        "goals": goals.with_steps_counted(),
        "needs": _by_status(needs),
        "services": _services(request.user, opened),
        "ratings": rated.select_related("rated_by").newest_first()[:RATINGS_SHOWN],
        "checkpoints": checkpoints.table(opened),
        "claims": claims.shown(opened),
        "groups": cards.groups(opened, reader=request.user),
        "incentives": cards.incentives(opened, reader=request.user),
        "referrals": referral_cards.referrals(opened, reader=request.user),
        "buttons": actions.plan_buttons(request.user, opened),
        "may_change": actions.open_for(request.user, Permission.SET_GOAL, opened) is not None,
        "print_url": _print_url(request.user, opened, to="cases:goals_print"),
    }
    return render(request, "desk/plan.html", page | header(request, person, opened))


def sharing(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show what may be shared, the papers, who looked, and what left."""
    person = open_participant(request.user, participant_id)
    opened = cases_of(person, request.user)
    revocable = actions.open_for(request.user, Permission.RECORD_CONSENT, opened)
    consents = Consent.objects.visible_to(request.user).filter(participant=person)
    papers = Document.objects.visible_to(request.user).filter(case__in=opened).kept()
    agreed = Agreement.objects.visible_to(request.user).filter(case__in=opened)
    told = DutyReport.objects.visible_to(request.user).filter(case__in=opened)
    page = {
        "cases": opened,
        "agreements": agreed.select_related("case").newest_first(),
        "consents": consents.filter(revoked_at=None).select_related("recipient"),
        "consent_case_id": revocable.pk if revocable else "",
        "demands": Demand.objects.visible_to(request.user).filter(case__in=opened).newest_first(),
        "may_answer": any(allows(request.user, Permission.ANSWER_DEMAND, c) for c in opened),
        "duty_reports": told.select_related("decided_by").newest_first(),
        "documents": papers.newest_first()[:DOCUMENTS_SHOWN],
        "print_url": _print_url(request.user, opened, to="cases:summary_print"),
        **_privacy(request.user, person, opened),
    }
    return render(request, "desk/sharing.html", page | header(request, person, opened))


def cases_of(person: Participant, user: User) -> list[Case]:
    """Return the cases of someone that `user` sees, newest first."""
    seen = Case.objects.visible_to(user).filter(participant=person).with_people()
    return list(seen.newest_first())


def header(request: StaffRequest, person: Participant, opened: list[Case]) -> dict[str, Any]:
    """Return what every tab of someone's page shows."""
    consents = Consent.objects.visible_to(request.user).filter(participant=person)
    live = consents.live_on(timezone.localdate()).values_list("recipient_id", "expires_on")
    return {
        "person": person,
        "going_on": [case for case in opened if case.closed_on is None],
        "shared_with": len({recipient for recipient, _until in live}),
        "shared_until": max((until for _recipient, until in live), default=None),
        "back_url": reverse("desk:people") if request.user.holds(Permission.OPEN_CASE) else "",
        "is_read_only": request.user.reads_in_emergency(person.pk),
    }


def _print_url(user: User, opened: list[Case], *, to: str) -> str:
    """Return where a paper for someone is printed; nothing where this user may not."""
    case = next((case for case in opened if allows(user, Permission.SET_GOAL, case)), None)
    return reverse(to, args=[case.participant_id]) if case else ""


def _privacy(user: User, person: Participant, opened: list[Case]) -> dict[str, str]:
    """Return where this user reads who looked at someone, and what left about them."""
    pages = {
        "lookers_url": (Permission.VIEW_ACCESS_LOG, "reports:lookers"),
        "disclosures_url": (Permission.VIEW_DISCLOSURES, "reports:disclosures"),
    }
    return {
        key: reverse(name, args=[person.pk]) if any(allows(user, to, c) for c in opened) else ""
        for key, (to, name) in pages.items()
    }


def _services(user: User, opened: list[Case]) -> list[tuple[ServiceDelivered, str]]:
    """Return what was done last, each with what it is called."""
    called = standards.labels("service_type")["service_type"]
    done = ServiceDelivered.objects.visible_to(user).filter(case__in=opened)
    done = done.select_related("delivered_by").order_by("-delivered_on", "-pk")
    return [(row, called.get(row.type, row.type)) for row in done[:SERVICES_SHOWN]]


def _by_status(needs: Iterable[Need]) -> list[tuple[str, list[Need]]]:
    """Group needs by where they stand, what is to do first; what nobody asked about is left out."""
    order = ("identified", "in_progress", "declined", "met", "no_need")
    rows = list(needs)
    grouped = [(code, [need for need in rows if need.status == code]) for code in order]
    return [(str(Need.Status(code).label), some) for code, some in grouped if some]
