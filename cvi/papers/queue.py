"""The queue of job ids where the database is SQLite: a file of its own, so it blocks nobody."""

import sqlite3

from huey.storage import SqliteStorage


class SqliteQueue(SqliteStorage):  # type: ignore[misc]  # huey publishes no types
    """Makes its tables on first use: reading the settings must not need a writable disk."""

    def _create_connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = super()._create_connection()
        for statement in self.ddl:
            connection.execute(statement)
        return connection
