"""What the database itself refuses: to change the trail, or to lose a version of a row."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from cvi.audit import partitions

APPEND_ONLY = ("audit_auditevent", "audit_auditlink", "audit_disclosure")
REFUSAL = "the trail is append-only"


def install(**_kwargs: Any) -> None:
    """Put every trigger in place, on the tables of the coming months too."""
    partitions.make()
    _run(_install_postgres() if connection.vendor == "postgresql" else _install_sqlite())


def remove() -> None:
    """Take every trigger away. Only a test that empties the whole database may."""
    _run(f"DROP TRIGGER IF EXISTS {name}{_on(table)}" for table, name in installed_names())


def installed_names() -> Iterator[tuple[str, str]]:
    """Yield (table, trigger) for everything that `install` puts in place."""
    rules = ("change", "truncate") if connection.vendor == "postgresql" else _SQLITE_RULES
    for table in (*APPEND_ONLY, *history_tables()):
        yield from ((table, f"{table}_no_{rule}") for rule in rules)
    yield from ((table, f"{table}_no_truncate") for table in partitions.names())


def missing() -> list[str]:
    """Return what should stand and does not: dropped, switched off, or emptied of its refusal."""
    expected = set(installed_names())
    if connection.vendor == "postgresql":
        expected |= {(table, f"{partitions.TABLE}_no_change") for table in partitions.names()}
    return sorted(f"trigger {name} on {table}" for table, name in expected - _standing())


def history_tables() -> list[str]:
    """Return the tables that keep the versions of rows."""
    return sorted(m._meta.db_table for m in apps.get_models() if hasattr(m, "instance_type"))


_SQLITE_RULES = ("update", "delete", "replace")

_POSTGRES_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE OR REPLACE FUNCTION audit_guard_history() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM audit_maintenance) THEN RETURN NEW; END IF;
        RAISE EXCEPTION '{REFUSAL}';
    END $$""",
)


def _standing() -> set[tuple[str, str]]:
    """Return (table, trigger) of every trigger that works."""
    is_postgres, sources = connection.vendor == "postgresql", _sources()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING_POSTGRES if is_postgres else _STANDING_SQLITE)
        return {(table, name) for table, name, source in cursor.fetchall() if source in sources}


def _sources() -> set[str]:
    """Return the bodies that a working trigger may have."""
    if connection.vendor == "postgresql":
        return {text.split("$$")[1] for text in _POSTGRES_FUNCTIONS}
    made = (text.partition("IF NOT EXISTS ")[2] for text in _install_sqlite())
    return {f"CREATE TRIGGER {text}" for text in made}


_STANDING_POSTGRES = """
    SELECT c.relname, t.tgname, p.prosrc FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)
"""
_STANDING_SQLITE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"


def _install_postgres() -> Iterator[str]:
    yield from _POSTGRES_FUNCTIONS
    for table in (*APPEND_ONLY, *history_tables()):
        guard = "audit_refuse" if table in APPEND_ONLY else "audit_guard_history"
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {guard}()"
        )
    for table in (*APPEND_ONLY, *history_tables(), *partitions.names()):
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )


def _install_sqlite() -> Iterator[str]:
    for table in (*APPEND_ONLY, *history_tables()):
        key = _primary_key(table)
        unless = "" if table in APPEND_ONLY else "WHEN NOT EXISTS (SELECT 1 FROM audit_maintenance)"
        again = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
        for rule, moment, when in (
            ("update", "UPDATE", unless),
            ("delete", "DELETE", ""),
            ("replace", "INSERT", again),
        ):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{rule} BEFORE {moment} ON {table} "
                f"{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _primary_key(table: str) -> str:
    model = next(m for m in apps.get_models() if m._meta.db_table == table)
    return str(model._meta.pk.column)


def _on(table: str) -> str:
    return f" ON {table}" if connection.vendor == "postgresql" else ""


def _run(statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
