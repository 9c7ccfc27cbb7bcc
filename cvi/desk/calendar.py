"""What stands in someone's calendar: the days on which their follow-ups are due, and shifts."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from cvi.alerts import calendar as drawing
from cvi.alerts.calendar import Entry
from cvi.alerts.models import FeedAddress
from cvi.cases.models import FollowUp

DAYS_BACK, DAYS_AHEAD, ROWS = 14, 90, 500


def draw(feed: FeedAddress) -> bytes:
    """Draw the calendar behind an address, from what its user sees today. No key is opened."""
    return drawing.draw(feed, [*_due(feed), *drawing.shifts_of(feed)])


def _due(feed: FeedAddress) -> list[Entry]:
    today = timezone.localdate()
    days = (today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD))
    rows = FollowUp.objects.visible_to(feed.user).open()
    rows = rows.filter(due_on__range=days, case__closed_on=None)
    own = rows.filter(Q(owner=feed.user) | Q(owner=None, case__worker=feed.user))
    found = own.order_by("due_on", "pk").values_list("pk", "due_on")[:ROWS]
    return [drawing.check_in(pk, day) for pk, day in found]
