"""Whoever steals the database's file, or a dump of it, finds nobody in it."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers
import psycopg
import pytest
from django.conf import settings
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 26
# What is not told apart from the schema or from plain columns: codes such as "en", times, dates of
# injuries and of visits, ids. Names, numbers and birth dates are looked for by themselves.
CODES = re.compile(
    r"[a-z_]{1,16}|\d{2}:\d{2}(:\d{2})?|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)

TELL = """
import json
from django.apps import apps
from cvi.cases.models import Participant
from cvi.vault.fields import sealed_fields
told = {}
for model in apps.get_models():
    for field in sealed_fields(model):
        if hasattr(model, "instance_type"):
            continue
        values = [getattr(row, field.attname) for row in model.objects.all()]
        told[str(field)] = [v.isoformat() if hasattr(v, "isoformat") else v for v in values if v]
codes = list(Participant.objects.values_list("code", flat=True))
print("TOLD" + json.dumps({"sealed": told, "codes": codes}))
"""


@dataclass
class StolenDisk:
    """All bytes that were taken, and what is true of the people in them."""

    haystack: bytes
    sealed: dict[str, list[Any]]
    codes: list[str]

    def found(self, needles: set[str]) -> set[str]:
        """Return the words that stand in the bytes, as JSON or a dump would write them too."""
        return {n for n in needles if any(form in self.haystack for form in written_forms(n))}


def written_forms(text: str) -> set[bytes]:
    """Return the ways in which unsealed text would stand in a file."""
    raw = text.encode()
    return {raw, json.dumps(text)[1:-1].encode(), raw.hex().encode(), text.encode("utf-16-le")}


def run(*command: str, env: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603  our own commands
        command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StolenDisk]:
    """Make a demo in a database of its own, and take away every byte of it."""
    place = tmp_path_factory.mktemp("disk")
    keyring = tmp_path_factory.mktemp("safe") / "keyring.json"
    with a_database(place) as url:
        env = {
            **os.environ,
            "DEBUG": "true",
            "SECRET_KEY": "only-for-tests-" + "0" * 50,
            "DATABASE_URL": url,
            "VAULT_KEYRING": "",
            "VAULT_KEYRING_FILE": str(keyring),
            "FILES_DIR": str(place / "files"),
        }
        manage = (sys.executable, "manage.py")
        run(*manage, "vault_init", env=env)
        run(*manage, "migrate", "--verbosity", "0", env=env)
        run(*manage, "seed_demo", "--participants", str(PEOPLE), env=env)
        said = run(*manage, "shell", "--verbosity", "0", "-c", TELL, env=env)
        told = json.loads(said.split("TOLD", 1)[1])
        yield StolenDisk(taken(place, url), told["sealed"], told["codes"])


class a_database:  # noqa: N801  reads as `with a_database(...)`
    """A database of the kind that the tests run on, made for this and dropped again."""

    def __init__(self, place: Path) -> None:
        self.place, self.name = place, f"stolen_{secrets.token_hex(6)}"
        self.server = settings.DATABASES["default"]

    def __enter__(self) -> str:
        if settings.IS_SQLITE:
            return f"sqlite:///{self.place / 'db.sqlite3'}"
        self.ask(sql.SQL("CREATE DATABASE {}"))
        s = self.server
        return f"postgres://{s['USER']}:{s['PASSWORD']}@{s['HOST']}:{s['PORT']}/{self.name}"

    def __exit__(self, *_error: object) -> None:
        if not settings.IS_SQLITE:
            self.ask(sql.SQL("DROP DATABASE {}"))

    def ask(self, statement: sql.SQL) -> None:
        s = self.server
        with psycopg.connect(
            host=s["HOST"] or None,
            port=s["PORT"] or None,
            user=s["USER"] or None,
            password=s["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement.format(sql.Identifier(self.name)))


def taken(place: Path, url: str) -> bytes:
    """Return every file of a SQLite database, or a dump of a PostgreSQL one."""
    if settings.IS_SQLITE:
        return b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    program = find_dump_program()
    return run(program, "--no-owner", "--inserts", "--dbname", url, env=dict(os.environ)).encode()


def find_dump_program() -> str:
    """Return pg_dump, the newest there is."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"), reverse=True)
    program = next(map(str, places), None) or shutil.which("pg_dump")
    if program is None and (os.environ.get("CI") or os.environ.get("REQUIRE_ALL")):
        pytest.fail("pg_dump is required here")
    if program is None:
        pytest.skip("NOT TESTED: no pg_dump; it comes with PostgreSQL")
    return program


