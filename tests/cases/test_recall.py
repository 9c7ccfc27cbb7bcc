"""Whoever is taken in again is found, though written down badly."""

from typing import Any

from tests.benchmarks.matching import measure


def test_the_check_shows_98_of_100_who_come_back(record_property: Any) -> None:
    figures = measure(people=4_000, intakes=2_000, seed=3)

    record_property("figure", f"duplicate check: {figures}")
    assert figures.shown >= 0.98
    assert figures.precision >= 0.8
    assert figures.candidates_p95 <= 50
