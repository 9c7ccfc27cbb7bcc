"""Times the pages that workers live on: `script/bench` runs it on a scratch PostgreSQL."""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS = 40


def main() -> None:
    """Build the city and print a table of medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--participants", type=int, default=10_000)
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    django.setup()
    settings.DEBUG = False  # with it, every query is kept in memory
    from django.core.management import call_command

    from tests.benchmarks import city, pages
    from tests.benchmarks.baseline import visits as afternoon

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    began = time.perf_counter()
    place = city.build(asked.participants)
    say(f"{asked.participants:,} participants built in {time.perf_counter() - began:.0f} s\n")
    say("| page | p50 ms | p95 ms | queries |")
    say("| --- | ---: | ---: | ---: |")
    ours = {name: row(name, visit) for name, visit in pages.visits(place)}
    afternoon.copy_city()
    with afternoon.STOCK:
        theirs = {
            name: row(f"afternoon build, {name}", v)
            for name, v in afternoon.visits(place.messenger)
        }
    say_ratios(ours, theirs)


def say_ratios(ours: dict[str, float], theirs: dict[str, float]) -> None:
    """Print how a page stands to plain SQL, and the afternoon build to the page."""
    say("\n| page | times plain SQL | afternoon build takes |")
    say("| --- | ---: | ---: |")
    for name, median in theirs.items():
        mine = ours[f"messenger, {name}"]
        plain = ours.get(f"plain SQL and a bare template, the rows of {name}")
        times = f"{mine / plain:.1f}" if plain else "–"
        say(f"| {name} | {times} | {median / mine:.1f} times as long |")


def row(name: str, visit: Callable[[], None]) -> float:
    """Time a visit, print its row, and return its median in milliseconds."""
    visit()
    with CaptureQueriesContext(connection) as captured:
        visit()
    queries = len(captured)
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        visit()
        times.append((time.perf_counter() - began) * 1000)
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    say(f"| {name} | {median:.1f} | {p95:.1f} | {queries} |")
    return median


def say(text: Any) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
