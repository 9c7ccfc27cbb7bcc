"""The first gate: who gets past it, by which routes, and what every answer carries."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cvi.accounts.middleware import OPEN_WITHOUT_SECOND_FACTOR
from tests.cast import Cast, SignIn
from tests.security.pages import OWN_SIGN_IN, PUBLIC

SAMPLES = {"uuid": uuid.UUID(int=7), "int": 7, "str": "x", "string": "x", "slug": "x"}

NOT_THE_PACKAGES_OWN = {"account_set_password", "set_language"}
SIGN_IN_ROUTES = {n for n in PUBLIC | OWN_SIGN_IN if ":" not in n} - NOT_THE_PACKAGES_OWN


def pages(
    patterns: list[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


PAGES = dict(pages(get_resolver().url_patterns))


def address(name: str) -> str:
    converters = PAGES[name].pattern.converters
    kinds = {key: type(c).__name__.removesuffix("Converter") for key, c in converters.items()}
    return reverse(name, kwargs={key: SAMPLES[kind.lower()] for key, kind in kinds.items()})


class TestRoutes:
    def test_only_these_are_open_without_sign_in(self) -> None:
        is_open = {n for n, p in PAGES.items() if not getattr(p.callback, "login_required", True)}

        assert is_open == PUBLIC

    def test_only_these_of_the_sign_in_package_are_mounted(self) -> None:
        mounted = {n for n, p in PAGES.items() if p.callback.__module__.startswith("allauth.")}

        assert mounted == SIGN_IN_ROUTES

    @pytest.mark.parametrize("name", sorted(set(PAGES) - PUBLIC))
    def test_someone_signed_out_is_sent_to_sign_in(
        self, db: None, client: Client, name: str
    ) -> None:
        for answer in (client.get(address(name)), client.post(address(name))):
            assert answer.status_code == 302
            assert answer.url.startswith((reverse("account_login"), reverse("desk:start")))

    @pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "confirm-email/x/"])
    def test_nobody_signs_up_or_resets_a_password(self, db: None, path: str) -> None:
        assert Client().get(f"/accounts/{path}").status_code == 404

    def test_goes_to_no_site_of_a_stranger_after_sign_in(self, cast: Cast, client: Client) -> None:
        mo = cast.messenger()
        mo.set_password("purple otter sings at noon")
        mo.save()
        typed = {"login": "mo", "password": "purple otter sings at noon"}

        answer = client.post("/accounts/login/?next=https://evil.example/", typed)

        assert answer.status_code == 302
        assert "evil" not in answer.url


class TestSecondFactorGate:
    @pytest.mark.parametrize("name", sorted(set(PAGES) - PUBLIC - OPEN_WITHOUT_SECOND_FACTOR))
    def test_sends_a_user_without_a_factor_to_set_one_up(
        self, cast: Cast, client: Client, name: str
    ) -> None:
        client.force_login(cast.messenger())

        for answer in (client.get(address(name)), client.post(address(name))):
            assert answer.status_code == 302
            assert answer.url == reverse("mfa_activate_totp")

    def test_leaves_only_setting_up_checking_and_leaving_open(self) -> None:
        assert {
            "account_logout",
            "accounts:lock_now",
            "accounts:stay",
            "accounts:unlock",
            "account_reauthenticate",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_authenticate",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_reauthenticate",
            "set_language",
        } == OPEN_WITHOUT_SECOND_FACTOR

    @pytest.mark.parametrize("name", sorted(OPEN_WITHOUT_SECOND_FACTOR - {"account_logout"}))
    def test_shows_no_participant_before_the_factor(
        self, cast: Cast, client: Client, name: str
    ) -> None:
        mo = cast.messenger()
        cast.case(mo, name="Zedd Testperson")
        client.force_login(mo)

        assert "Testperson" not in client.get(address(name), follow=True).content.decode()


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/accounts/login/", "/today/", "/accounts/invitation/", "/nowhere/", "/people/"]
    )
    def test_stand_on_every_answer(self, cast: Cast, sign_in: SignIn, path: str) -> None:
        for browser in (Client(), sign_in(cast.messenger())):
            answer = browser.get(path)

            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Referrer-Policy"] == "same-origin"
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["X-Robots-Tag"] == "noindex"

    def test_stand_on_the_page_of_a_role_that_was_refused(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        answer = sign_in(cast.manager()).get("/today/")

        assert answer.status_code == 403
        assert "no-store" in answer["Cache-Control"]


class TestSessions:
    def test_leave_no_key_and_no_word_in_the_table(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        browser = sign_in(mo)

        row = Session.objects.get()
        key = browser.session.session_key
        assert key not in str([row.session_key, row.session_data])
        assert "_auth_user" not in row.session_data
        assert str(mo.pk) not in row.session_data

    def test_cannot_be_opened_with_the_key_of_the_table(
        self, cast: Cast, sign_in: SignIn, settings: Any
    ) -> None:
        sign_in(cast.messenger())
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key

        assert reverse("account_login") in thief.get("/today/").url

    def test_end_with_sign_out(self, cast: Cast, sign_in: SignIn, settings: Any) -> None:
        browser = sign_in(cast.messenger())
        cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
        browser.post(reverse("account_logout"))

        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
        assert reverse("account_login") in thief.get("/today/").url

    def test_that_were_altered_are_empty(self, cast: Cast, sign_in: SignIn) -> None:
        browser = sign_in(cast.messenger())
        row = Session.objects.get()
        first = "B" if row.session_data.startswith("A") else "A"
        row.session_data = first + row.session_data[1:]
        row.save()

        assert reverse("account_login") in browser.get("/today/").url

    def test_end_after_twelve_hours_and_with_the_browser(self, settings: Any) -> None:
        assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
        assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
        assert settings.SESSION_COOKIE_HTTPONLY
        assert settings.SESSION_COOKIE_SAMESITE == "Lax"
