"""The months of the trail on PostgreSQL: where a line goes, and that no month is left open."""

import datetime as dt
import os
import subprocess
from importlib import import_module

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cvi.audit import chain, partitions, reading, tasks, triggers
from cvi.audit import services as audit
from cvi.audit.models import AuditEvent
from cvi.vault.ids import first_id_at, uuid7
from tests.cast import Cast
from tests.security.test_stolen_disk import find_dump_program

ON_POSTGRES = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite keeps one table; PostgreSQL is tested apart"
)
LONG_AGO, FAR_OFF = "2020-03-15 12:00:00Z", "2031-03-15 12:00:00Z"


def note(cast: Cast) -> AuditEvent:
    audit.noted(audit.Action.VIEWED, "test", by=cast.system, detail={})
    return AuditEvent.objects.newest_first().filter(resource="test")[0]


def table_of(event: AuditEvent) -> str:
    with connection.cursor() as cursor:
        query = "SELECT tableoid::regclass::text FROM audit_auditevent WHERE id = %s"
        cursor.execute(query, [event.pk])
        return str(cursor.fetchone()[0])


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestIds:
    def test_are_cut_where_the_month_begins(self) -> None:
        new_year = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)

        with time_machine.travel(new_year - dt.timedelta(milliseconds=1), tick=False):
            before = uuid7()
        with time_machine.travel(new_year, tick=False):
            after = uuid7()

        assert before < first_id_at(new_year) <= after

    def test_follow_a_clock_that_was_set_back(self) -> None:
        with time_machine.travel(FAR_OFF):
            uuid7()

        assert uuid7() < first_id_at(timezone.now() + dt.timedelta(minutes=2))

    def test_months_follow_one_another_over_new_year(self) -> None:
        november = dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)

        names = [f"{month:%Y-%m-%d}" for month in partitions.months(november, 2)]

        assert names == ["2026-11-01", "2026-12-01", "2027-01-01"]


@pytest.mark.skipif(connection.vendor == "postgresql", reason="PostgreSQL has months")
def test_sqlite_keeps_one_table(db: None) -> None:
    assert (partitions.make(), partitions.names()) == ([], [])


