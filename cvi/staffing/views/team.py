"""What whoever leads a team sees of it, and writes down."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.models import User
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.staffing import reading, services
from cvi.staffing.access import (
    Colleague,
    colleagues_of,
    open_exposure,
    open_session_to_lead,
    open_training,
    open_worker,
    outing_of,
)
from cvi.staffing.forms import ActionForm, DebriefForm, ExposureForm, SessionForm, TrainingForm
from cvi.staffing.models import flaggable
from cvi.staffing.views.answers import kept, note_lists


def team(request: StaffRequest) -> HttpResponse:
    """Show who is out, and how things are with everyone in the teams that a user leads."""
    require_holds(request.user, Permission.LEAD_STAFF)
    out, rows = reading.who_is_out(request.user), reading.standings(request.user)
    ids = {row.worker.pk for row in rows}
    audit.listed(User, ids, session=request.session, by=request.user)
    return render(request, "staffing/team.html", {"out": out, "rows": rows})


def worker(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Show what is kept about one worker, and what they shared."""
    found, by = open_worker(request.user, user_id), request.user
    file = reading.file_of(by, found.worker, found.team)
    note_lists(request, file.notes, file.sessions, [row for row, _label in file.exposures])
    outing = outing_of(by, found.worker)
    page = {"worker": found.worker, "team": found.team, "outing": outing, "file": file}
    return render(request, "staffing/worker.html", page)


@require_POST
def worker_back(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Say for a worker that they are back."""
    found = open_worker(request.user, user_id)
    outing = outing_of(request.user, found.worker)
    if outing:
        services.come_back(outing=outing, by=request.user)
        messages.success(request, _("Saved. They are back."))
    return redirect("staffing:team")


@once
def session_new(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Write down a session of staff supervision, then what was agreed."""
    found, by = open_worker(request.user, user_id), request.user
    others = [user for user in colleagues_of(by, found.team) if user != found.worker]
    cases = flaggable(by, found.worker, found.team)
    form = SessionForm(request.POST or None, others=others, cases=cases)
    if form.is_valid():
        what = {"team": found.team, "workers": [found.worker, *form.people()], "by": by}
        if kept(form, services.record_session, plan=form.plan(), cases=form.cases(), **what):
            messages.success(request, _("Saved. They can read it too. Add what you agreed."))
            return redirect("staffing:worker", found.worker.pk)
    agenda = reading.to_talk_about(by, found.worker)
    return _page(request, form, found, name="session_new", agenda=agenda)


@once
def action_new(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Write down what was agreed in a session."""
    row = open_session_to_lead(request.user, session_id)
    form = ActionForm(request.POST or None, session=row)
    if form.is_valid():
        services.add_action(session=row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("staffing:session", row.pk)
    return render(request, "staffing/action_new.html", {"form": form, "session": row})


@once
def training_new(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Write down a course that a worker took."""
    found = open_worker(request.user, user_id)
    form = TrainingForm(request.POST or None)
    what = {"worker": found.worker, "team": found.team, "by": request.user}
    if form.is_valid() and kept(form, services.add_training, course=form.taken(), **what):
        messages.success(request, _("Saved."))
        return redirect("staffing:worker", found.worker.pk)
    return _page(request, form, found, name="training_new")


@require_POST
def training_remove(request: StaffRequest, training_id: UUID) -> HttpResponse:
    """Take away a course that was written down by mistake."""
    training = open_training(request.user, training_id)
    services.remove_training(training=training, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("staffing:worker", training.worker_id)


@once
def exposure_new(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Write down that a worker went through a critical incident."""
    found = open_worker(request.user, user_id)
    form = ExposureForm(request.POST or None)
    if form.is_valid():
        made = services.record_exposure(
            worker=found.worker, team=found.team, happening=form.happening(), by=request.user
        )
        messages.success(request, _("Saved. Offer them to talk about it."))
        return redirect("staffing:exposure", made.pk)
    return _page(request, form, found, name="exposure_new")


@once
def exposure(request: StaffRequest, exposure_id: UUID) -> HttpResponse:
    """Say that a talk was offered, what they said to it, and when it was."""
    row = open_exposure(request.user, exposure_id)
    form = DebriefForm(request.POST or None, exposure=row)
    what = {"exposure": row, "by": request.user}
    if form.is_valid() and kept(form, services.save_debrief, debrief=form.debrief(), **what):
        messages.success(request, _("Saved."))
        return redirect("staffing:worker", row.worker_id)
    ((_row, called),) = reading.labelled([row])
    page = {"form": form, "exposure": row, "called": called}
    return render(request, "staffing/exposure.html", page)


def _page(
    request: StaffRequest, form: Form, found: Colleague, *, name: str, **more: object
) -> HttpResponse:
    page = {"form": form, "worker": found.worker, "team": found.team, **more}
    return render(request, f"staffing/{name}.html", page)
