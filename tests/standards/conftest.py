"""Who keeps the standards, and when a change begins."""

import pytest
from django.utils import timezone

from tests.standards.office import DAY


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager())


@pytest.fixture
def tomorrow(db):
    return timezone.localdate() + DAY
