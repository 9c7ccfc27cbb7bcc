"""A visit at the bedside, and the specialist whose it is."""

import pytest
from django.test import Client

from cvi.hospital.models import Encounter
from tests.cast import Cast, SignIn
from tests.hospital.bedside import talk


@pytest.fixture
def visit(cast: Cast) -> Encounter:
    return talk(cast)


@pytest.fixture
def hana(visit: Encounter, sign_in: SignIn) -> Client:
    """Return the browser of the specialist whose visit it is."""
    return sign_in(visit.specialist)
