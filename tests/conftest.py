"""What every test stands on: the browser, and which tests need it."""

import os
import shutil
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import TransactionTestCase, override_settings

from cvi.audit import triggers

pytest_plugins = ["tests.cast"]

# The browser's driver keeps an event loop in the thread that the tests run in.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def empty_the_database(case):
    """Take the trail's triggers away first: they would refuse, as they should.

    A browser's last request may hold a table for a moment: it is waited for.
    """
    for patience in reversed(range(TRIES_TO_EMPTY)):
        try:
            triggers.remove()
            flush(case)
        except OperationalError:
            if not patience:
                raise
            time.sleep(0.25)
        else:
            return


TRIES_TO_EMPTY = 20
flush = TransactionTestCase._fixture_teardown
TransactionTestCase._fixture_teardown = empty_the_database


def find_browser():
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items):
    """Skip what needs a browser where none is."""
    skip = pytest.mark.skip(reason="NOT TESTED: no Chromium; script/test installs or finds one")
    has_browser = find_browser() is not None
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if not has_browser:
                item.add_marker(skip)


PASSING_BY = {"architecture", "benchmarks", "docs", "locale", "scripts"}
DIFFERS_BY_DATABASE = {"audit", "vault"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Measure cover where a line has a test of its own, once: tracing costs two thirds more time.

    What a sweep or a journey only passes by does not count as covered.
    """
    cover = item.config.pluginmanager.getplugin("_cov")
    folder = item.path.parent.name
    is_second = connection.vendor == "postgresql" and folder not in DIFFERS_BY_DATABASE
    is_passing_by = folder in PASSING_BY and item.path.name != "test_hardening.py"
    measured = not is_passing_by and not is_second
    if measured or cover is None or cover.cov_controller is None:
        return (yield)
    cover.cov_controller.pause()
    try:
        return (yield)
    finally:
        cover.cov_controller.resume()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": find_browser(),
        "args": BROWSER_FLAGS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, playwright):
    return {**browser_context_args, **playwright.devices["Galaxy S9+"]}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """End the sessions that a browser's last requests may have left: they hold the database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def figure(record_property):
    """Return a function that notes how many of something a test went through."""

    def noted(label, count):
        record_property("figure", (label, count))

    return noted


def pytest_terminal_summary(terminalreporter):
    """Print the figures that tests noted: sentences as they are, counts summed by their label."""
    passed = terminalreporter.stats.get("passed", [])
    noted = [v for report in passed for k, v in report.user_properties if k == "figure"]
    counts = Counter()
    for label, count in (value for value in noted if not isinstance(value, str)):
        counts[label] += count
    lines = {value for value in noted if isinstance(value, str)}
    lines |= {f"{count:,} {label}" for label, count in counts.items()}
    if lines:
        terminalreporter.section("figures")
    for line in sorted(lines):
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True, scope="session")
def jobs_at_once():
    """Run a job where it is asked for, without a worker."""
    settings.HUEY.immediate = True


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """Keep passwords as the site does, without the cost that makes them slow to guess."""
    with override_settings(PASSWORD_HASHERS=["tests.passwords.QuickArgon2"]):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Keep sealed files in a folder of the test's own, and return the folder."""
    place = tmp_path / "files"
    store = settings.STORAGES["files"]
    options = {**store["OPTIONS"], "location": str(place)}
    settings.STORAGES = {**settings.STORAGES, "files": {**store, "OPTIONS": options}}
    return place
