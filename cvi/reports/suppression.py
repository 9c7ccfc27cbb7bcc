"""Small numbers of linked tables, hidden so that no sum gives them away again.

Only the worker imports this: the solver takes half a second to load.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scipy.optimize import linprog
from scipy.sparse import csr_array

EXACT = 1e-6


class Cell(NamedTuple):
    """One number: what it counts, which way the table is cut, and which line it stands in."""

    measure: str
    cut: str = ""
    code: str = ""


Sum = Mapping[Cell, int]


@dataclass(frozen=True)
class Linked:
    """The numbers of one paper, and all that ties them to each other.

    Args:
        printed: every number that would stand on the paper.
        sums: cells with their factors; each adds up to zero. A cell that is not printed is some
            count, zero or more, that a reader does not know but knows to be there.
        totals: what is hidden only when nothing else is left.
    """

    printed: Mapping[Cell, int]
    sums: list[Sum]
    totals: frozenset[Cell] = frozenset()


class Unprotected(Exception):
    """A number could be worked out though all others are hidden, so the paper must not be made."""


def cells_to_hide(linked: Linked, threshold: int) -> set[Cell]:
    """Return the cells below the threshold, and those without which a reader could work them out.

    Zeros are shown. For each small number a reader must take everything from 1 to `threshold - 1`
    for possible, and for no hidden number just one value; also if they know that a hidden number
    is not zero. Whichever cell stands in the way is hidden too, the smallest first.

    Source: CMS cell size policy (ResDAC): 1 to 10 are neither shown nor derivable.

    Raises:
        Unprotected: it cannot be done.
    """
    audit = _Audit(linked, threshold)
    for helpers in audit.weak_spots():
        if not helpers:
            raise Unprotected
        smallest = min(
            helpers, key=lambda cell: (cell in linked.totals, linked.printed[cell], cell)
        )
        audit.hidden.add(smallest)
    return audit.hidden


@dataclass
class _Found:
    """One arrangement of the hidden numbers that fits the paper, and what it was bounded by."""

    values: dict[Cell, float]
    bounding: set[Cell]


@dataclass
class _Audit:
    """What a reader could work out of a paper. What once is possible stays so as more is hidden."""

    linked: Linked
    threshold: int
    hidden: set[Cell] = field(init=False)
    small: list[Cell] = field(init=False)

    def __post_init__(self) -> None:
        printed = self.linked.printed
        self.small = sorted(cell for cell, n in printed.items() if 0 < n < self.threshold)
        self.hidden = set(self.small)
        self.may_be_nothing: set[Cell] = set()
        self.lowest = {cell: float(n) for cell, n in printed.items()}
        self.highest = dict(self.lowest)

    def weak_spots(self) -> Iterator[set[Cell]]:
        """Yield the shown cells that give a hidden one away, of which to hide one, till none do."""
        self._look_at_many()
        waiting = list(self.small)
        checked: set[Cell] = set()
        while waiting:
            cell = waiting[-1]
            helpers = self._gives_away(cell)
            if helpers is None:
                checked.add(waiting.pop())
            else:
                yield helpers
            waiting = waiting or sorted(self.hidden - checked)

    def _look_at_many(self) -> None:
        """Settle most small cells at once: one arrangement shows what is possible for many."""
        while high := [cell for cell in self.small if not self._may_be_large(cell)]:
            self._note(self._extreme(high, least=1, sign=-1))
            if sum(not self._may_be_large(cell) for cell in high) == len(high):
                break
        while low := [cell for cell in self.small if cell not in self.may_be_nothing]:
            self._note_nothing(self._extreme(low, least=0, sign=1))
            if sum(cell not in self.may_be_nothing for cell in low) == len(low):
                break

    def _gives_away(self, cell: Cell) -> set[Cell] | None:
        """Return the shown cells that bound a hidden one too narrowly; None where none does."""
        is_small = cell in self.small
        if is_small and not self._may_be_large(cell):
            found = self._note(self._extreme([cell], least=1, sign=-1))
            if not self._may_be_large(cell):
                return found.bounding
        if is_small and cell not in self.may_be_nothing:
            found = self._note_nothing(self._extreme([cell], least=0, sign=1))
            if cell not in self.may_be_nothing:
                return found.bounding
        return None if self._is_open(cell) else self._pinned_by(cell)

    def _pinned_by(self, cell: Cell) -> set[Cell] | None:
        found = [self._note(self._extreme([cell], least=1, sign=sign)) for sign in (-1, 1)]
        return None if self._is_open(cell) else found[0].bounding | found[1].bounding

    def _may_be_large(self, cell: Cell) -> bool:
        return self.highest[cell] >= self.threshold - 1 - EXACT

    def _is_open(self, cell: Cell) -> bool:
        return self.highest[cell] - self.lowest[cell] >= 1 - EXACT

    def _note(self, found: _Found) -> _Found:
        for cell in self.hidden:
            value = found.values.get(cell, self.lowest[cell])
            self.lowest[cell] = min(self.lowest[cell], value)
            self.highest[cell] = max(self.highest[cell], value)
        return found

    def _note_nothing(self, found: _Found) -> _Found:
        self.may_be_nothing |= {cell for cell in self.small if found.values.get(cell, 0) <= EXACT}
        return found

    def _extreme(self, cells: list[Cell], *, least: int, sign: int) -> _Found:
        """Make `cells` together as small (sign 1) or as large (-1) as the paper allows.

        Large is cut where it proves enough, so that one arrangement can be large in many places.
        """
        ties = [tie for tie in self.linked.sums if any(map(self._is_unknown, tie))]
        unknown = sorted(
            {cell for tie in ties for cell in filter(self._is_unknown, tie)} | set(cells)
        )
        places = {cell: place for place, cell in enumerate(unknown)}
        goal, wanted = [0] * len(unknown), set(cells)
        bounds: list[tuple[int, int | None]] = []
        for cell in unknown:
            is_wanted = cell in wanted
            goal[places[cell]] = sign * is_wanted
            bounds.append(
                (least * (cell in self.hidden), self._enough(cell) if is_wanted else None)
            )
        known = [-sum(n * self.linked.printed[c] for c, n in self._shown(tie)) for tie in ties]
        solved = linprog(goal, bounds=bounds, method="highs", **_equations(ties, places, known))
        if solved.status != 0:
            raise Unprotected
        pressed = [
            tie for tie, m in zip(ties, solved.eqlin.marginals, strict=True) if abs(m) > EXACT
        ]
        bounding = {cell for tie in pressed for cell, _n in self._shown(tie)}
        helpers = {cell for cell in bounding if self.linked.printed[cell]}
        return _Found(dict(zip(unknown, solved.x, strict=True)), helpers)

    def _enough(self, cell: Cell) -> int:
        return max(self.threshold - 1, self.linked.printed[cell] + 1)

    def _is_unknown(self, cell: Cell) -> bool:
        return cell in self.hidden or cell not in self.linked.printed

    def _shown(self, tie: Sum) -> Iterable[tuple[Cell, int]]:
        return [(cell, n) for cell, n in tie.items() if not self._is_unknown(cell)]


def _equations(ties: list[Sum], places: dict[Cell, int], known: list[int]) -> dict[str, Any]:
    """Return the sums as a sparse matrix over what is unknown, and what each comes to."""
    if not ties:
        return {}
    entries = [
        (row, places[cell], n)
        for row, tie in enumerate(ties)
        for cell, n in tie.items()
        if cell in places
    ]
    rows, columns, factors = zip(*entries, strict=True)
    return {"A_eq": csr_array((factors, (rows, columns)), (len(ties), len(places))), "b_eq": known}
