"""The standards of one kind as a list page shows them: each once, what is in force and next."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.roles import Program
from cvi.standards import reading
from cvi.standards.kinds import Kind
from cvi.standards.models import Holiday, ListItem, Standard


@dataclass(frozen=True)
class Entry:
    """One standard: the version in force, or the last one, and the one that is planned."""

    shown: Standard
    newest: Standard

    @property
    def planned(self) -> Standard | None:
        """The version that has yet to begin, where another one is in force before it."""
        return self.newest if self.newest.is_planned and self.newest != self.shown else None


@dataclass(frozen=True)
class Group:
    """Standards that stand under one heading."""

    heading: str
    entries: list[Entry]


@dataclass(frozen=True)
class Days:
    """The days of one version, now or after a change."""

    version: int
    starts_on: dt.date
    ends_on: dt.date | None
    is_from_the_start: bool


def groups_of(kind: Kind) -> list[Group]:
    """Return every standard of a kind under its list, program or model, the retired ones last."""
    rows = kind.rows().prefetch_related(*kind.model.LINES[:1]).in_order()
    if kind.model is Holiday:
        rows = rows.select_related("agency").order_by("day", "version")
    entries = sorted(_entries(rows), key=_place)
    names = reading.model_labels() if hasattr(kind.model, "model") else {}
    return [
        Group(heading, list(under))
        for heading, under in groupby(entries, key=lambda entry: heading_of(entry.shown, names))
    ]


def count_in_force(kind: Kind) -> int:
    """Return how many standards of a kind are in force today."""
    count: int = kind.rows().in_force().count()
    return count


def others_in_force(standard: Standard) -> int:
    """Return how many standards of its like are in force today, without this one."""
    like = {name: getattr(standard, name) for name in standard.LINEAGE[:-1]}
    rows = type(standard).objects.filter(**like).in_force()
    return rows.exclude(**standard.lineage).count()


def heading_of(standard: Standard, names: dict[str, str] | None = None) -> str:
    """Return under which heading a standard stands; none where its kind has no headings.

    `names` are those of the program models, where they are known already.
    """
    if isinstance(standard, ListItem):
        return str(standard.get_list_display())
    if isinstance(standard, Holiday):
        return str(standard.day.year)
    if not hasattr(standard, "program"):
        return ""
    heading = str(Program(standard.program).label) if standard.program else _("Every program")
    model = getattr(standard, "model", "")
    called = (names if names is not None else reading.model_labels()) if model else {}
    return f"{heading} · {called.get(model, model)}" if model else heading


def days_of(standard: Standard) -> list[Days]:
    """Return the versions of a standard and when each is in force, the newest first."""
    versions = type(standard).objects.same_as(standard).order_by("-version")
    return [_days(version) for version in versions]


def days_after(standard: Standard, day: dt.date) -> list[Days]:
    """Return the same as it would be if a new version began on `day`."""
    new = Days(standard.version + (not standard.is_planned), day, None, is_from_the_start=False)
    kept = [days for days in days_of(standard) if days.version < new.version]
    return [new, *(_ended_before(days, day) for days in kept)]


def _ended_before(days: Days, day: dt.date) -> Days:
    last = day - dt.timedelta(days=1)
    ends_on = min(days.ends_on or last, last)
    return Days(days.version, days.starts_on, ends_on, days.is_from_the_start)


def _days(standard: Standard) -> Days:
    return Days(standard.version, standard.starts_on, standard.ends_on, standard.is_from_the_start)


def _entries(rows: Iterable[Standard]) -> Iterator[Entry]:
    by_lineage: dict[tuple[Any, ...], list[Standard]] = {}
    for row in rows:
        by_lineage.setdefault(tuple(row.lineage.values()), []).append(row)
    today = timezone.localdate()
    for versions in by_lineage.values():
        now = next((row for row in versions if row.is_in_force(today)), versions[-1])
        yield Entry(now, versions[-1])


def _place(entry: Entry) -> tuple[Any, ...]:
    if isinstance(entry.shown, Holiday):
        return (entry.shown.day, entry.shown.code)
    like = [
        getattr(entry.shown, name)
        for name in ("list", "program", "model")
        if hasattr(entry.shown, name)
    ]
    return (*like, entry.shown.is_retired, entry.shown.position, entry.shown.code)
