"""Today, my people, and a participant's page."""

import datetime as dt
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cvi.accounts.access import StaffRequest, require_few_searches, require_holds
from cvi.accounts.errors import TooManyTries
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import surnames
from cvi.cases import today as cases_today
from cvi.cases.access import allows, open_case, open_participant
from cvi.cases.models import (
    Case,
    Consent,
    ContactPoint,
    Document,
    FollowUp,
    Goal,
    Need,
    Participant,
)
from cvi.desk import actions, gallery_samples, navigation, timeline
from cvi.desk.forms import SearchForm
from cvi.desk.search import best_matches
from cvi.emergency import today as emergency_today
from cvi.gvi import today as gvi_today
from cvi.hospital import today as hospital_today
from cvi.incidents import today as incidents_today
from cvi.outreach import today as outreach_today
from cvi.reentry import today as reentry_today
from cvi.referrals import today as referrals_today

PROGRAMS = (cases_today, outreach_today, hospital_today, gvi_today, reentry_today)
SAYING = (cases_today, emergency_today, incidents_today)
TODAY_ROWS = 12
TIMELINE_ENTRIES = 15
DOCUMENTS_SHOWN = 5
PEOPLE_ROWS, PEOPLE_SHOWN = 5000, 100


def start(request: StaffRequest) -> HttpResponse:
    """Send a user to the first of their main links, the page that their role works from."""
    first = next(navigation.links_of(request.user), None)
    return redirect(first.url if first else "desk:nothing_here")


def nothing_here(request: StaffRequest) -> HttpResponse:
    """Say what to do to someone whose role opens no page yet."""
    return render(request, "desk/nothing_here.html")


def today(request: StaffRequest) -> HttpResponse:
    """Show who needs this user now: late first, then due today, then quiet for long."""
    require_holds(request.user, Permission.OPEN_CASE)
    rows = chain.from_iterable(program.due(request.user) for program in PROGRAMS)
    due = _one_row_a_case(sorted(rows, key=lambda row: -row.rank))
    shown = due[: None if "all" in request.GET else TODAY_ROWS]
    ids = [row.case.pk for row in shown]
    audit.listed(Case, ids, session=request.session, by=request.user)
    page = {"due": shown, "total": len(due), "more": len(due) - len(shown)}
    page["referrals"] = referrals_today.waiting_count(request.user)
    said = (app.messages(request.user) for app in SAYING)
    page["notes"] = list(chain.from_iterable(said))
    return render(request, "desk/today.html", page | _undo(request))


def people(request: StaffRequest) -> HttpResponse:
    """List the people with an open case that this user sees, or those called like the search."""
    require_holds(request.user, Permission.OPEN_CASE)
    visible = Case.objects.visible_to(request.user).open().with_people()
    found = list(visible.newest_first()[:PEOPLE_ROWS])
    form = SearchForm(request.POST or None)
    text = _searched_for(request.user, form)
    if text:
        found = best_matches(found, text)
        flag = surnames.flag_of_search(text, reader=request.user)
        audit.searched(Case, count=len(found), by=request.user, flag=flag)
    else:
        found.sort(key=lambda case: case.participant.called.casefold())
    shown = found[: None if "all" in request.GET else PEOPLE_SHOWN]
    audit.listed(Case, [c.pk for c in shown], session=request.session, by=request.user)
    page = {"people": _with_next_due(shown), "form": form, "searched": bool(text)}
    page["more"] = len(found) - len(shown)
    may_add = request.user.holds(Permission.REGISTER_PARTICIPANT)
    page["add_url"] = reverse("cases:person_new") if may_add else ""
    return render(request, "desk/people.html", page)


def case_start(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Go on to the first record that a case of this program gets."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    return redirect(actions.first_page(case))


def participant(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show a participant: who, what is due, what was agreed, and all one may see of the past."""
    person = open_participant(request.user, participant_id)
    seen = Case.objects.visible_to(request.user).filter(participant=person).with_people()
    opened = list(seen.newest_first())
    entries = timeline.newest_first(opened, reader=request.user)
    shown = entries[: None if "all" in request.GET else TIMELINE_ENTRIES]
    page = {
        "person": person,
        "cases": [(case, list(actions.for_case(request.user, case))) for case in opened],
        "contact_points": ContactPoint.objects.visible_to(request.user).filter(participant=person),
        "back_url": reverse("desk:people") if request.user.holds(Permission.OPEN_CASE) else "",
        "is_read_only": request.user.reads_in_emergency(person.pk),
        **_whole_person_actions(request.user, opened),
        **_privacy(request.user, person, opened),
        "timeline": timeline.by_day(shown),
        "older": len(entries) - len(shown),
    }
    return render(request, "desk/participant.html", page | _work(request, opened))


def gallery(request: StaffRequest) -> HttpResponse:
    """Show every component with sample inputs, on a developer's machine."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "desk/gallery.html", gallery_samples.samples())


def _searched_for(user: User, form: SearchForm) -> str:
    """Return the name to look for, or let the form say why not now."""
    text: str = form.cleaned_data["name"] if form.is_valid() else ""
    if text:
        try:
            require_few_searches(user)
        except TooManyTries as broken:
            form.add_error("name", str(broken))
            return ""
    return text


def _work(request: StaffRequest, opened: list[Case]) -> dict[str, Any]:
    going_on = [case for case in opened if case.closed_on is None]
    follow_ups = FollowUp.objects.visible_to(request.user).filter(case__in=going_on).open()
    consents = Consent.objects.visible_to(request.user).filter(
        participant_id__in={c.participant_id for c in opened}, revoked_at=None
    )
    needs = Need.objects.visible_to(request.user).filter(case__in=opened)
    papers = Document.objects.visible_to(request.user).filter(case__in=opened).kept()
    return {
        "documents": papers.newest_first()[:DOCUMENTS_SHOWN],
        "follow_ups": follow_ups.order_by("due_on"),
        "goals": Goal.objects.visible_to(request.user).filter(case__in=opened).newest_first(),
        "needs": needs.exclude(status=Need.Status.DECLINED).newest_first(),
        "consents": consents.select_related("recipient"),
    }


def _whole_person_actions(user: User, opened: list[Case]) -> dict[str, Any]:
    """Return where this user may correct who someone is, and through which case end a consent."""
    editable = actions.open_for(user, Permission.REGISTER_PARTICIPANT, opened)
    revocable = actions.open_for(user, Permission.RECORD_CONSENT, opened)
    return {
        "edit_url": reverse("cases:participant_edit", args=[editable.pk]) if editable else "",
        "consent_case_id": revocable.pk if revocable else "",
    }


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


def _with_next_due(cases: list[Case]) -> list[tuple[Case, dt.date | None]]:
    """Pair each case with the day of its next follow-up."""
    days = cases_today.next_due(cases)
    return [(case, days.get(case.pk)) for case in cases]


def _one_row_a_case(due: list[cases_today.Due]) -> list[cases_today.Due]:
    """Keep the first, most pressing reason for each case."""
    first: dict[UUID, cases_today.Due] = {}
    for row in due:
        first.setdefault(row.case.pk, row)
    return list(first.values())


def _undo(request: StaffRequest) -> dict[str, Any]:
    """Offer to take back the contact that was saved just now, once."""
    return {"undo_contact": request.session.pop("undo_contact", None)}
