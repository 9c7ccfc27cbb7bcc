"""The rows behind the counts, by code. Nothing here reads a sealed column."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import Program
from cvi.cases.models import Case, FollowUp
from cvi.papers.xlsx import Cell, Text
from cvi.reports.measures import MEASURES, Cases, overdue_follow_ups
from cvi.reports.questions import Places, Question
from cvi.standards import reading as standards

CHUNK = 500
FOLLOW_UP_KIND = "follow_up_kind"

CASE_COLUMNS: tuple[tuple[Text, int], ...] = (
    (gettext_lazy("Participant"), 12),
    (gettext_lazy("Program"), 32),
    (gettext_lazy("Team"), 36),
    (gettext_lazy("Worker"), 24),
    (gettext_lazy("Status now"), 22),
    (gettext_lazy("Opened on"), 12),
    (gettext_lazy("Closed on"), 12),
    (gettext_lazy("Next follow-up due"), 18),
    (gettext_lazy("Any overdue"), 12),
    *((measure.label, 12) for measure in MEASURES),
)


class Overdue(NamedTuple):
    """A follow-up that should have been done, by code."""

    code: str
    team: str
    worker: str
    kind: str
    due_on: dt.date
    days: int


def overdue_rows(cases: Cases, question: Question, *, places: Places, limit: int) -> list[Overdue]:
    """Return the overdue follow-ups with their places by name, the oldest first."""
    rows = overdue_follow_ups(question.keep(cases), question).order_by("due_on", "pk")
    called = standards.labels(FOLLOW_UP_KIND)[FOLLOW_UP_KIND]
    names = ("case__participant__code", "case__team_id", "case__worker_id", "kind", "due_on")
    return [
        Overdue(
            code=code,
            team=places.team_name(str(team_id)),
            worker=_worker(worker_id, places),
            kind=called.get(kind, kind),
            due_on=due_on,
            days=(question.last - due_on).days,
        )
        for code, team_id, worker_id, kind, due_on in rows.values_list(*names)[:limit]
    ]


def case_ids(cases: Cases, question: Question) -> list[UUID]:
    """Return the ids of the cases that are asked about, in the order of the sheet."""
    order = ("team__agency__name", "team__name", "worker__name", "participant__code")
    return list(question.keep(cases).order_by(*order).values_list("pk", flat=True))


def chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Cut ids into pieces of 500, so that memory stays flat and no read stays open."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def case_rows(
    ids: Sequence[UUID], cases: Cases, question: Question, *, places: Places
) -> Iterator[list[Cell]]:
    """Yield one row a case, in the order of `ids`, whose measures add up to the totals."""
    some = cases.filter(pk__in=ids)
    facts = {row["pk"]: row for row in some.values("pk", *_FACTS)}
    counts = [_per_case(measure.rows(some, question), measure.way) for measure in MEASURES]
    overdue = [measure.code for measure in MEASURES].index("overdue")
    open_ones = FollowUp.objects.open().filter(case__in=ids)
    next_due = dict(open_ones.order_by().values_list("case_id").annotate(due=Min("due_on")))
    for pk in ids:
        numbers = [counted.get(pk, 0) for counted in counts]
        any_overdue = _("yes") if numbers[overdue] else _("no")
        yield [*_described(facts[pk], places), next_due.get(pk), any_overdue, *numbers]


_FACTS = (
    "participant__code",
    "program",
    "team_id",
    "worker_id",
    "status",
    "opened_on",
    "closed_on",
)


def _described(facts: dict[str, Any], places: Places) -> list[Cell]:
    return [
        facts["participant__code"],
        Program(facts["program"]).label,
        places.team_name(str(facts["team_id"])),
        _worker(facts["worker_id"], places),
        Case.Status(facts["status"]).label,
        facts["opened_on"],
        facts["closed_on"],
    ]


def _per_case(rows: Any, way: str) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(f"{way}pk").annotate(count=Count("pk")))


def _worker(worker_id: UUID | None, places: Places) -> str:
    return places.worker_name(str(worker_id)) if worker_id else _("No worker yet")
