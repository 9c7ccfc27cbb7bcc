"""Draw a calendar feed: opaque titles and times, no name, no code, no place."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cvi.alerts.models import FeedAddress, Shift
from cvi.alerts.reading import PLANNED_DAYS

REFRESH = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: a whole day, or from one moment to another."""

    id: UUID
    title: str
    starts: dt.date | dt.datetime
    ends: dt.date | dt.datetime


def check_in(row_id: UUID, day: dt.date) -> Entry:
    """Return what stands in a calendar for something that is due on a day."""
    return Entry(row_id, _("Check-in"), day, day + dt.timedelta(days=1))


def shifts_of(feed: FeedAddress) -> list[Entry]:
    """Return the coming shifts of whoever holds a calendar."""
    start = timezone.now()
    rows = Shift.objects.between(start, start + dt.timedelta(days=PLANNED_DAYS)).of_staff()
    own = rows.filter(user=feed.user).order_by("starts_at")
    return [Entry(row.pk, _("Shift"), row.starts_at, row.ends_at) for row in own]


def draw(feed: FeedAddress, entries: Iterable[Entry]) -> bytes:
    """Draw the calendar. Ids in it are of this address alone: two calendars share none."""
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        event = Event()
        event.add("uid", sha256(f"{feed.token_hash}|{entry.id}".encode()).hexdigest()[:32])
        event.add("dtstamp", timezone.now())
        event.add("summary", entry.title)
        event.add("dtstart", _in_utc(entry.starts))
        event.add("dtend", _in_utc(entry.ends))
        calendar.add_component(event)
    drawn: bytes = calendar.to_ical()
    return drawn


def _in_utc(moment: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment
