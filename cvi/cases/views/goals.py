"""Goals, their steps, and looking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import allows, open_case, open_record
from cvi.cases.errors import RuleBroken
from cvi.cases.forms.goals import GoalForm, GoalReviewForm, StepForm
from cvi.cases.models import Goal, GoalReview, GoalStep
from cvi.cases.views.answers import kept, planned
from cvi.standards import reading as standards


@once
def goal_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Set a goal in the participant's own words, with one small step."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    form = GoalForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.set_goal, **form.wanted(), **what):
        return planned(request, case, _("Goal saved."))
    return render(request, "cases/goal_new.html", {"case": case, "form": form})


def goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Show a goal in their words, its steps to tick off, and what was said about it."""
    row = open_record(request.user, Goal, goal_id, to=Permission.OPEN_CASE)
    steps = list(GoalStep.objects.visible_to(request.user).filter(goal=row).order_by("pk"))
    reviews = GoalReview.objects.visible_to(request.user).filter(goal=row).newest_first()
    page = {
        "goal": row,
        "case": row.case,
        "steps": steps,
        "done": sum(bool(step.done_on) for step in steps),
        "reviews": reviews.select_related("reviewed_by"),
        "helped": row.resolved_via and standards.label("goal_resolved_via", row.resolved_via),
        "may_change": allows(request.user, Permission.SET_GOAL, row.case)
        and not row.case.closed_on,
    }
    return render(request, "cases/goal.html", page)


@once
def goal_change(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Look back on a goal, and say where it stands."""
    row = open_record(request.user, Goal, goal_id, to=Permission.SET_GOAL)
    form = GoalReviewForm(request.POST or None, goal=row)
    what = {"goal": row, "by": request.user}
    if form.is_valid() and kept(form, services.review_goal, review=form.review(), **what):
        messages.success(request, _("Goal saved."))
        return redirect("cases:goal", row.pk)
    return render(request, "cases/goal_change.html", {"goal": row, "case": row.case, "form": form})


@once
def step_new(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Add one small step to a goal."""
    row = open_record(request.user, Goal, goal_id, to=Permission.SET_GOAL)
    form = StepForm(request.POST or None)
    what = {"goal": row, "by": request.user}
    if form.is_valid() and kept(form, services.add_goal_step, step=form.step(), **what):
        messages.success(request, _("Step saved."))
        return redirect("cases:goal", row.pk)
    return render(request, "cases/step_new.html", {"goal": row, "case": row.case, "form": form})


@require_POST
def step_tick(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Tick a step off, or take the tick back."""
    step = open_record(request.user, GoalStep, step_id, to=Permission.SET_GOAL)
    is_done = request.POST.get("is_done") == "yes"
    try:
        services.tick_goal_step(step=step, is_done=is_done, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("cases:goal", step.goal_id)
