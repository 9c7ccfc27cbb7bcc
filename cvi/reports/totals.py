"""Totals for those outside: what the caseload report counts, with its small numbers hidden.

Only the worker imports this, as it does the solver.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from cvi.papers.xlsx import Text
from cvi.reports.caseload import CUTS, Caseload, Place, Table
from cvi.reports.measures import MEASURES
from cvi.reports.suppression import Cell, Linked, Sum, cells_to_hide

HIDDEN = _("hidden")
"""One word for all: two would tell which numbers are the small ones."""

TIED = ("open", "opened", "closed")
"""Whatever was opened in a period is open at its end or was closed in it."""

FOR_OTHERS = ("program", "team")
"""How others see the caseload cut. Whom a worker works with is nobody's business outside."""

GROUPS = (TIED, *((measure.code,) for measure in MEASURES if measure.code not in TIED))


@dataclass(frozen=True)
class Row:
    """One program or team with its numbers, or the word that hides them."""

    label: str
    numbers: list[int | Text]


@dataclass(frozen=True)
class Shown:
    """One way to cut the caseload, as it may be shown."""

    title: Text
    header: Text
    lines: list[Row]


@dataclass(frozen=True)
class Totals:
    """Everything that the paper shows."""

    tables: list[Shown]
    totals: list[int | Text]


def totals_of(caseload: Caseload, *, threshold: int) -> Totals:
    """Return the tables with every number hidden that is small or would give a small one away.

    Raises:
        Unprotected: a number could be worked out, whatever is hidden.
    """
    tables = [table for table in caseload.tables if table.cut in FOR_OTHERS]
    caseload = replace(caseload, tables=tables)
    hidden: set[Cell] = set()
    for group in GROUPS:
        hidden |= cells_to_hide(_linked(caseload, group), threshold)
    shown = [Shown(table.title, table.header, _rows(table, hidden)) for table in tables]
    return Totals(shown, _shown(caseload.totals, hidden))


def _rows(table: Table, hidden: set[Cell]) -> list[Row]:
    return [
        Row(line.label, _shown(line.numbers, hidden, (table.cut, line.code)))
        for line in table.lines
    ]


def _shown(
    numbers: list[int], hidden: set[Cell], place: tuple[str, str] = ("", "")
) -> list[int | Text]:
    return [
        HIDDEN if Cell(measure.code, *place) in hidden else number
        for measure, number in zip(MEASURES, numbers, strict=True)
    ]


def _linked(caseload: Caseload, codes: tuple[str, ...]) -> Linked:
    """Tie the tables together. A reader is taken to know who works in which team and program."""
    printed = dict(_printed(caseload, codes))
    ties = [tie for code in codes for tie in _ties(caseload, code)]
    if codes == TIED:
        ties += [_course(place) for place in caseload.counts]
    return Linked(printed, ties, frozenset(map(Cell, codes)))


def _printed(caseload: Caseload, codes: tuple[str, ...]) -> Iterator[tuple[Cell, int]]:
    for number, measure in enumerate(MEASURES):
        if measure.code not in codes:
            continue
        yield Cell(measure.code), caseload.totals[number]
        for table in caseload.tables:
            for line in table.lines:
                yield Cell(measure.code, table.cut, line.code), line.numbers[number]


def _ties(caseload: Caseload, code: str) -> Iterator[Sum]:
    """Yield what each line is the sum of, and that the lines of each table add up to the total."""
    for cut, _title, _header in CUTS:
        lines: dict[Cell, dict[Cell, int]] = defaultdict(dict)
        for place in caseload.counts:
            line = Cell(code, cut, getattr(place, cut))
            lines[line][_inner(code, place)] = 1
        for line, inner in lines.items():
            yield {line: -1, **inner}
        yield {Cell(code): -1, **dict.fromkeys(lines, 1)}


def _course(place: Place) -> Sum:
    """Tie the cases of a place: open and closed are those opened, and those that were there."""
    factors = {"open": 1, "closed": 1, "opened": -1, "earlier": -1}
    return {_inner(code, place): factor for code, factor in factors.items()}


def _inner(code: str, place: Place) -> Cell:
    return Cell(code, "place", "/".join(place))
