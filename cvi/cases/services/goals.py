"""What participants want next: set goals, tick off steps, and look back together."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import WrongDay, WrongStep
from cvi.cases.keys import core_key
from cvi.cases.models import Case, Goal, GoalReview, GoalStep
from cvi.cases.models.goals import ENDED, STEPS

FAR_YEARS = 10


@dataclass(frozen=True)
class Step:
    """One small thing on the way, whose it is, and by when."""

    words: str
    owner: str
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Review:
    """What was said when looking back on a goal."""

    status: str
    note: str = ""
    resolved_via: str = ""
    is_signed_off: bool | None = None


@transaction.atomic
def set_goal(
    *,
    case: Case,
    domain: str,
    words: str,
    baseline: str = "",
    target_on: dt.date | None = None,
    step: Step | None = None,
    by: User,
) -> Goal:
    """Set a goal in the participant's own words, with a first step if one was named.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: the day is before the case was opened, or far away.
    """
    case.require_open()
    _require_day_near(case, target_on)
    goal = Goal(case=case, key=core_key(case), domain=domain, words=words, target_on=target_on)
    goal.baseline = baseline
    audit.save(goal, by=by, reason=Reason.GOAL_SET)
    if step:
        add_goal_step(goal=goal, step=step, by=by)
    return goal


def add_goal_step(*, goal: Goal, step: Step, by: User) -> GoalStep:
    """Add one step to a goal.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: the day is before the case was opened, or far away.
    """
    goal.case.require_open()
    _require_day_near(goal.case, step.due_on)
    row = GoalStep(case=goal.case, key=core_key(goal.case), goal=goal)
    row.words, row.owner, row.due_on = step.words, step.owner, step.due_on
    return audit.save(row, by=by, reason=Reason.GOAL_STEP_SET)


def tick_goal_step(*, step: GoalStep, is_done: bool, by: User) -> GoalStep:
    """Tick a step off, or take the tick back. Saying the same again changes nothing.

    Raises:
        CaseClosed: the case is closed.
    """
    step.case.require_open()
    if bool(step.done_on) == is_done:
        return step
    step.done_on, step.done_by = (timezone.localdate(), by) if is_done else (None, None)
    return audit.save(step, by=by, reason=Reason.GOAL_STEP_SET)


@transaction.atomic
def review_goal(*, goal: Goal, review: Review, by: User) -> GoalReview:
    """Look back on a goal together: where it stands, what was said, and whether they agree.

    Raises:
        CaseClosed: the case is closed.
        WrongStep: a goal that stands here cannot go there.
    """
    goal.case.require_open()
    if review.status != goal.status and review.status not in STEPS[goal.status]:
        raise WrongStep(_("A goal can't go there from where it stands."))
    has_ended = review.status in ENDED
    goal.status = review.status
    goal.resolved_via = review.resolved_via if has_ended else ""
    goal.is_signed_off = review.is_signed_off if has_ended else None
    audit.save(goal, by=by, reason=Reason.GOAL_UPDATED)
    row = GoalReview(case=goal.case, key=core_key(goal.case), goal=goal)
    row.status, row.note, row.reviewed_by = review.status, review.note, by
    return audit.save(row, by=by, reason=Reason.GOAL_REVIEWED)


def change_goal(*, goal: Goal, status: str, by: User) -> Goal:
    """Say where a goal stands, without a word about it.

    Raises:
        CaseClosed, WrongStep: as `review_goal`.
    """
    return review_goal(goal=goal, review=Review(status), by=by).goal


def _require_day_near(case: Case, day: dt.date | None) -> None:
    if day and day < case.opened_on:
        raise WrongDay(_("Check this date. It must not be before the case was opened."))
    if day and day > timezone.localdate() + dt.timedelta(days=366 * FAR_YEARS):
        raise WrongDay(_("Check this date. It is more than ten years away."))
