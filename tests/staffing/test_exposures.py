"""What staff went through: the worker and whoever leads the team know, and a talk is offered."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.access import keys_of
from cvi.accounts.models import User
from cvi.staffing import services
from cvi.staffing.errors import WrongDay
from cvi.staffing.models import Exposure
from cvi.staffing.services import Debrief
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn
from tests.staffing.conftest import TOLD, others, today

pytestmark = pytest.mark.django_db
MINE, TEAM = reverse("staffing:mine"), reverse("staffing:team")


def new_of(worker: User) -> str:
    return reverse("staffing:exposure_new", args=[worker.pk])


def page_of(row: Exposure) -> str:
    return reverse("staffing:exposure", args=[row.pk])


@pytest.fixture
def browser(sue: User, sign_in: SignIn) -> Client:
    return sign_in(sue)


def test_is_written_down_and_a_talk_is_offered(browser: Client, mo: User, sue: User) -> None:
    day = today().isoformat()
    made = browser.post(new_of(mo), {"kind": "shot_at", "happened_on": day, "note": TOLD})
    browser.post(made.url, {"offered_on": day, "answer": "later"})

    row = Exposure.objects.get()
    assert (row.worker, row.kind, row.note) == (mo, "shot_at", TOLD)
    assert (row.offered_by, row.answer, row.is_open) == (sue, "later", True)
    assert "A talk is open" in browser.get(TEAM).content.decode()


def test_is_over_once_the_talk_was_held(browser: Client, exposure: Exposure) -> None:
    day = today().isoformat()

    browser.post(page_of(exposure), {"offered_on": day, "answer": "accepted", "debriefed_on": day})

    assert not Exposure.objects.get().is_open
    assert "A talk is open" not in browser.get(TEAM).content.decode()


def test_is_read_by_the_worker(exposure: Exposure, mo: User, sign_in: SignIn) -> None:
    with open_ring(()):
        page = sign_in(mo).get(MINE).content.decode()

    assert "Was shot at" in page
    assert TOLD in page
    assert sign_in(mo).get(page_of(exposure)).status_code == 403


def test_is_read_by_nobody_else(cast: Cast, exposure: Exposure, sign_in: SignIn) -> None:
    for user in others(cast):
        assert sign_in(user).get(page_of(exposure)).status_code == 404
        held = user.memberships.get()
        if held.role != "supervisor":
            with open_ring(keys_of(held)), pytest.raises(DomainDenied):
                _read = Exposure.objects.get().kind


def test_is_written_by_who_leads_the_team(cast: Cast, mo: User, sign_in: SignIn) -> None:
    assert sign_in(mo).get(new_of(mo)).status_code == 403
    assert sign_in(cast.supervisor("far", cast.hill_team)).get(new_of(mo)).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"kind": "evil"}, {"kind": ""}, {"happened_on": today(1).isoformat()}]
)
def test_keeps_what_was_typed_on_bad_input(
    browser: Client, mo: User, wrong: dict[str, Any]
) -> None:
    typed = {"kind": "shot_at", "happened_on": today().isoformat(), "note": TOLD, **wrong}

    answer = browser.post(new_of(mo), typed)

    assert TOLD in answer.content.decode()
    assert not Exposure.objects.exists()


def test_days_come_in_order(browser: Client, exposure: Exposure, sue: User) -> None:
    typed = {"offered_on": today(-5).isoformat(), "answer": "accepted"}

    answer = browser.post(page_of(exposure), typed)

    assert "Check these dates." in answer.content.decode()
    assert Exposure.objects.get().offered_on is None
    debrief = Debrief(today(), "accepted", today(-1))
    with pytest.raises(WrongDay):
        services.save_debrief(exposure=exposure, debrief=debrief, by=sue)