@ON_POSTGRES
class TestMonths:
    def test_a_line_lands_in_the_table_of_its_month(self, cast: Cast) -> None:
        event = note(cast)

        assert table_of(event) == f"audit_auditevent_{event.at.astimezone(dt.UTC):%Y_%m}"

    def test_a_line_of_a_month_that_nobody_made_is_kept_in_the_rest(self, cast: Cast) -> None:
        with time_machine.travel(FAR_OFF):
            event = note(cast)

        assert table_of(event) == partitions.REST

    def test_the_coming_months_are_made_by_the_worker_and_guarded(self, cast: Cast) -> None:
        with time_machine.travel(FAR_OFF):
            tasks.make_room.call_local()
            event = note(cast)

        assert table_of(event) == "audit_auditevent_2031_03"
        assert "audit_auditevent_2031_06" in partitions.names()
        assert triggers.missing() == []

    def test_a_month_whose_lines_went_to_the_rest_stays_there(self, cast: Cast) -> None:
        with time_machine.travel(FAR_OFF):
            event = note(cast)
            made = partitions.make()

        assert "audit_auditevent_2031_03" not in made
        assert "audit_auditevent_2031_04" in made
        assert table_of(event) == partitions.REST

    def test_are_made_once(self, cast: Cast) -> None:
        partitions.make()

        assert partitions.make() == []

    @pytest.mark.parametrize(
        "change",
        ["UPDATE {} SET role = 'x'", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE audit_auditevent"],
    )
    def test_refuse_to_be_changed_one_by_one(self, cast: Cast, change: str) -> None:
        table = table_of(note(cast))

        with pytest.raises(DatabaseError, match="append-only"):
            run(change.format(table))

    @pytest.mark.parametrize("table", ["rest", "2031_03"])
    def test_refuse_to_be_emptied_also_where_nobody_looks(self, cast: Cast, table: str) -> None:
        with time_machine.travel(FAR_OFF):
            triggers.install()

        with pytest.raises(DatabaseError, match="append-only"):
            run(f"TRUNCATE audit_auditevent_{table}")

    def test_a_question_about_some_days_reads_their_month_only(self, cast: Cast) -> None:
        note(cast)
        now = timezone.now()
        search = reading.Search(since=now - dt.timedelta(hours=1), until=now)

        plan = reading.matching(search).explain()

        assert "audit_auditevent_2" in plan
        assert partitions.REST in plan or plan.count("audit_auditevent_2") <= 2
        assert partitions.name(next(partitions.months(now + dt.timedelta(days=62), 0))) not in plan

    def test_the_lists_someone_was_on_are_found_by_an_index(self, cast: Cast) -> None:
        search = reading.Search(about=frozenset({uuid7()}))

        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            plan = reading.matching(search).order_by().explain()

        assert "detail" in plan
        assert "Seq Scan" not in plan

    @pytest.mark.django_db(transaction=True)
    def test_are_dumped_and_restored_with_their_lines_and_guards(self, cast: Cast) -> None:
        note(cast)
        restored = f"{connection.settings_dict['NAME']}_restored"
        try:
            dump_into(restored)

            counts, expected = (
                sql(name, "SELECT tableoid::regclass, count(*) FROM audit_auditevent GROUP BY 1")
                for name in (restored, connection.settings_dict["NAME"])
            )
            assert counts == expected != ""
            with pytest.raises(subprocess.CalledProcessError) as refused:
                sql(restored, "DELETE FROM audit_auditevent")
            assert "append-only" in refused.value.stderr
        finally:
            sql("postgres", f'DROP DATABASE IF EXISTS "{restored}"')


@ON_POSTGRES
class TestMigration:
    def test_copies_what_was_there_with_its_seals_and_indexes(self, cast: Cast) -> None:
        with time_machine.travel(LONG_AGO):
            note(cast)
        chain.link()
        undo_the_months()
        migration = import_module("cvi.audit.migrations.0002_partition_by_month")

        migration.partition(None, connection.schema_editor())

        assert chain.verify().faults == []
        assert table_of(AuditEvent.objects.filter(resource="test")[0]).endswith("_2020_03")
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'audit_auditevent'")
            names = {name for (name,) in cursor.fetchall()}
        assert names == {"audit_auditevent_pkey", "of_the_actor", "audit_events_listed"}


def undo_the_months() -> None:
    """Put the table back as it was before the migration, with an index to be kept."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT * FROM audit_auditevent")
        cursor.execute("DROP TABLE audit_auditevent")
        cursor.execute("ALTER TABLE kept RENAME TO audit_auditevent")
        cursor.execute("ALTER TABLE audit_auditevent ADD PRIMARY KEY (id)")
        cursor.execute("CREATE INDEX of_the_actor ON audit_auditevent (actor_id)")


def programs(name: str) -> tuple[list[str], dict[str, str]]:
    at = settings.DATABASES["default"]
    address = ["--host", at["HOST"] or "localhost", "--username", at["USER"], "--dbname", name]
    address += ["--port", str(at["PORT"])] if at["PORT"] else []
    return address, {**os.environ, "PGPASSWORD": at["PASSWORD"]}


def sql(name: str, statement: str) -> str:
    address, environment = programs(name)
    command = ["psql", "-qtA", "-v", "ON_ERROR_STOP=1", *address, "-c", statement]
    done = subprocess.run(  # noqa: S603
        command, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def dump_into(restored: str) -> None:
    sql("postgres", f'DROP DATABASE IF EXISTS "{restored}"')
    sql("postgres", f'CREATE DATABASE "{restored}"')
    address, environment = programs(connection.settings_dict["NAME"])
    dump = subprocess.run(  # noqa: S603
        [find_dump_program(), *address],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    address, _same = programs(restored)
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", *address]
    subprocess.run(  # noqa: S603
        command, env=environment, input=dump.stdout, check=True, capture_output=True, text=True
    )
