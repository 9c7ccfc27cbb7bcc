"""A GVI team with a drop box, whoever reads it, and an office that writes to it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.incidents import services
from cvi.incidents.models import DropBoxMessage
from cvi.incidents.services import BoxPlan, OpenedBox
from cvi.vault.keyring import open_ring
from tests.cast import Cast

WORDS = "Zedd Testperson was threatened at the corner store."
INBOX = reverse("incidents:message_list")


def today() -> dt.date:
    return timezone.localdate()


def request_of(opened: OpenedBox) -> str:
    return reverse("incidents:box_request", args=[opened.token])


def alert_of(opened: OpenedBox) -> str:
    return reverse("incidents:box_alert", args=[opened.token])


def a_request(**changes: Any) -> dict[str, Any]:
    return {"wish": "check", "words": WORDS, "caller": "", **changes}


def an_alert(**changes: Any) -> dict[str, Any]:
    typed = {"area": "First and Main", "day": today().isoformat(), "hour": "23:15"}
    return {**typed, "victims": "2", "hospital": "Mercy", "words": "", "caller": "", **changes}


def leave(opened: OpenedBox, **changes: Any) -> DropBoxMessage:
    """Leave a request as an office does, with no key at hand."""
    with open_ring(()):
        answer = Client().post(request_of(opened), a_request(**changes))
    assert answer.status_code == 302
    return DropBoxMessage.objects.order_by("-pk")[0]


def set_up(cast: Cast, label: str = "9th district", days: int = 30) -> OpenedBox:
    until = today() + dt.timedelta(days=days)
    plan = BoxPlan(cast.gvi_team, "police", label, until)
    return services.set_up_box(plan=plan, by=cast.system)


@pytest.fixture
def gia(cast: Cast) -> User:
    return cast.gvi_coordinator()


@pytest.fixture
def box(cast: Cast) -> OpenedBox:
    return set_up(cast)
