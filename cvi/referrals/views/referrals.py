"""What came to one's teams: see it, answer it, and say how it goes on."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases.access import open_case
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case
from cvi.referrals import access, services, shown, snapshot
from cvi.referrals.forms.course import NO, ReportForm
from cvi.referrals.forms.referrals import AcceptForm, DeclineForm
from cvi.referrals.models import Referral
from cvi.referrals.services import Step
from cvi.referrals.values import ReferralStatus, Side
from cvi.referrals.views.answers import kept

INBOX_ROWS = 100


def referral_inbox(request: StaffRequest) -> HttpResponse:
    """List what is the turn of this user's teams: late, new or due today, and what can wait."""
    require_holds(request.user, Permission.ANSWER_REFERRAL)
    mine = list(access.received_referrals(request.user)[:INBOX_ROWS])
    ids = [referral.pk for referral in mine]
    audit.listed(Referral, ids, session=request.session, by=request.user)
    _name_own(request, mine)
    page: dict[str, Any] = {"lists": shown.by_pressure(mine), "is_any": bool(mine)}
    page["may_send"] = request.user.holds(Permission.SEND_REFERRAL)
    return render(request, "referrals/referral_inbox.html", page)


def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Show what was shared and nothing else, and where it stands; accept it."""
    received = access.open_received_referral(request.user, referral_id)
    workers = access.workers_of(received.to_team)
    form = AcceptForm(request.POST or None, workers=workers, user=request.user)
    if request.method == "POST" and form.is_valid():
        what = {"referral": received, "by": request.user}
        worker = form.cleaned_data["worker"]
        if kept(form, services.accept_referral, worker=worker, **what):
            return _after(request, received)
    moves = access.moves_of(received)
    page = {
        "referral": received,
        "facts": snapshot.facts(received.snapshot) if received.is_open_to_answer else [],
        "state": shown.facts(received, side=Side.RECEIVER),
        "history": shown.lines_of(received, moves, side=Side.RECEIVER),
        "form": form,
        "own_case": _own_case(request, received),
    }
    return render(request, "referrals/referral.html", page)


@require_POST
def referral_seen(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Tell the sender that it was seen."""
    received = access.open_received_referral(request.user, referral_id)
    step = Step(ReferralStatus.ACKNOWLEDGED)
    try:
        services.report_step(referral=received, step=step, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("The sender knows that you have seen it."))
    return redirect("referrals:referral", received.pk)


@once
def referral_decline(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Say that the team does not take it, and why."""
    received = access.open_received_referral(request.user, referral_id)
    form = DeclineForm(request.POST or None)
    what = {"referral": received, "by": request.user}
    if form.is_valid() and kept(form, services.decline_referral, **form.cleaned_data, **what):
        messages.success(request, _("Answer sent. Thank you for being clear."))
        return redirect("referrals:referral_inbox")
    page = {"referral": received, "form": form}
    return render(request, "referrals/referral_decline.html", page)


@once
def referral_report(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Tell the sender how it goes on, as the team that got it."""
    received = access.open_received_referral(request.user, referral_id)
    form = ReportForm(request.POST or None, ways=_ways(received))
    what = {"referral": received, "by": request.user}
    if form.is_valid() and kept(form, services.report_step, step=form.step(), **what):
        messages.success(request, _("Saved. The sender sees it now."))
        return redirect("referrals:referral_inbox")
    page = {"referral": received, "form": form, "own_case": None}
    return render(request, "referrals/referral_report.html", page)


@once
def case_report(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Tell the sender how it goes on, from the page of the person who came by the referral."""
    case = open_case(request.user, case_id, to=Permission.CHANGE_CASE)
    received = access.referral_behind(case)
    if received is None:
        messages.info(request, _("No referral waits for word about this person."))
        return redirect("desk:participant", case.participant_id)
    form = ReportForm(request.POST or None, ways=_ways(received))
    what = {"referral": received, "by": request.user}
    if form.is_valid() and kept(form, services.report_step, step=form.step(), **what):
        messages.success(request, _("Saved. The sender sees it now."))
        return redirect("desk:participant", case.participant_id)
    page = {"referral": received, "form": form, "own_case": case}
    return render(request, "referrals/case_report.html", page)


def _ways(received: Referral) -> Iterable[str]:
    """Return where the team may take it without a page of its own for the answer."""
    own_pages = {ReferralStatus.ACCEPTED, *(NO if received.is_waiting else ())}
    return received.place.by_receiver - own_pages if received.is_open else ()


def _after(request: StaffRequest, received: Referral) -> HttpResponse:
    """Go on to the new participant, for those who see the new case."""
    messages.success(request, _("Accepted. The person is in your list now."))
    received.refresh_from_db(fields=["receiving_case"])
    case = _own_case(request, received)
    if case:
        return redirect("desk:participant", case.participant_id)
    return redirect("referrals:referral_inbox")


def _own_case(request: StaffRequest, received: Referral) -> Case | None:
    """Return the case that was opened, to those who see it."""
    if received.receiving_case_id is None:
        return None
    seen = Case.objects.visible_to(request.user).filter(pk=received.receiving_case_id)
    return seen.first()


def _name_own(request: StaffRequest, received: list[Referral]) -> None:
    """Put the name of one's own participant on what was accepted, for those who see the case."""
    ids: dict[Any, Referral] = {r.receiving_case_id: r for r in received if r.receiving_case_id}
    for case in Case.objects.visible_to(request.user).filter(pk__in=ids).with_people():
        ids[case.pk].own_name = case.participant.called
