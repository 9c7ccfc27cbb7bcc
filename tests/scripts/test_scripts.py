"""The scripts say in one sentence what is wrong, leave nothing half made, and fail."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cvi.vault.master import new_keyring, write_keyring

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("python3", "python3.11", "python3.12", "python3.13", "python3.14")
OUTSIDE = ("apt-get", "brew", "sudo")  # no test installs anything on the machine
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def run(*command, at, **environment):
    """Run a command with the test's own settings kept out of its environment."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "SECRET_KEY", "CI"}}
    return subprocess.run(
        command, cwd=at, env=kept | environment, capture_output=True, text=True, timeout=120
    )


def put_scripts(place):
    shutil.copytree(ROOT / "script", place / "script")
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, place)


@pytest.fixture
def clone(tmp_path):
    """A fresh copy of the scripts, with nothing made yet."""
    place = tmp_path / "clone"
    place.mkdir()
    put_scripts(place)
    return place


@pytest.fixture
def fakes(tmp_path):
    """A place first on the PATH where every program that may install something fails."""
    place = tmp_path / "fakes"
    place.mkdir()
    for name in OUTSIDE:
        write_program(place / name, "exit 1")
    return place


def write_program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def first(fakes):
    return f"{fakes}{os.pathsep}{os.environ['PATH']}"


def test_syntax_of_every_script():
    scripts = [path for path in (ROOT / "script").iterdir() if path.suffix in {"", ".sh"}]

    for script in [*scripts, ROOT / ".ci" / "run"]:
        if script.is_file():
            assert run("bash", "-n", str(script), at=ROOT).stderr == ""


class TestServer:
    def test_refuses_a_port_in_use_before_anything_is_started(self, clone):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = str(other.getsockname()[1])
            done = run("script/server", at=clone, PORT=port)

        assert done.returncode == 1
        assert f"Port {port} is in use by another program." in done.stderr
        assert not (clone / ".venv").exists()

    @pytest.mark.parametrize("port", ["http", "-1", "80 80"])
    def test_refuses_a_port_that_is_no_number(self, clone, port):
        done = run("script/server", at=clone, PORT=port)

        assert done.returncode == 1
        assert f"PORT must be a number, not '{port}'." in done.stderr

    def test_refuses_production_with_debug(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        done = run(
            ROOT / "script" / "server",
            "--production",
            at="/",
            PORT=port,
            DEBUG="true",
            SECRET_KEY="for-one-test",
        )

        assert done.returncode == 1
        assert "Production needs DEBUG=false" in done.stderr


class TestKeyring:
    def test_a_lost_keyring_stops_the_start_and_is_not_replaced(self, tmp_path):
        database = tmp_path / "db.sqlite3"
        with contextlib.closing(sqlite3.connect(database)) as filled:
            filled.execute("CREATE TABLE vault_datakey (id INTEGER)")
        before = database.read_bytes()

        done = run(
            ROOT / "script" / "update",
            at="/",
            DEBUG="true",
            SECRET_KEY="for-one-test",
            DATABASE_URL=f"sqlite:///{database}",
            VAULT_KEYRING="",
            VAULT_KEYRING_FILE=str(tmp_path / "keyring.json"),
        )

        assert done.returncode == 1
        assert "keyring" in done.stderr
        assert not (tmp_path / "keyring.json").exists()
        assert database.read_bytes()[100:] == before[100:]

    def test_a_wrong_key_stops_the_start_and_changes_nothing(self, tmp_path):
        database, keyring = tmp_path / "db.sqlite3", tmp_path / "keyring.json"
        write_keyring(keyring, new_keyring())
        with contextlib.closing(sqlite3.connect(database)) as filled:
            filled.execute("CREATE TABLE vault_kekrecord (id INTEGER, check_value BLOB)")
            filled.execute("INSERT INTO vault_kekrecord VALUES (1, x'0102030405060708')")
            filled.commit()
        before = database.read_bytes()

        done = run(
            ROOT / "script" / "update",
            at="/",
            DEBUG="true",
            SECRET_KEY="for-one-test",
            DATABASE_URL=f"sqlite:///{database}",
            VAULT_KEYRING="",
            VAULT_KEYRING_FILE=str(keyring),
        )

        assert done.returncode == 1
        assert "Master key 1 is not the one this database was sealed under." in done.stderr
        assert database.read_bytes()[100:] == before[100:]


class TestBootstrap:
    def test_refuses_an_old_python(self, clone, fakes):
        for name in PYTHONS:
            write_program(fakes / name, '[ "$1" = --version ] && echo Python 3.9.2 || exit 1')

        done = run("script/bootstrap", at=clone, PATH=first(fakes))

        assert done.returncode == 1
        assert "Python 3.11 or newer, with venv, is needed. Found: Python 3.9.2." in done.stderr
        assert not (clone / ".venv").exists()

    @pytest.mark.parametrize("place", [".venv", "var"])
    def test_refuses_a_file_where_a_folder_must_be(self, clone, place):
        (clone / place).write_text("in the way")

        done = run("script/bootstrap", at=clone)

        assert done.returncode == 1
        assert f"{place} is a file where a folder must be." in done.stderr

    def test_says_that_a_download_failed_and_does_not_count_it_as_done(self, clone, fakes):
        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "UV_OFFLINE": "1", "UV_NO_CACHE": "1"}

        done = run("script/bootstrap", at=clone, PATH=first(fakes), **offline)

        assert done.returncode == 1
        assert "The packages could not be fetched. Check the network" in done.stderr
        assert list((clone / ".venv").glob("run-*")) == []
        assert not (clone / ".env").exists()

    def test_refuses_a_read_only_folder(self):
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            put_scripts(place)
            place.chmod(0o555)
            before = sorted(place.iterdir())
            nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            done = run(*(nobody if os.getuid() == 0 else ()), "script/bootstrap", at=place)
            after = sorted(place.iterdir())
            place.chmod(0o755)

        assert done.returncode == 1
        assert "This folder is read-only" in done.stderr
        assert after == before


class TestMessages:
    @pytest.fixture
    def spanish(self, clone):
        path = clone / "locale" / "es" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        return path

    def messages(self, clone, *arguments):
        return run(sys.executable, "script/messages.py", *arguments, at=clone)

    def test_compiles(self, clone, spanish):
        spanish.write_text(CATALOGUE + 'msgid "Save"\nmsgstr "Guardar"\n')

        assert self.messages(clone, "compile").returncode == 0
        assert self.messages(clone, "check").returncode == 0
        assert spanish.with_suffix(".mo").exists()

    @pytest.mark.parametrize(
        "entry", ['#, fuzzy\nmsgid "Save"\nmsgstr "Salvar"\n', 'msgid "Save"\nmsgstr ""\n']
    )
    def test_names_what_is_doubtful_or_missing(self, clone, spanish, entry):
        spanish.write_text(CATALOGUE + entry)

        done = self.messages(clone, "check")

        assert done.returncode == 1
        assert "'Save'" in done.stdout
