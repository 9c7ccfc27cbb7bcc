"""Where bars and ticks stand."""

import itertools

import pytest

from cvi.papers.charts import Wording, bar_chart, nice_ticks

WORDING = Wording("c", "Title", "Finding", "Team", "Overdue")


class TestTicks:
    @pytest.mark.parametrize("highest", [0, 1, 2, 3, 7, 10, 99, 101, 12_345_678_901])
    def test_reach_the_highest_in_even_whole_steps_from_nothing(self, highest):
        ticks = nice_ticks(highest)

        assert ticks[0] == 0
        assert ticks[-1] >= highest
        assert 3 <= len(ticks) <= 6
        assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1
        assert str(ticks[1]).rstrip("0") in {"1", "2", "5"}


class TestBars:
    def test_stand_for_their_numbers(self):
        low, high = bar_chart(WORDING, [("A", 5), ("B", 10)]).bars

        assert high.height == pytest.approx(2 * low.height, abs=0.2)
        assert (low.value, high.value) == ("5", "10")

    def test_are_equal_when_all_are_equal(self):
        bars = bar_chart(WORDING, [("A", 4), ("B", 4), ("C", 4)]).bars

        assert len({bar.height for bar in bars}) == 1

    def test_have_no_height_for_nothing_at_all(self):
        assert [bar.height for bar in bar_chart(WORDING, [("A", 0), ("B", 0)]).bars] == [0, 0]

    def test_show_a_dash_for_what_is_missing(self):
        bar = bar_chart(WORDING, [("A", None)]).bars[0]

        assert (bar.height, bar.value) == (0, "–")

    def test_stay_in_the_drawing_however_huge(self):
        chart = bar_chart(WORDING, [(f"Team {n}", n * 10**12) for n in range(9)])

        assert all(0 < bar.y <= chart.base for bar in chart.bars)
        assert all(bar.x + bar.width <= chart.width for bar in chart.bars)

    def test_are_none_for_an_empty_chart(self):
        assert bar_chart(WORDING, []).bars == []

    def test_have_labels_that_fit_their_room(self):
        names = ["Harbor street team", "Anunbreakablylongname", "A very long name of a big team"]

        bars = bar_chart(WORDING, [(name, 1) for name in [*names, "A", "B", "C"]]).bars

        assert [bar.label for bar in bars[:3]] == names
        assert bars[0].lines == ["Harbor", "street team"]
        assert all(len(line) < 13 for bar in bars for line in bar.lines)
        assert all(bar.lines[-1].endswith("…") for bar in bars[2:3])
