"""Whose monthly rating is due."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Case, ProgressRating
from cvi.standards import reading as standards

ROWS = 50


def due(user: User) -> list[Case]:
    """Return the user's own enrolled cases that nobody rated for a month. Two queries at most."""
    if not user.holds(Permission.SET_GOAL):
        return []
    days = standards.number("progress_rating_days")
    since = timezone.localdate() - dt.timedelta(days=days)
    rated = ProgressRating.objects.filter(case=OuterRef("pk"), rated_on__gt=since)
    own = Case.objects.visible_to(user).open().filter(worker=user, status=Case.Status.ACTIVE)
    waiting = own.filter(~Exists(rated), enrolled_on__lte=since).with_people()
    return list(waiting.order_by("enrolled_on", "pk")[:ROWS])
