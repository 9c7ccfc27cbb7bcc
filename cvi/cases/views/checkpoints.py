"""Checkpoints: are they alive, unhurt, free, housed, and at work or in school?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import checkpoints, services
from cvi.cases.access import allows, open_case
from cvi.cases.forms.checkpoints import CheckpointForm
from cvi.cases.models import Case
from cvi.cases.values import Answer
from cvi.cases.views.answers import kept, planned


@once
def checkpoint_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask what a checkpoint asks, or correct what was answered."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    slots = checkpoints.to_ask(case, due_on=request.GET.get("which", ""))
    form = CheckpointForm(request.POST or None, slots=slots)
    by = request.user
    if form.is_valid() and kept(form, services.record_checkpoint, **form.found(), by=by):
        return _after(request, case, form.cleaned_data["alive"])
    page = {"case": case, "form": form, "slots": slots}
    return render(request, "cases/checkpoint_new.html", page)


def _after(request: StaffRequest, case: Case, alive: str) -> HttpResponse:
    """Go on to the page about a death when they are not alive."""
    may_say_so = allows(request.user, Permission.REGISTER_PARTICIPANT, case)
    if alive == Answer.NO and may_say_so and not case.participant.has_died:
        messages.success(request, _("Checkpoint saved. Write down that they died."))
        return redirect("cases:death_record", case.pk)
    return planned(request, case, _("Checkpoint saved."))
