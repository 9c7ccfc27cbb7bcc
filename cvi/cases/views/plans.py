"""Goals and follow-ups."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_case, open_record
from cvi.cases.forms.plans import FollowUpDoneForm, FollowUpForm, GoalForm, GoalStatusForm
from cvi.cases.models import FollowUp, Goal
from cvi.cases.views.answers import kept, saved


@once
def goal_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Set a goal in the participant's own words."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    form = GoalForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.set_goal, **form.cleaned_data, **what):
        return saved(request, case, _("Goal saved."))
    return render(request, "cases/goal_new.html", {"case": case, "form": form})


def goal_change(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Say where a goal stands."""
    goal = open_record(request.user, Goal, goal_id, to=Permission.SET_GOAL)
    form = GoalStatusForm(request.POST or None, initial={"status": goal.status})
    what = {"goal": goal, "by": request.user}
    if form.is_valid() and kept(form, services.change_goal, **form.cleaned_data, **what):
        return saved(request, goal.case, _("Goal saved."))
    page = {"goal": goal, "case": goal.case, "form": form}
    return render(request, "cases/goal_change.html", page)


@once
def follow_up_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Promise to get back to someone by a date."""
    case = open_case(request.user, case_id, to=Permission.PLAN_FOLLOW_UP)
    form = FollowUpForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.plan_follow_up, **form.cleaned_data, **what):
        return saved(request, case, _("Follow-up saved."))
    return render(request, "cases/follow_up_new.html", {"case": case, "form": form})


def follow_up_finish(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    """Say how a follow-up went."""
    item = open_record(request.user, FollowUp, follow_up_id, to=Permission.PLAN_FOLLOW_UP)
    form = FollowUpDoneForm(request.POST or None)
    what = {"follow_up": item, "by": request.user}
    if form.is_valid() and kept(form, services.finish_follow_up, **form.cleaned_data, **what):
        return saved(request, item.case, _("Follow-up saved."))
    page = {"follow_up": item, "case": item.case, "form": form}
    return render(request, "cases/follow_up_finish.html", page)
