"""Several people, or one impatient finger, at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from cvi.cases.errors import RuleBroken

ONE_WRITER = pytest.mark.skipif(
    settings.IS_SQLITE, reason="SQLite lets one request write at a time; PostgreSQL tests the locks"
)


def at_once(act: Callable[[], Any], times: int = 4) -> list[Any]:
    """Do the same thing in several threads at once, each in a transaction; return what came."""
    came: list[Any] = []
    ready = threading.Barrier(times)

    def run() -> None:
        ready.wait()
        try:
            with transaction.atomic():
                came.append(act())
        except RuleBroken as broken:
            came.append(type(broken).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
