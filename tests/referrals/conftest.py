"""A directory steward, and what brings a file into the directory."""

from collections.abc import Callable
from typing import Any

import pytest

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.papers.uploads import DataFile
from cvi.referrals import services
from cvi.referrals import tasks as _handlers  # noqa: F401  they check and import
from cvi.referrals.models import (
    DirectoryImport,
)
from tests.cast import Cast

State = DirectoryImport.State
Bring = Callable[..., DirectoryImport]


@pytest.fixture
def steward(cast: Cast) -> User:
    return cast.user("stu", Role.DIRECTORY_STEWARD, cast.ovp)


@pytest.fixture
def check(steward: User, django_capture_on_commit_callbacks: Any) -> Bring:
    """Return what uploads a file and has it checked, as the worker does."""

    def checked(file: DataFile) -> DirectoryImport:
        with django_capture_on_commit_callbacks(execute=True):
            upload = services.begin_import(file=file, by=steward)
        return DirectoryImport.objects.select_related("job").get(pk=upload.pk)

    return checked


@pytest.fixture
def bring(check: Bring, steward: User, django_capture_on_commit_callbacks: Any) -> Bring:
    """Return what uploads a file and imports it where it has no mistakes."""

    def brought(file: DataFile) -> DirectoryImport:
        upload = check(file)
        if upload.state == State.CHECKED:
            with django_capture_on_commit_callbacks(execute=True):
                services.confirm_import(upload=upload, by=steward)
        return DirectoryImport.objects.select_related("job").get(pk=upload.pk)

    return brought
