"""One table of events a month on PostgreSQL, cut by the moment in the id. SQLite keeps one table.

A line outside every month goes to the rest, so a month that nobody made loses nothing.
"""

import datetime as dt
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from cvi.vault.ids import first_id_at

TABLE = "audit_auditevent"
REST = f"{TABLE}_rest"
MONTHS_AHEAD = 3


def make() -> list[str]:
    """Make the tables of this month and the next ones; return the new ones.

    A month whose lines went to the rest stays there: moving them would mean to delete them.
    """
    if connection.vendor != "postgresql":
        return []
    there = set(names())
    wanted = (month for month in months(timezone.now(), MONTHS_AHEAD) if name(month) not in there)
    return [name(month) for month in wanted if _make(month)]


def names() -> list[str]:
    """Return the tables that hold the events, the rest among them; none where there is one."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = to_regclass(%s) ORDER BY c.relname",
            [TABLE],
        )
        return [found for (found,) in cursor.fetchall()]


def months(moment: dt.datetime, ahead: int) -> Iterator[dt.datetime]:
    """Yield the first moment, in UTC, of the month of `moment` and of so many after it."""
    month = _month_of(moment)
    for _number in range(ahead + 1):
        yield month
        month = _month_of(month + dt.timedelta(days=31))


def name(month: dt.datetime) -> str:
    """Return what a month's table is called."""
    return f"{TABLE}_{month:%Y_%m}"


def statement(month: dt.datetime) -> str:
    """Return the statement that makes a month's table."""
    first, end = _bounds(month)
    return (
        f"CREATE TABLE {name(month)} PARTITION OF {TABLE} FOR VALUES FROM ('{first}') TO ('{end}')"
    )


def _make(month: dt.datetime) -> bool:
    with connection.cursor() as cursor:
        query = f"SELECT EXISTS (SELECT 1 FROM {REST} WHERE id >= %s AND id < %s)"  # noqa: S608  our own table
        cursor.execute(query, _bounds(month))
        if cursor.fetchone() == (True,):
            return False
        cursor.execute(statement(month))
    return True


def _bounds(month: dt.datetime) -> tuple[str, str]:
    _this, following = months(month, 1)
    return str(first_id_at(month)), str(first_id_at(following))


def _month_of(moment: dt.datetime) -> dt.datetime:
    first = moment.astimezone(dt.UTC).replace(day=1)
    return first.replace(hour=0, minute=0, second=0, microsecond=0)
