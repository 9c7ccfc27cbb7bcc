"""What one's teams sent: where it stands, and what the sender does about it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases.errors import RuleBroken
from cvi.referrals import access, services, shown
from cvi.referrals.forms.course import AgainForm, ReportForm, StopForm, TryForm
from cvi.referrals.models import Referral
from cvi.referrals.values import ReferralStatus, Side, Way
from cvi.referrals.views.answers import kept

SENT_ROWS = 100
_S = ReferralStatus
TITLES: dict[type[forms.Form], Any] = {
    AgainForm: gettext_lazy("They said no for now"),
    ReportForm: gettext_lazy("What do they tell you?"),
    StopForm: gettext_lazy("Take the referral back"),
    TryForm: gettext_lazy("Try to reach them"),
}
PAGES: dict[type[forms.Form], str] = {
    AgainForm: "referrals/sent_again.html",
    ReportForm: "referrals/sent_told.html",
    StopForm: "referrals/sent_stop.html",
    TryForm: "referrals/sent_try.html",
}


def sent_list(request: StaffRequest) -> HttpResponse:
    """List what was sent of the people this user sees: late first; closed ones when asked."""
    require_holds(request.user, Permission.SEND_REFERRAL)
    rows = access.sent_referrals(request.user)
    is_closed = "closed" in request.GET
    rows = rows.exclude(closed_at=None).order_by("-closed_at") if is_closed else rows.open()
    mine = list(rows[:SENT_ROWS])
    ids = [referral.pk for referral in mine]
    audit.listed(Referral, ids, session=request.session, by=request.user)
    page: dict[str, Any] = {"referrals": mine, "is_closed": is_closed}
    page["may_answer"] = request.user.holds(Permission.ANSWER_REFERRAL)
    return render(request, "referrals/sent_list.html", page)


def sent(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Show where a referral stands, and what the sender may do; nothing of the team's record."""
    row = access.open_sent_referral(request.user, referral_id)
    moves, tries = access.moves_of(row), access.tries_of(row)
    left = services.tries_left(referral=row) if row.status == _S.UNREACHED else 0
    page = {
        "referral": row,
        "state": shown.facts(row, side=Side.SENDER),
        "left": shown.left(row),
        "history": shown.lines_of(row, moves, tries, side=Side.SENDER),
        "may": _may(row),
        "tries_left": left,
    }
    return render(request, "referrals/sent.html", page)


@once
def sent_stop(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Take a referral back."""
    row = access.open_sent_referral(request.user, referral_id)
    return _moved(request, row, form=StopForm(request.POST or None))


@once
def sent_again(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Say that they do not want it now, and choose the day to offer it again."""
    row = access.open_sent_referral(request.user, referral_id)
    return _moved(request, row, form=AgainForm(request.POST or None))


@once
def sent_told(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Write what the person tells of a team that was told nothing."""
    row = access.open_sent_referral(request.user, referral_id)
    ways = row.place.by_sender - {_S.CANCELLED, _S.NOT_WANTED} if row.is_open else ()
    form = ReportForm(request.POST or None, ways=ways)
    return _moved(request, row, form=form)


@once
def sent_try(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Write down one try to reach someone who did not come or was not reached."""
    row = access.open_sent_referral(request.user, referral_id)
    form = TryForm(request.POST or None)
    what = {"referral": row, "by": request.user}
    if form.is_valid() and kept(form, services.try_to_reach, **form.cleaned_data, **what):
        return _back(request, row)
    return _asked(request, row, form=form)


@require_POST
def sent_close(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """End a referral as it stands."""
    row = access.open_sent_referral(request.user, referral_id)
    try:
        services.close_referral(referral=row, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Referral closed."))
    return redirect("referrals:sent", row.pk)


def _moved(request: StaffRequest, row: Referral, *, form: Any) -> HttpResponse:
    what = {"referral": row, "by": request.user}
    if form.is_valid() and kept(form, services.move_own, step=form.step(), **what):
        return _back(request, row)
    return _asked(request, row, form=form)


def _asked(request: StaffRequest, row: Referral, *, form: forms.Form) -> HttpResponse:
    title = TITLES[type(form)]
    page = {"referral": row, "case": row.case, "form": form, "title": title}
    return render(request, PAGES[type(form)], page)


def _back(request: StaffRequest, row: Referral) -> HttpResponse:
    messages.success(request, _("Referral saved."))
    return redirect("referrals:sent", row.pk)


def _may(row: Referral) -> dict[str, bool]:
    """Return which buttons the sender gets."""
    place = row.place
    is_told_only = row.way == Way.INFO_ONLY and row.status != _S.UNREACHED
    return {
        "reroute": row.is_open and place.sender_may_end,
        "close": row.is_open and place.sender_may_end,
        "try": row.is_open and row.status == _S.UNREACHED,
        "told": row.is_open and is_told_only and _S.CONNECTED in place.by_sender,
        "again": row.is_open and _S.NOT_WANTED in place.by_sender,
        "stop": row.is_open and _S.CANCELLED in place.by_sender,
    }
