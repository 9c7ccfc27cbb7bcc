"""Small numbers stay hidden: from the eye, and from whoever adds and subtracts."""

import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cvi.reports.suppression import Cell, Linked, cells_to_hide

RACES = {
    "AI/AN": 3,
    "Asian": 0,
    "Black": 84,
    "Hispanic": 27,
    "MENA": 0,
    "NHPI": 0,
    "White": 12,
}
TOTAL = Cell("open")


def one_table(lines, measure="open"):
    """Return a table of one measure with its total."""
    printed = {Cell(measure, "race", code): number for code, number in lines.items()}
    total = Cell(measure)
    ties = [{**dict.fromkeys(printed, 1), total: -1}]
    return Linked({**printed, total: sum(lines.values())}, ties, frozenset([total]))


def codes(cells):
    return {cell.code for cell in cells}


def random_paper(chance):
    """Return cases of random places, cut three ways; a reader knows who works where."""
    inner = {}
    for place in range(chance.randint(1, 12)):
        program, team, worker = chance.randint(0, 2), chance.randint(0, 4), place
        inner[program, team, worker] = chance.choice([0, 1, 2, 4, 7, 10, 11, 12, 15, 30])
    unseen = {place: Cell("open", "place", str(place)) for place in inner}
    printed, ties = {TOTAL: sum(inner.values())}, []
    for cut in range(3):
        lines = {}
        for place, number in inner.items():
            cell = Cell("open", "ptw"[cut], str(place[cut]))
            printed[cell] = printed.get(cell, 0) + number
            lines.setdefault(cell, {cell: -1})[unseen[place]] = 1
        ties += [*lines.values(), {**dict.fromkeys(lines, 1), TOTAL: -1}]
    return Linked(printed, ties, frozenset([TOTAL]))


def attack(paper, hidden, cell):
    """Return the least and the most that a hidden number can be, in whole numbers."""
    cells = sorted({cell for tie in paper.sums for cell in tie})
    rows = np.array([[tie.get(cell, 0) for cell in cells] for tie in paper.sums])
    shown = [cell in paper.printed and cell not in hidden for cell in cells]
    low = [paper.printed[c] if s else int(c in hidden) for c, s in zip(cells, shown, strict=True)]
    high = [low[n] if s else 9999 for n, s in enumerate(shown)]
    goal = np.array([float(other == cell) for other in cells])
    fits = {
        "constraints": LinearConstraint(rows, 0, 0),
        "bounds": Bounds(low, high),
        "integrality": np.ones(len(cells)),
    }
    least, most = milp(goal, **fits), milp(-goal, **fits)
    return round(least.fun), round(-most.fun)


class TestHiding:
    def test_worked_example_5(self):
        assert codes(cells_to_hide(one_table(RACES), 11)) == {"AI/AN", "White"}

    def test_nothing_that_is_large_enough_or_nothing(self):
        assert cells_to_hide(one_table({"a": 0, "b": 11, "c": 40}), 11) == set()

    def test_nothing_of_an_empty_table(self):
        assert cells_to_hide(one_table({}), 11) == set()

    def test_a_partner_sees_what_a_funder_does_not(self):
        assert cells_to_hide(one_table({"a": 5, "b": 40}), 5) == set()

    def test_a_small_total_with_its_lines(self):
        assert codes(cells_to_hide(one_table({"a": 3, "b": 0}), 11)) == {"a", ""}

    def test_the_total_when_its_lines_are_too_few_to_blur_it(self):
        lines = {"a": 1, "b": 2}

        assert cells_to_hide(one_table({**lines, "c": 8}), 11) >= {TOTAL}

    def test_two_ones_are_not_told_by_their_sum(self):
        hidden = cells_to_hide(one_table({"a": 1, "b": 1, "c": 50, "d": 60}), 11)

        assert codes(hidden) == {"a", "b", "c"}

    def test_what_another_table_would_give_away(self):
        """A program of two teams: their small one is the difference to the program's number."""
        inner = {"x": 14, "y": 3, "z": 22}
        program = {"p": ["x"], "q": ["y", "z"]}
        teams = {Cell("open", "team", code): number for code, number in inner.items()}
        programs = {
            Cell("open", "program", code): sum(inner[team] for team in names)
            for code, names in program.items()
        }
        ties = [
            {Cell("open", "program", code): -1, **{Cell("open", "team", n): 1 for n in names}}
            for code, names in program.items()
        ]
        total = {TOTAL: sum(inner.values())}
        paper = Linked({**teams, **programs, **total}, ties, frozenset(total))

        hidden = cells_to_hide(paper, 11)

        assert codes(hidden) == {"y", "z"}


class TestAttack:
    @pytest.mark.parametrize("seed", range(12))
    @pytest.mark.parametrize("threshold", [5, 11])
    def test_pins_no_hidden_number_and_rules_out_no_small_one(self, seed, threshold):
        paper = random_paper(random.Random(seed))  # noqa: S311

        hidden = cells_to_hide(paper, threshold)

        assert all(paper.printed[cell] for cell in hidden)
        for cell, number in paper.printed.items():
            if 0 < number < threshold:
                assert cell in hidden
            if cell in hidden:
                least, most = attack(paper, hidden, cell)
                assert most > least
                assert number >= threshold or most >= threshold - 1

    def test_finds_what_hiding_small_numbers_alone_leaves(self):
        paper = one_table(RACES)

        assert attack(paper, {Cell("open", "race", "AI/AN")}, Cell("open", "race", "AI/AN")) == (
            3,
            3,
        )
