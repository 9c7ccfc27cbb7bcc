"""The stage of a sweep, set once for all tests of a file; what a test writes is taken back."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.security.stage import WITHIN, Stage


@pytest.fixture(scope="module", params=WITHIN)
def stage(
    request: Any, tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Stage]:
    """Set the stage for one role, in a transaction around those of the tests."""
    files = settings.STORAGES["files"]
    place = {**files["OPTIONS"], "location": str(tmp_path_factory.mktemp("stage"))}
    stores = {**settings.STORAGES, "files": {**files, "OPTIONS": place}}
    with django_db_blocker.unblock(), override_settings(STORAGES=stores), transaction.atomic():
        yield Stage(request.param)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def gallery(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the page of samples. To be in debug mode would do it too, and write down each query."""
    monkeypatch.setattr("cvi.desk.views.today.settings", SimpleNamespace(DEBUG=True))
