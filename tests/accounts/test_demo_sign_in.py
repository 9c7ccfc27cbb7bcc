"""The demo's sign-in without a password, on a developer's own machine only."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from cvi.accounts.models import Device
from cvi.accounts.sessions import row_key
from tests.cast import Cast

DEMO = "/accounts/demo/"
HERE = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO_SIGN_IN = True
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.usefixtures("demo")
class TestDemoSignIn:
    def test_signs_a_person_in_past_the_second_factor(self, cast: Cast) -> None:
        browser = Client(**HERE)

        answer = browser.post(DEMO, {"user": str(cast.messenger().pk)}, follow=True)

        assert answer.request["PATH_INFO"] == "/today/"

    def test_sends_an_administrator_to_the_staff(self, cast: Cast) -> None:
        browser = Client(**HERE)

        answer = browser.post(DEMO, {"user": str(cast.administrator().pk)}, follow=True)

        assert answer.request["PATH_INFO"] == "/accounts/staff/"

    def test_signs_out_whoever_was_there_before(self, cast: Cast) -> None:
        browser, mo, sue = Client(**HERE), cast.messenger(), cast.supervisor()

        for person in (mo, sue, sue, mo):
            answer = browser.post(DEMO, {"user": str(person.pk)})
            assert answer.status_code == 302

        here = Device.objects.live().get()
        assert here.session_hash == row_key(browser.session.session_key)
        assert here.user == mo

    @pytest.mark.parametrize(
        "around",
        [
            {"HTTP_HOST": "notes.example.org"},
            {"HTTP_HOST": "localhost.example.org"},
            {"HTTP_HOST": "127.0.0.1"},
            {"REMOTE_ADDR": "192.0.2.7"},
            {"REMOTE_ADDR": ""},
            {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_X_REAL_IP": "192.0.2.7"},
            {"HTTP_VIA": "1.1 proxy"},
            {"HTTP_FORWARDED": "for=127.0.0.1"},
        ],
    )
    def test_is_not_there_for_anyone_elsewhere(self, cast: Cast, around: dict[str, str]) -> None:
        mo = cast.messenger()
        browser = Client(**{**HERE, **around})

        assert browser.get(DEMO).status_code == 404
        assert browser.post(DEMO, {"user": str(mo.pk)}).status_code == 404
        assert "_auth_user_id" not in browser.session

    def test_is_not_there_when_it_is_off(self, cast: Cast, settings: Any) -> None:
        settings.DEMO_SIGN_IN = False

        assert Client(**HERE).get(DEMO).status_code == 404

    @pytest.mark.parametrize("user", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
    def test_takes_nobody_who_is_not_listed(self, cast: Cast, user: str) -> None:
        assert Client(**HERE).post(DEMO, {"user": user}).status_code == 404

    def test_does_not_offer_the_system(self, cast: Cast) -> None:
        assert Client(**HERE).post(DEMO, {"user": str(cast.system.pk)}).status_code == 404

    def test_is_offered_on_the_sign_in_page(self, db: None) -> None:
        answer = Client(**HERE).get("/", follow=True)

        assert answer.status_code == 200
        assert "Demo: pick a person" in answer.content.decode()


def test_the_sign_in_page_says_nothing_of_a_demo_that_is_off(db: None, settings: Any) -> None:
    settings.DEMO_SIGN_IN = False

    text = Client(**HERE).get(reverse("account_login")).content.decode()

    assert "emo" not in text.replace("remove", "")


def test_a_demo_without_debug_is_refused_at_the_start(settings: Any) -> None:
    settings.DEMO_SIGN_IN, settings.DEBUG = True, False

    assert "accounts.E001" in [problem.id for problem in run_checks()]


class TestOneName:
    def test_a_visitor_of_the_address_is_sent_to_the_name(self, db: None, settings: Any) -> None:
        settings.DEBUG = True
        browser = Client(HTTP_HOST="127.0.0.1:8000")

        assert browser.get("/today/?all=1").url == "http://localhost:8000/today/?all=1"

    def test_a_form_is_not_sent_away(self, db: None, settings: Any) -> None:
        settings.DEBUG = True

        answer = Client(HTTP_HOST="127.0.0.1:8000").post("/accounts/login/", {})

        assert answer.status_code == 200

    def test_nothing_is_redirected_in_production(self, db: None, settings: Any) -> None:
        settings.DEBUG = False

        answer = Client(HTTP_HOST="127.0.0.1:8000").get("/accounts/login/")

        assert answer.status_code == 200
