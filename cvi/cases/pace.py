"""How fast files may be opened: whoever reads in bulk is slowed down, and then stopped."""

import datetime as dt
from statistics import median
from uuid import UUID

from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit import pace
from cvi.cases.models import Case

SLOW_AT, STOP_AT = 40, 120
LEAST, TIMES_USUAL = 15, 3
HOUR, USUAL_DAYS, ENOUGH_HOURS = dt.timedelta(hours=1), 30, 10


class TooFast(Exception):
    """Too many people's files in one hour; `is_stopped` when only a new sign-in helps."""

    def __init__(self, count: int, *, is_stopped: bool) -> None:
        super().__init__(f"{count} files in one hour")
        self.count, self.is_stopped = count, is_stopped


def require_pace(user: User, subject_id: UUID) -> None:
    """Go on only if `user` has not opened too many other people's files within the hour.

    Someone opened within the hour opens again. The people whose worker one is are never counted
    and never refused, so nobody is kept from their own caseload. One query; from the sixteenth
    person of the hour on, two more.

    Raises:
        TooFast: they have.
    """
    now = timezone.now()
    opened = pace.opened_since(now - HOUR, actor_id=user.pk)
    if len(opened.first_at) < LEAST or subject_id in opened.first_at:
        return
    own = set(Case.objects.open().filter(worker=user).values_list("participant_id", flat=True))
    if subject_id in own:
        return
    count = len(opened.since(opened.signed_in_at) - own)
    if count >= STOP_AT:
        raise TooFast(count, is_stopped=True)
    if len(opened.since(opened.factor_at) - own) >= limit_of(user, now=now):
        raise TooFast(count, is_stopped=False)


def limit_of(user: User, *, now: dt.datetime) -> int:
    """Return how many people `user` opens in an hour before a second factor is asked for.

    Three times what is usual for them, between 15 and 40; 40 until enough of their hours are known.
    """
    since, until = now - dt.timedelta(days=USUAL_DAYS), now - HOUR
    hours = pace.opened_an_hour(since, until=until, actor_id=user.pk)
    if len(hours) < ENOUGH_HOURS:
        return SLOW_AT
    return min(SLOW_AT, max(LEAST, round(TIMES_USUAL * median(hours))))
