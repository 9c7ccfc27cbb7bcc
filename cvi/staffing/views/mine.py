"""One's own page: going out and coming back, how one is, training, and staff supervision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.audit import services as audit
from cvi.cases.models import Case
from cvi.staffing import reading, services
from cvi.staffing.access import (
    colleagues_of,
    open_action,
    open_own_wellbeing,
    open_session,
    own_outing,
    require_own_team,
)
from cvi.staffing.forms import OutingForm, WellbeingForm
from cvi.staffing.models import FlaggedCase, StaffAction, led
from cvi.staffing.views.answers import kept, note_lists

ROWS = 10


def mine(request: StaffRequest) -> HttpResponse:
    """Show a worker what is about them."""
    user = request.user
    file = reading.file_of(user, user, require_own_team(user))
    note_lists(request, file.notes, file.sessions, [row for row, _label in file.exposures])
    actions = StaffAction.objects.visible_to(user).open().filter(owner=user).first_due_first()
    page = {"outing": own_outing(user), "file": file, "actions": list(actions[:ROWS])}
    return render(request, "staffing/mine.html", page)


@once
def outing_start(request: StaffRequest) -> HttpResponse:
    """Say that one goes out."""
    team = require_own_team(request.user)
    colleagues = colleagues_of(request.user, team)
    form = OutingForm(request.POST or None, user=request.user, colleagues=colleagues)
    if form.is_valid() and kept(form, services.go_out, team=team, way=form.way(), by=request.user):
        messages.success(request, _("Saved. Come back safe."))
        return redirect("staffing:mine")
    return render(request, "staffing/outing_start.html", {"form": form})


@require_POST
def outing_longer(request: StaffRequest) -> HttpResponse:
    """Say that one stays out longer."""
    require_own_team(request.user)
    outing = own_outing(request.user)
    if outing:
        services.stay_longer(outing=outing, by=request.user)
        messages.success(request, _("Saved. Your supervisor sees the new time."))
    return redirect("staffing:mine")


@require_POST
def outing_end(request: StaffRequest) -> HttpResponse:
    """Say that one is back."""
    require_own_team(request.user)
    outing = own_outing(request.user)
    if outing:
        services.come_back(outing=outing, by=request.user)
        messages.success(request, _("Welcome back."))
    return redirect("staffing:mine")


@once
def wellbeing_new(request: StaffRequest) -> HttpResponse:
    """Write down how one is."""
    team = require_own_team(request.user)
    form = WellbeingForm(request.POST or None)
    if form.is_valid():
        services.write_wellbeing(team=team, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved for you."))
        return redirect("staffing:mine")
    return render(request, "staffing/wellbeing_new.html", {"form": form})


@require_POST
def wellbeing_remove(request: StaffRequest, row_id: UUID) -> HttpResponse:
    """Take away what one wrote about oneself."""
    row = open_own_wellbeing(request.user, row_id)
    services.remove_wellbeing(row=row, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("staffing:mine")


def session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Show a session of staff supervision, with those of its cases that the reader sees."""
    row = open_session(request.user, session_id)
    flagged = FlaggedCase.objects.visible_to(request.user).filter(session=row)
    cases = [link.case for link in flagged.select_related("case__participant").order_by("pk")]
    audit.listed(Case, [c.pk for c in cases], session=request.session, by=request.user)
    actions = StaffAction.objects.visible_to(request.user).filter(session=row)
    page = {
        "session": row,
        "cases": cases,
        "actions": actions.first_due_first(),
        "leads": row.team in led(request.user),
    }
    return render(request, "staffing/session.html", page)


@require_POST
def action_done(request: StaffRequest, action_id: UUID) -> HttpResponse:
    """Say that what was agreed is done."""
    action = open_action(request.user, action_id)
    services.finish_action(action=action, by=request.user)
    messages.success(request, _("Done."))
    return redirect("staffing:session", action.session_id)
