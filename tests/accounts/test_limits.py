"""The limits on tries: they count what failed, whatever became of the page, for every process."""

from typing import Any

import pytest
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.core.checks import run_checks
from django.test import Client
from django.urls import resolve, reverse

from cvi.accounts.models import User
from cvi.accounts.views import sign_in as views
from cvi.audit.models import AuditEvent
from tests.accounts.test_second_factor import CHECK, LOGIN, code_for, set_up, typed, with_password
from tests.cast import Cast, past_second_factor

pytestmark = pytest.mark.usefixtures("fresh_codes")
INVITATION = reverse("accounts:invite_accept")
UNLOCK = reverse("accounts:unlock")
KEPT = [
    "account_login",
    "account_reauthenticate",
    "accounts:invite_accept",
    "accounts:step_up",
    "accounts:unlock",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
]


@pytest.fixture
def mo(cast: Cast) -> User:
    return with_password(cast.messenger())


def falls_over(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError("the page fell over")


def failures() -> int:
    return AuditEvent.objects.filter(action="signed_in", outcome="not_allowed").count()


def from_everywhere(url: str, sent: dict[str, str], browser: Client | None = None) -> None:
    """Send the same thing five times, each from another address, and expect the page to fall."""
    for number in range(5):
        phone = browser or Client()
        phone.raise_request_exception = False
        answer = phone.post(url, sent, REMOTE_ADDR=f"10.0.{number}.1")
        assert answer.status_code == 500


@pytest.mark.parametrize("name", KEPT)
def test_a_page_that_takes_tries_keeps_them_when_it_falls_over(name: str) -> None:
    assert "default" in resolve(reverse(name)).func._non_atomic_requests  # type: ignore[attr-defined]


class TestTriesCountThoughThePageFellOver:
    def test_with_a_password(self, mo: User, monkeypatch: Any) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(LoginView, "form_invalid", falls_over)
            from_everywhere(LOGIN, typed(mo, password="wrong"))

        answer = Client().post(LOGIN, typed(mo), REMOTE_ADDR="10.1.1.1")

        assert "Too many" in str(answer.context["form"].errors)
        assert failures() == 5

    def test_with_a_code(self, mo: User, monkeypatch: Any) -> None:
        _browser, secret = set_up(mo)
        phone = Client()
        phone.post(LOGIN, typed(mo))
        with monkeypatch.context() as broken:
            broken.setattr(AuthenticateView, "form_invalid", falls_over)
            from_everywhere(CHECK, {"code": "12"}, phone)

        answer = phone.post(CHECK, {"code": code_for(secret)})

        assert "Too many" in str(answer.context["form"].errors)
        assert failures() == 5

    def test_with_a_code_that_was_right_once(self, mo: User, monkeypatch: Any) -> None:
        _browser, secret = set_up(mo)
        phone = Client(raise_request_exception=False)
        phone.post(LOGIN, typed(mo))
        with monkeypatch.context() as broken:
            broken.setattr(AuthenticateView, "form_valid", lambda _view, _form: falls_over())
            assert phone.post(CHECK, {"code": code_for(secret)}).status_code == 500

        phone.post(CHECK, {"code": code_for(secret)})

        assert "_auth_user_id" not in phone.session

    def test_with_an_invitation(self, mo: User, monkeypatch: Any) -> None:
        sent = {"username": "mo", "code": "WRONG", "password": "x" * 20, "again": "x" * 20}
        sent["password"] = sent["again"] = "seven green boats drift east"
        with monkeypatch.context() as broken:
            broken.setattr(views, "render", falls_over)
            from_everywhere(INVITATION, sent)

        answer = Client().post(INVITATION, sent)

        assert "Too many" in str(answer.context["form"].errors)
        assert failures() == 5

    def test_with_a_locked_session(self, mo: User, monkeypatch: Any) -> None:
        phone = past_second_factor(Client(), mo)
        phone.post(reverse("accounts:lock_now"))
        with monkeypatch.context() as broken:
            broken.setattr(views, "render", falls_over)
            from_everywhere(UNLOCK, {"password": "wrong"}, phone)

        answer = phone.post(UNLOCK, {"password": "wrong"})

        assert "Too many" in str(answer.context["form"].errors)


def test_a_cache_that_each_process_has_for_itself_is_refused_at_the_start(settings: Any) -> None:
    for backend in ("locmem.LocMemCache", "dummy.DummyCache"):
        settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}

        assert "accounts.E002" in [problem.id for problem in run_checks()]
