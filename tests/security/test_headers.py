"""What every answer carries, whoever asks and whatever comes of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_gate import PAGES, address
from tests.cast import Cast, SignIn

ON_EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
POLICY = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
]


def faults(answer: Any) -> list[str]:
    """Return what is missing from an answer."""
    found = [
        name for name, value in ON_EVERY_ANSWER.items() if value not in answer.headers.get(name, "")
    ]
    parts = [part.strip() for part in answer["Content-Security-Policy"].split(";")]
    found += [part for part in POLICY if not any(p.startswith(part) for p in parts)]
    return found + [word for word in ("unsafe", "http:", "*", "data:") if word in str(parts)]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_stand_on_every_page(cast: Cast, sign_in: SignIn, settings: Any, name: str) -> None:
    settings.DEMO_SIGN_IN = True
    for browser in (Client(), sign_in(cast.messenger()), sign_in(cast.administrator())):
        for ask in (browser.get, browser.post):
            assert faults(ask(address(name))) == []


@pytest.mark.parametrize("path", ["/nowhere/", "/today/nowhere/"])
def test_stand_on_pages_that_are_not_there(cast: Cast, sign_in: SignIn, path: str) -> None:
    for browser in (Client(), sign_in(cast.messenger())):
        assert faults(browser.get(path)) == []


def test_stand_on_the_page_of_an_error(cast: Cast, sign_in: SignIn, monkeypatch: Any) -> None:
    browser = sign_in(cast.messenger())
    browser.raise_request_exception = False
    monkeypatch.setattr("cvi.accounts.views.devices.render", lambda *_: 1 / 0)

    answer = browser.get(reverse("accounts:devices"))

    assert answer.status_code == 500
    assert faults(answer) == []


def test_let_one_kind_of_page_put_in_markup_of_our_own(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.messenger())

    policies = {
        url: browser.get(url)["Content-Security-Policy"] for url in ("/today/", "/downloads/")
    }

    assert all("trusted-types shell" in policy for policy in policies.values())
    assert not any("default" in policy.replace("default-src", "") for policy in policies.values())


def test_sign_out_empties_the_cache_and_leaves_what_waits_to_be_sent(
    cast: Cast, sign_in: SignIn
) -> None:
    answer = sign_in(cast.messenger()).post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache"'
