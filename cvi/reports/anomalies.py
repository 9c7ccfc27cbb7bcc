"""Looks that are unusual, in words: staff by name, participants not at all.

Source: the thresholds are those of an office that had to answer for a leak: more people than a
worker meets, looks that lead to nothing, at hours when the role has nothing to do, at family.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.audit import anomalies as trail
from cvi.audit import marks
from cvi.audit.services import Action
from cvi.papers.xlsx import Text

RESOURCE = "reports.anomalies"
MOST_AN_HOUR = 40
TIMES_THE_MEDIAN = 3
MEDIAN_DAYS = 30
# Of a few quiet days a median says little: three people on a first busy day are not a find.
LEAST_DAYS, LEAST_A_DAY = 5, 10
SEARCHES = 3
SEARCH_SPAN = dt.timedelta(minutes=15)
NIGHT_HOURS = (23, 0, 1, 2, 3, 4)
# Shootings happen at night: who answers them on the street and in the trauma bay works then, and
# so does the supervisor on call. Nobody else has a reason to open a record at these hours.
NIGHT_ROLES = {Role.MESSENGER, Role.SUPERVISOR, Role.HOSPITAL_SPECIALIST, Role.CLINICIAN}

MANY_AN_HOUR = gettext_lazy("Opened more than 40 people in an hour")
MANY_A_DAY = gettext_lazy("Opened over 3 times as many people as on their usual day")
FISHING = gettext_lazy("Searched again and again, and opened nobody")
AT_NIGHT = gettext_lazy("Opened records at night, in a role that does not work then")
OWN_SURNAME = gettext_lazy("Looked for or opened someone with their own last name")


@dataclass(frozen=True)
class Find:
    """One unusual thing: of whom, what, how often, on which day, and where the lines are."""

    actor_id: UUID
    what: Text
    count: int
    on: dt.date
    who: str = ""
    url: str = ""


def finds(days: int) -> list[Find]:
    """Return what was unusual in so many days, the newest first. Seven queries."""
    since = timezone.now() - dt.timedelta(days=days)
    found = [*_many_an_hour(since), *_many_a_day(since), *_fishing(since)]
    found += [*_at_night(since), *_own_surname(since)]
    names = User.objects.filter(pk__in={f.actor_id for f in found}).values_list("pk", "name")
    return _with_names(found, dict(names))


def _many_an_hour(since: dt.datetime) -> Iterator[Find]:
    for row in trail.opened_by_hour(since=since, over=MOST_AN_HOUR):
        yield Find(row.actor_id, MANY_AN_HOUR, row.people, timezone.localdate(row.at))


def _many_a_day(since: dt.datetime) -> Iterator[Find]:
    """Yield the days on which someone opened over three times their own median of 30 days."""
    first, usual = timezone.localdate(since), dt.timedelta(days=MEDIAN_DAYS)
    by_actor: dict[UUID, list[trail.Counted]] = defaultdict(list)
    for row in trail.opened_by_day(since=since - usual):
        by_actor[row.actor_id].append(row)
    for rows in by_actor.values():
        for row in rows:
            before = [other.people for other in rows if row.at - usual <= other.at < row.at]
            if row.at >= first and _is_many(row.people, before):
                yield Find(row.actor_id, MANY_A_DAY, row.people, row.at)


def _is_many(count: int, before: list[int]) -> bool:
    if count < LEAST_A_DAY or len(before) < LEAST_DAYS:
        return False
    return count > TIMES_THE_MEDIAN * median(before)


def _fishing(since: dt.datetime) -> Iterator[Find]:
    """Yield searches in a row that no opening follows within fifteen minutes."""
    searched = _by_actor(trail.searches(since=since))
    opened = _by_actor(trail.openings(since=since, by=searched))
    for actor_id, moments in searched.items():
        counts: Counter[dt.date] = Counter()
        for streak in _streaks(moments):
            end = streak[-1] + SEARCH_SPAN
            if not any(streak[0] <= at <= end for at in opened.get(actor_id, [])):
                counts[timezone.localdate(streak[0])] += len(streak)
        for day, count in counts.items():
            yield Find(actor_id, FISHING, count, day)


def _streaks(moments: list[dt.datetime]) -> Iterator[list[dt.datetime]]:
    """Yield runs of at least three searches, each within fifteen minutes of the run's first."""
    start = 0
    while start < len(moments):
        run = [at for at in moments[start:] if at - moments[start] <= SEARCH_SPAN]
        if len(run) >= SEARCHES:
            yield run
            start += len(run)
        else:
            start += 1


def _at_night(since: dt.datetime) -> Iterator[Find]:
    for row in trail.opened_at_night(since=since, hours=NIGHT_HOURS):
        if row.role not in NIGHT_ROLES:
            yield Find(row.actor_id, AT_NIGHT, row.times, row.on)


def _own_surname(since: dt.datetime) -> Iterator[Find]:
    """Yield counts by day only: a code beside it would tell an auditor a last name."""
    days = (
        (who, timezone.localdate(at)) for who, at in trail.marked(marks.OWN_SURNAME, since=since)
    )
    for (actor_id, day), count in Counter(days).items():
        yield Find(actor_id, OWN_SURNAME, count, day)


def _by_actor(rows: Iterable[tuple[UUID, dt.datetime]]) -> dict[UUID, list[dt.datetime]]:
    found: dict[UUID, list[dt.datetime]] = defaultdict(list)
    for actor_id, at in rows:
        found[actor_id].append(at)
    return found


def _with_names(found: list[Find], names: dict[UUID, str]) -> list[Find]:
    named = (replace(f, who=names.get(f.actor_id, ""), url=_lines_of(f)) for f in found)
    return sorted(named, key=lambda find: (-find.on.toordinal(), find.who))


def _lines_of(find: Find) -> str:
    """Return the address of what this person did on that day."""
    asked = {"who": find.actor_id, "first": find.on, "last": find.on}
    if find.what is FISHING:
        asked["action"] = Action.SEARCHED.value
    return f"{reverse('reports:trail')}?{urlencode(asked)}"
