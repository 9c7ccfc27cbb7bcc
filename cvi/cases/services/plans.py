"""What is planned with a participant: needs, goals and follow-ups."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered
from cvi.cases.keys import core_key
from cvi.cases.models import Case, FollowUp, Goal, Need


def record_need(*, case: Case, domain: str, by: User) -> Need:
    """Note a need once; noting it again changes nothing."""
    case.require_open()
    need = Need.objects.filter(case=case, domain=domain).first()
    return need or audit.save(Need(case=case, domain=domain), by=by, reason=Reason.NEED_RECORDED)


def change_need(*, need: Need, status: Need.Status, by: User) -> Need:
    """Say where a need stands. A need is never deleted: that it was named stays true."""
    need.status = status
    return audit.save(need, by=by, reason=Reason.NEED_UPDATED)


def set_goal(
    *, case: Case, domain: str, words: str, target_on: dt.date | None = None, by: User
) -> Goal:
    """Set a goal in the participant's own words.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    goal = Goal(case=case, key=core_key(case), domain=domain, words=words, target_on=target_on)
    return audit.save(goal, by=by, reason=Reason.GOAL_SET)


def change_goal(*, goal: Goal, status: Goal.Status, by: User) -> Goal:
    """Say where a goal stands.

    Raises:
        CaseClosed: the case is closed.
    """
    goal.case.require_open()
    goal.status = status
    return audit.save(goal, by=by, reason=Reason.GOAL_UPDATED)


def plan_follow_up(*, case: Case, kind: str, due_on: dt.date, by: User) -> FollowUp:
    """Promise to get back to someone by a date.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    follow_up = FollowUp(case=case, kind=kind, due_on=due_on)
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def finish_follow_up(
    *, follow_up: FollowUp, outcome: str, at: dt.datetime | None = None, by: User
) -> FollowUp:
    """Say how a follow-up went, now or at the moment of the contact that did it.

    Raises:
        CaseClosed: the case is closed.
        AlreadyAnswered: someone has said so before.
    """
    follow_up.case.require_open()
    if follow_up.done_at:
        raise AlreadyAnswered(_("This follow-up is done already."))
    follow_up.done_at, follow_up.done_by, follow_up.outcome = at or timezone.now(), by, outcome
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_DONE)


def move_follow_up(*, follow_up: FollowUp, due_on: dt.date, by: User) -> FollowUp:
    """Move a follow-up to another day."""
    follow_up.due_on = due_on
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def reopen_follow_up(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Put a follow-up back on the list: what had done it was taken back."""
    follow_up.done_at, follow_up.done_by, follow_up.outcome = None, None, ""
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)
