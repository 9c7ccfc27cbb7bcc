"""The caseload report: counts by program, team and worker, ready for page, PDF and spreadsheet."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cvi.accounts.models import Program, Team, User
from cvi.cases.models import Case
from cvi.papers.charts import Chart, Wording, bar_chart
from cvi.papers.xlsx import Text
from cvi.reports.measures import MEASURES, Cases
from cvi.reports.questions import NO_WORKER, Places, Question

BARS = 6


class Place(NamedTuple):
    """Where a case stands: its program, team and worker, as text."""

    program: str
    team: str
    worker: str


@dataclass(frozen=True)
class Line:
    """One program, team or worker with its numbers, in the order of MEASURES."""

    code: str
    label: str
    numbers: list[int]


@dataclass(frozen=True)
class Table:
    """One way to cut the caseload. `cut` is the filter that each line stands for."""

    cut: str
    title: Text
    header: Text
    lines: list[Line]


@dataclass(frozen=True)
class Caseload:
    """Everything that the report counts."""

    tables: list[Table]
    totals: list[int]
    counts: dict[Place, Counter[str]]

    @property
    def is_empty(self) -> bool:
        """Whether no case was asked about."""
        return not any(table.lines for table in self.tables)


CUTS = (
    ("program", gettext_lazy("By program"), gettext_lazy("Program")),
    ("team", gettext_lazy("By team"), gettext_lazy("Team")),
    ("worker", gettext_lazy("By worker"), gettext_lazy("Worker")),
)

Counts = dict[Place, Counter[str]]


def reportable_cases(user: User) -> Cases:
    """Return the cases that `user` may count, though not open."""
    return Case.objects.reportable_by(user)


def places_of(cases: Cases) -> Places:
    """Return the teams and workers that have these cases, by name. Two queries."""
    teams: QuerySet[Any] = Team.objects.filter(pk__in=cases.values("team_id")).select_related(
        "agency"
    )
    workers = User.objects.filter(pk__in=cases.values("worker_id"))
    return Places(
        teams={str(team.pk): team for team in teams.order_by("agency__name", "name")},
        workers={str(worker.pk): worker for worker in workers.order_by("name", "username")},
    )


def count_caseload(cases: Cases, question: Question, places: Places) -> Caseload:
    """Count every measure by program, team and worker. One query a measure."""
    counts: Counts = defaultdict(Counter)
    for measure in MEASURES:
        rows = measure.rows(question.keep(cases), question).order_by()
        cuts = [f"{measure.way}{name}" for name in ("program", "team_id", "worker_id")]
        for *place, count in rows.values_list(*cuts).annotate(count=Count("pk")):
            counts[_place(place)][measure.code] = count
    tables = [Table(cut, title, header, _lines(counts, cut, places)) for cut, title, header in CUTS]
    return Caseload(tables, totals=_numbers(counts.values()), counts=counts)


def overdue_chart(caseload: Caseload) -> Chart:
    """Draw the overdue follow-ups of the teams that have most, or of a single team's workers."""
    by_cut = {table.cut: table for table in caseload.tables}
    table = by_cut["team"] if len(by_cut["team"].lines) > 1 else by_cut["worker"]
    place = next(n for n, measure in enumerate(MEASURES) if measure.code == "overdue")
    lines = sorted(table.lines, key=lambda line: -line.numbers[place])[:BARS]
    wording = Wording(
        id="overdue",
        title=_("Overdue follow-ups"),
        finding=_finding(lines, place, caseload.totals[place]),
        label_header=table.header,
        value_header=MEASURES[place].label,
    )
    names = [line.label.partition(" (")[0] for line in lines]
    return bar_chart(
        wording, list(zip(names, (line.numbers[place] for line in lines), strict=True))
    )


def _finding(lines: list[Line], place: int, total: int) -> str:
    if not total:
        return _("No follow-up is overdue.")
    parts = {"name": lines[0].label, "count": lines[0].numbers[place], "total": total}
    if parts["count"] == total:
        only = ngettext(
            "%(name)s has the only overdue follow-up.",
            "%(name)s has all %(total)s overdue follow-ups.",
            total,
        )
        return only % parts
    if lines[1].numbers[place] == parts["count"]:
        tied = _(
            "%(name)s and others have the most overdue follow-ups: %(count)s each of %(total)s."
        )
        return tied % parts
    return _("%(name)s has the most overdue follow-ups: %(count)s of %(total)s.") % parts


def _place(values: Iterable[str | UUID | None]) -> Place:
    program, team_id, worker_id = values
    return Place(str(program), str(team_id), str(worker_id) if worker_id else NO_WORKER)


def _lines(counts: Counts, cut: str, places: Places) -> list[Line]:
    groups: dict[str, list[Counter[str]]] = defaultdict(list)
    for place, counted in counts.items():
        groups[getattr(place, cut)].append(counted)
    labels = _labels(cut, places)
    return [Line(code, labels[code], _numbers(groups[code])) for code in labels if code in groups]


def _labels(cut: str, places: Places) -> dict[str, str]:
    """Return what each group is called, in the order of the table."""
    if cut == "program":
        return {code: str(label) for code, label in Program.choices}
    if cut == "team":
        return {code: places.team_name(code) for code in places.teams}
    named = {code: places.worker_name(code) for code in places.workers}
    return {**named, NO_WORKER: _("No worker yet")}


def _numbers(counted: Iterable[Counter[str]]) -> list[int]:
    total = sum(counted, Counter[str]())
    return [total[measure.code] for measure in MEASURES]


def total(caseload: Caseload, code: str) -> int:
    """Return the total of one measure."""
    return dict(zip((measure.code for measure in MEASURES), caseload.totals, strict=True))[code]
