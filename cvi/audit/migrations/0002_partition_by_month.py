"""Cut the table of events by month, on PostgreSQL. SQLite keeps one table.

The id carries the moment (uuid7), so the primary key stays the id alone. Rows that are there are
copied with their seals; the triggers come back after the migration, on every month's table.
"""

import datetime as dt

from django.db import migrations

from cvi.audit import partitions

OLD = f"{partitions.TABLE}_unparted"


def partition(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey' "
            "AND schemaname = current_schema()",
            [partitions.TABLE],
        )
        indexes = [definition for (definition,) in cursor.fetchall()]
        cursor.execute(f"ALTER TABLE {partitions.TABLE} RENAME TO {OLD}")
        cursor.execute(
            f"CREATE TABLE {partitions.TABLE} (LIKE {OLD} INCLUDING DEFAULTS) PARTITION BY RANGE (id)"
        )
        cursor.execute(
            f"CREATE TABLE {partitions.REST} PARTITION OF {partitions.TABLE} DEFAULT"
        )
        for month in _months_of(cursor):
            cursor.execute(partitions.statement(month))
        cursor.execute(f"INSERT INTO {partitions.TABLE} SELECT * FROM {OLD}")
        cursor.execute(f"DROP TABLE {OLD}")
        cursor.execute(f"ALTER TABLE {partitions.TABLE} ADD PRIMARY KEY (id)")
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute(
            f"CREATE INDEX audit_events_listed ON {partitions.TABLE} "
            "USING gin (detail jsonb_path_ops) WHERE action = 'listed'"
        )


def _months_of(cursor):
    """Yield every month from the first line to the last ones that are made ahead."""
    cursor.execute(f"SELECT id FROM {OLD} ORDER BY id LIMIT 1")
    first = cursor.fetchone()
    now = dt.datetime.now(dt.UTC)
    begin = dt.datetime.fromtimestamp((first[0].int >> 80) / 1000, dt.UTC) if first else now
    ahead = (now.year - begin.year) * 12 + now.month - begin.month + partitions.MONTHS_AHEAD
    yield from partitions.months(begin, max(ahead, 0))


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(partition, migrations.RunPython.noop, elidable=False),
    ]
