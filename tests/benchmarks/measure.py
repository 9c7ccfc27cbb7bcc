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
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    settings.DEBUG = False  # with it, every query is kept in memory
    from django.core.management import call_command

    from tests.benchmarks import city, pages

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    began = time.perf_counter()
    place = city.build(asked.participants)
    say(f"{asked.participants:,} participants built in {time.perf_counter() - began:.0f} s\n")
    say("| page | p50 ms | p95 ms | queries |")
    say("| --- | ---: | ---: | ---: |")
    for name, visit in pages.visits(place):
        say(f"| {name} | {timed(visit)} |")


def timed(visit: Callable[[], None]) -> str:
    """Return the median, the 95th percentile and the number of queries of a visit."""
    visit()
    with CaptureQueriesContext(connection) as captured:
        visit()
    queries = len(captured)
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        visit()
        times.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{statistics.median(times):.1f} | {p95:.1f} | {queries}"


def say(text: Any) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