def texts(values: list[Any]) -> set[str]:
    """Return every text inside sealed values, however deep, that is no code."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, list):
            found |= texts(value)
        elif isinstance(value, dict):
            found |= texts(list(value.values()))
        elif isinstance(value, str) and value and not CODES.fullmatch(value):
            found.add(value)
    return found


def words_of(names: set[str]) -> set[str]:
    return names | {word for name in names for word in name.split() if len(word) >= 4}


def as_people_write(number: str) -> set[str]:
    parsed = phonenumbers.parse(number)
    kinds = phonenumbers.PhoneNumberFormat
    forms = (kinds.E164, kinds.NATIONAL, kinds.INTERNATIONAL, kinds.RFC3966)
    national = str(parsed.national_number)
    dashed = f"{national[:3]}-{national[3:6]}-{national[6:]}"
    return {phonenumbers.format_number(parsed, form) for form in forms} | {national, dashed}


class TestAStolenDisk:
    def test_is_full_of_people(self, disk: StolenDisk) -> None:
        assert disk.found(set(disk.codes)) == set(disk.codes)
        assert len(disk.codes) >= PEOPLE
        for column in (
            "cases.Participant.name_to_use",
            "cases.Participant.legal_name",
            "cases.Participant.street_names",
            "cases.Participant.birth_date",
            "cases.ContactPoint.value",
            "cases.Goal.words",
            "cases.Note.text",
            "outreach.Contact.note",
            "gvi.CustomNotification.why",
            "hospital.Encounter.outcome",
            "reentry.CustodyEpisode.facility",
            "referrals.Referral.snapshot",
        ):
            assert disk.sealed[column], column

    @pytest.mark.parametrize("column", ["name_to_use", "legal_name", "street_names"])
    def test_tells_no_name(self, disk: StolenDisk, column: str) -> None:
        names = texts(disk.sealed[f"cases.Participant.{column}"])

        assert names
        assert disk.found(words_of(names)) == set()

    def test_tells_no_birth_date(self, disk: StolenDisk) -> None:
        days = set(disk.sealed["cases.Participant.birth_date"])
        american = {f"{day[5:7]}/{day[8:]}/{day[:4]}" for day in days}

        assert disk.found(days | american | {day.replace("-", "") for day in days}) == set()

    def test_tells_no_phone_number(self, disk: StolenDisk) -> None:
        numbers = set(disk.sealed["cases.ContactPoint.value"])

        assert disk.found({form for number in numbers for form in as_people_write(number)}) == set()

    def test_tells_nothing_that_is_sealed_anywhere(self, disk: StolenDisk) -> None:
        told = {column: disk.found(texts(values)) for column, values in disk.sealed.items()}

        assert {column: found for column, found in told.items() if found} == {}


class TestTheSearchCanFail:
    @pytest.mark.parametrize(
        "stored", ["Zedd Ünreal", r"Zedd \u00dcnreal", "Zedd Ünreal".encode().hex()]
    )
    def test_on_a_name_in_the_clear(self, stored: str) -> None:
        disk = StolenDisk(f"... {stored} ...".encode(), {}, [])

        assert disk.found({"Zedd Ünreal", "Quillo"}) == {"Zedd Ünreal"}

    def test_on_sealed_texts_of_every_shape(self) -> None:
        values = ["a note", ["Zip"], {"name": "Zedd", "needs": ["housing"]}, "en", 3]

        assert texts(values) == {"a note", "Zip", "Zedd"}
