"""What every test stands on: the browser, and which tests need it."""

import os
import shutil

import pytest
from django.conf import settings

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


def find_browser():
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items):
    skip = pytest.mark.skip(reason="NOT TESTED: no Chromium; script/test installs or finds one")
    has_browser = find_browser() is not None
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if not has_browser:
                item.add_marker(skip)


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


@pytest.fixture(autouse=True, scope="session")
def jobs_at_once():
    """Run a job where it is asked for, without a worker."""
    settings.HUEY.immediate = True
