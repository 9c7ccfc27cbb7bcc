"""Browsers of three sizes against a live server."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from tests.journeys.walker import DESK, PHONE, TABLET, Walker

Walk = Callable[[], Walker]


def walker_on(device: dict[str, Any]) -> Any:
    """Return a fixture that opens a fresh browser of one size."""

    @pytest.fixture
    def fixture(
        transactional_db: None, live_server: LiveServer, browser: Browser, settings: Any
    ) -> Any:
        settings.DEMO_SIGN_IN = True
        address = live_server.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(**device)
        context.set_default_timeout(20_000)
        yield Walker(context.new_page(), address)
        with suppress(PlaywrightError):  # what is still asked for would hold the database
            context.pages[-1].wait_for_load_state("networkidle")
        context.close()

    return fixture


phone = walker_on(PHONE)
tablet = walker_on(TABLET)
desk = walker_on(DESK)
spanish_phone = walker_on({**PHONE, "locale": "es-US"})
spanish_desk = walker_on({**DESK, "locale": "es-US"})
