"""What a reader asks of the caseload report: which cases, and which days."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, Self

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import Program, Team, User
from cvi.cases.models import Case

NO_WORKER = "none"
DAYS = 30
QUARTERS = 8


def default_first() -> dt.date:
    """Return the first of the last thirty days."""
    return timezone.localdate() - dt.timedelta(days=DAYS - 1)


@dataclass(frozen=True)
class Question:
    """Filters and a period. Both days count; whatever stands at one moment stands on the last."""

    program: str = ""
    team: str = ""
    worker: str = ""
    first: dt.date = field(default_factory=default_first)
    last: dt.date = field(default_factory=timezone.localdate)

    @classmethod
    def of_params(cls, params: dict[str, Any]) -> Self:
        """Read a question back from a job's row."""
        days = {name: dt.date.fromisoformat(params[name]) for name in ("first", "last")}
        return cls(params["program"], params["team"], params["worker"], **days)

    def as_params(self) -> dict[str, str]:
        """Return codes, ids and dates as text: for a job's row, an address, a hidden field."""
        return {name: str(value) for name, value in asdict(self).items()}

    def keep(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Keep the cases that are asked about and were open on some day of the period."""
        asked = Q(opened_on__lte=self.last) & (Q(closed_on=None) | Q(closed_on__gte=self.first))
        if self.program:
            asked &= Q(program=self.program)
        if self.team:
            asked &= Q(team_id=self.team)
        if self.worker:
            asked &= Q(worker_id=None if self.worker == NO_WORKER else self.worker)
        return cases.filter(asked)


class Quarter(NamedTuple):
    """Three months of the calendar, from the first day to the last.

    Totals that leave count everything in one whole quarter: what overlaps could be subtracted.
    """

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Return the quarter that a day lies in."""
        first = dt.date(day.year, day.month - (day.month - 1) % 3, 1)
        in_the_next = first + dt.timedelta(days=100)
        return cls(first, in_the_next.replace(day=1) - dt.timedelta(days=1))

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.last < timezone.localdate()

    @property
    def label(self) -> str:
        """Return words like "July 2026 to September 2026"."""
        first, last = (date_format(day, "YEAR_MONTH_FORMAT") for day in self)
        parts = {"first": first, "last": last}
        return _("%(first)s to %(last)s") % parts


def past_quarters() -> list[Quarter]:
    """Return the quarters of the last two years that are over, the newest first."""
    quarters: list[Quarter] = []
    day = timezone.localdate()
    while len(quarters) < QUARTERS:
        day = Quarter.of(day).first - dt.timedelta(days=1)
        quarters.append(Quarter.of(day))
    return quarters


@dataclass(frozen=True)
class Places:
    """The teams and workers that a reader may choose from, by id as text."""

    teams: dict[str, Team]
    workers: dict[str, User]

    def team_name(self, team_id: str) -> str:
        """Return a team's name with its agency's."""
        team = self.teams[team_id]
        return f"{team.name} ({team.agency.name})"

    def worker_name(self, worker_id: str) -> str:
        """Return a worker's name; two of one name are told apart by their sign-in names."""
        worker = self.workers[worker_id]
        names = [other.name for other in self.workers.values()]
        return (
            worker.name if names.count(worker.name) == 1 else f"{worker.name} ({worker.username})"
        )

    def sentence(self, question: Question) -> str:
        """Repeat the filters in words."""
        worker, program = question.worker, question.program
        parts = {
            "programs": Program(program).label if program else _("all programs"),
            "teams": self.team_name(question.team) if question.team else _("all teams"),
            "workers": self._workers(worker),
            "first": date_format(question.first, "SHORT_DATE_FORMAT"),
            "last": date_format(question.last, "SHORT_DATE_FORMAT"),
        }
        return _("This counts %(programs)s, %(teams)s, %(workers)s, %(first)s to %(last)s.") % parts

    def _workers(self, worker: str) -> str:
        if worker == NO_WORKER:
            return _("cases without a worker")
        return self.worker_name(worker) if worker else _("all workers")
