"""The trail searched for what is unusual: by ids and counts, each in one query."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, DateField
from django.db.models.fields.json import KT
from django.db.models.functions import ExtractHour, TruncDate, TruncHour

from cvi.audit import marks
from cvi.audit.models import AuditEvent, AuditEventQuerySet
from cvi.audit.services import Action
from cvi.vault.ids import first_id_at

Moment = tuple[UUID, dt.datetime]
SEEN = Count("subject_id", distinct=True)


class Counted(NamedTuple):
    """How many different participants someone opened, from a moment or on a day on."""

    actor_id: UUID
    at: Any
    people: int


class Night(NamedTuple):
    """How often someone opened a record at night on a day, in which role."""

    actor_id: UUID
    role: str
    on: dt.date
    times: int


class Marked(NamedTuple):
    """A line that carries a mark."""

    id: UUID
    actor_id: UUID
    at: dt.datetime
    mark: str


def opened_by_hour(*, since: dt.datetime, over: int) -> list[Counted]:
    """Return who opened more than `over` different participants within an hour of the clock."""
    hours = _opened(since).annotate(hour=TruncHour("at")).values_list("actor_id", "hour")
    found = hours.annotate(people=SEEN).filter(people__gt=over).order_by("hour", "actor_id")
    return [Counted(*row) for row in found]


def opened_by_day(*, since: dt.datetime) -> list[Counted]:
    """Return how many different participants everyone opened on each day, the oldest day first."""
    days = _opened(since).annotate(day=TruncDate("at")).values_list("actor_id", "day")
    return [Counted(*row) for row in days.annotate(people=SEEN).order_by("day", "actor_id")]


def opened_at_night(*, since: dt.datetime, hours: Iterable[int]) -> list[Night]:
    """Return who opened records in these hours of the local day, by day and role."""
    local = _opened(since).annotate(hour=ExtractHour("at"), on=TruncDate("at", DateField()))
    late = local.filter(hour__in=list(hours)).values_list("actor_id", "role", "on")
    return [Night(*row) for row in late.annotate(times=Count("pk")).order_by("on", "actor_id")]


def searches(*, since: dt.datetime) -> list[Moment]:
    """Return who searched and when, each person's searches in order."""
    found = _since(since).filter(action=Action.SEARCHED, actor_id__isnull=False)
    return _moments(found)


def openings(*, since: dt.datetime, by: Iterable[UUID]) -> list[Moment]:
    """Return when these people opened or wrote something about a participant, in order."""
    found = _since(since).filter(actor_id__in=list(by), subject_id__isnull=False)
    return _moments(found)


def marked(flag: str, *, since: dt.datetime) -> list[Moment]:
    """Return by whom and when a line was left whose mark says `flag`."""
    looked = _since(since).filter(action__in=[Action.VIEWED, Action.SEARCHED])
    lines = looked.filter(actor_id__isnull=False, detail__mark__isnull=False).order_by("pk")
    # As text: on SQLite a mark like 123e45678901 would be read as a number.
    rows = (Marked(*row) for row in lines.values_list("pk", "actor_id", "at", KT("detail__mark")))
    says = marks.reader(flag)
    return [(row.actor_id, row.at) for row in rows if says(row.id, row.mark)]


def _moments(found: AuditEventQuerySet) -> list[Moment]:
    rows = found.order_by("actor_id", "pk").values_list("actor_id", "at")
    return [(actor_id, at) for actor_id, at in rows if actor_id]


def _opened(since: dt.datetime) -> AuditEventQuerySet:
    seen = _since(since).filter(action=Action.VIEWED, outcome=AuditEvent.Outcome.OK)
    return seen.filter(subject_id__isnull=False, actor_id__isnull=False)


def _since(moment: dt.datetime) -> AuditEventQuerySet:
    """Keep what was done since; the id leaves the months before alone."""
    return AuditEvent.objects.filter(at__gte=moment, pk__gte=first_id_at(moment - dt.timedelta(1)))
