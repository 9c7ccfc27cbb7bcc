"""Two agencies' files, and people who may read one in an emergency."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cvi.accounts.models import User
from cvi.cases.models import Case
from cvi.emergency import services
from cvi.emergency.models import BreakGlass
from cvi.emergency.services import Plea
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn

WHY = "His cousin was shot an hour ago."
OPEN = reverse("emergency:break_glass")
END = reverse("emergency:break_glass_end")


def typed(case: Case, **other: Any) -> dict[str, Any]:
    """Return what is filled in to read a file."""
    return {"code": case.participant.code, "category": "danger", "why": WHY, **other}


def page_of(case: Case) -> str:
    """Return the address of a participant's page."""
    return reverse("desk:participant", args=[case.participant_id])


def break_glass(browser: Client, case: Case, **other: Any) -> Any:
    """Read a file in an emergency, with no key at hand but the session's own."""
    with open_ring(()):
        return browser.post(OPEN, typed(case, **other))


def text_of(browser: Client, url: str) -> str:
    """Return the page, with no key at hand but the session's own."""
    with open_ring(()):
        return browser.get(url).content.decode()


def status_of(browser: Client, url: str) -> int:
    """Return what a page answers, with no key at hand but the session's own."""
    with open_ring(()):
        return browser.get(url).status_code


def letters() -> list[str]:
    """Return to whom was written, and see that no letter says who or whose."""
    return sorted(address for letter in mail.outbox for address in letter.to)


@pytest.fixture
def case(cast: Cast) -> Case:
    return cast.case(team=cast.hill_team, name="Zedd Testperson")


@pytest.fixture
def max_(cast: Cast) -> User:
    return cast.manager()


@pytest.fixture
def manager(max_: User, sign_in: SignIn) -> Client:
    return sign_in(max_)


Use = Callable[..., BreakGlass]


@pytest.fixture
def use(cast: Cast) -> Use:
    """Return how someone reads a file in an emergency."""

    def used(case: Case, user: User) -> BreakGlass:
        return services.break_glass(plea=Plea(case.participant.code, "danger", WHY), by=user)

    return used
