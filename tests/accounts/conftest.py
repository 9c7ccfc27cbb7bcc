"""A clock at the start of half a minute: a code from the app holds until the test is over."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

NOON = dt.datetime(2026, 11, 23, 12, 0, 1, tzinfo=dt.UTC)


@pytest.fixture
def fresh_codes() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield
