"""Every role on every page: what is theirs opens, what is not stays shut and gives nothing away.

The expectation is not a list: it is worked out from `roles.py` and what `pages.py` says.
"""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cvi.accounts.models import Team, User
from cvi.accounts.roles import ROLES, Role
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn
from tests.security.pages import OWN_SIGN_IN, PAGES, PUBLIC, Page
from tests.security.world import (
    HOMES,
    away_from,
    fill,
    home_of,
    match_between_others,
    uses_between_others,
)

OPENED = {200, 302}
BY_ROLE = {("match_review",), ("emergency_use",), ("lost_right",)}
"""Records of the office, which open to a role wherever they are about."""

MINE, THEIRS = "CANARY-MINE", "CANARY-THEIRS"


def url_names(patterns: list[Any], prefix: str = "") -> list[str]:
    names = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else prefix
            names += url_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            names.append(f"{prefix}{pattern.name}")
    return names


def ask(browser: Client, name: str, page: Page, ids: dict[str, uuid.UUID]) -> Any:
    url = reverse(name, args=[ids.get(kind, uuid.uuid4()) for kind in page.about])
    return browser.post(url) if page.is_post else browser.get(url)


def expected(role: Role, page: Page, home: Any) -> set[int]:
    """Work out what a role gets for a record within its reach."""
    allowed = page.to is None or page.to in ROLES[role].may
    if page.about in {("user",), ("membership",)}:
        return {404} if allowed else {403}
    if page.about in BY_ROLE:
        return OPENED if allowed else {403}
    if page.about == ("job",):
        return OPENED
    if not page.about:
        return OPENED if allowed else {403}
    is_reachable = isinstance(home, Team) and role != Role.PROVIDER
    if not is_reachable or (page.program and page.program != home.program):
        return {404}
    return OPENED if allowed else {403}


class TestTable:
    def test_names_every_page(self) -> None:
        assert set(PAGES) | PUBLIC | OWN_SIGN_IN == set(url_names(get_resolver().url_patterns))

    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_sends_someone_signed_out_to_sign_in(self, client: Client, name: str, db: None) -> None:
        answer = ask(client, name, PAGES[name], {})

        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", Role.values)
class TestEveryPageAs:
    def test_opens_what_is_within_reach_and_shuts_the_rest(
        self, cast: Cast, sign_in: SignIn, role: str, settings: Any
    ) -> None:
        settings.DEBUG = True
        home = home_of(cast, Role(role))
        user = cast.user("player", Role(role), home)
        reachable = isinstance(home, Team) and role != Role.PROVIDER
        own = fill(cast, home, user, MINE) if isinstance(home, Team) and reachable else {}
        other = fill(cast, away_from(cast, home), None, THEIRS)
        own["job"], other["job"] = job_of(user), job_of(cast.manager("someone"))
        own["match_review"] = other["match_review"] = match_between_others(cast, MINE)
        used = uses_between_others(cast, MINE)
        own, other = own | used, other | used
        browser = sign_in(user)

        wrong = []
        for name, page in PAGES.items():
            with open_ring(()):
                answer = ask(browser, name, page, own)
            if answer.status_code not in expected(Role(role), page, home):
                wrong.append(f"{name} own: {answer.status_code}")
            wrong += leaks(name, answer, role)
            if page.about:
                foreign = ask(browser, name, page, other)
                wrong += leaks(name, foreign, role)
                by_role = {("user",), ("membership",), *BY_ROLE}
                shut = expected(Role(role), page, home) if page.about in by_role else {404}
                if foreign.status_code not in shut:
                    wrong.append(f"{name} other: {foreign.status_code}")

        assert wrong == []


def job_of(user: User) -> uuid.UUID:
    """Ask for a report, as a user who may."""
    job = papers.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=user)
    return job.pk


def leaks(name: str, answer: Any, role: str) -> list[str]:
    """Find words in a page that this role must not read."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="ignore") + str(answer.headers)
    found = [f"{name} shows {word}" for word in set(re.findall(rf"{THEIRS}[-A-Z]*", text))]
    if role not in HOMES:
        found += [f"{name} shows {word}" for word in set(re.findall(rf"{MINE}[-A-Z]*", text))]
    return found
