"""Follow-ups and tasks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import checkpoints, services
from cvi.cases.access import open_case, open_record
from cvi.cases.forms.follow_ups import FollowUpDoneForm, FollowUpForm
from cvi.cases.models import Attempt, FollowUp
from cvi.cases.views.answers import kept, saved
from cvi.standards import reading as standards


@once
def follow_up_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Promise to get back to someone by a date, or give a colleague something to do."""
    case = open_case(request.user, case_id, to=Permission.PLAN_FOLLOW_UP)
    form = FollowUpForm(request.POST or None, case=case)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.plan_follow_up, **form.planned(), **what):
        return saved(request, case, _("Follow-up saved."))
    return render(request, "cases/follow_up_new.html", {"case": case, "form": form})


@once
def follow_up_finish(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    """Write down a try, or say how a follow-up went."""
    item = open_record(request.user, FollowUp, follow_up_id, to=Permission.PLAN_FOLLOW_UP)
    form = FollowUpDoneForm(request.POST or None)
    what = {"follow_up": item, "by": request.user}
    if form.is_valid() and kept(form, services.answer_follow_up, **form.answer(), **what):
        return _after(request, item)
    tries = Attempt.objects.visible_to(request.user).filter(follow_up=item).newest_first()
    page = {
        "follow_up": item,
        "label": standards.label("follow_up_kind", item.kind),
        "tries": tries.select_related("tried_by"),
        "case": item.case,
        "form": form,
    }
    return render(request, "cases/follow_up_finish.html", page)


def _after(request: StaffRequest, item: FollowUp) -> HttpResponse:
    """Go on to the need when help could be offered again, and to what a checkpoint asks."""
    if item.is_checkpoint and item.outcome == FollowUp.Outcome.REACHED:
        messages.success(request, _("Follow-up saved. How are they now?"))
        return redirect(checkpoints.url_of(item.case_id, item.due_on))
    if item.need_id and item.outcome == FollowUp.Outcome.REACHED:
        messages.success(request, _("Follow-up saved. What do they say to it now?"))
        return redirect("cases:need", item.need_id)
    return saved(request, item.case, _("Follow-up saved."))
