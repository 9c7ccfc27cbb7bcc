"""Every role on every page: what is theirs opens, what is not stays shut and gives nothing away.

The expectation is not a list: it is worked out from `roles.py` and what `pages.py` says.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cvi.accounts.models import Agency, Team
from cvi.accounts.roles import ROLES, Role
from cvi.vault.keyring import Ring, open_ring
from tests.cast import Cast, SignIn
from tests.security.duty import alert_of
from tests.security.pages import OWN_SIGN_IN, PAGES, PUBLIC, Page
from tests.security.places import entry_of, place_of
from tests.security.world import (
    HOMES,
    a_standard,
    away_from,
    colleague_of,
    fill,
    home_of,
    job_of,
    match_between_others,
    staff_of,
    uses_between_others,
)

OPENED = {200, 302}
BY_ROLE = {
    ("match_review",),
    ("emergency_use",),
    ("lost_right",),
    ("kind",),
    ("kind", "standard"),
    ("program_model",),
    ("place_kind",),
    ("place_kind", "site"),
    ("own_team",),
    ("entry",),
    ("entry", "part_kind"),
    ("entry", "part_kind", "part"),
    ("correction",),
    ("directory_file",),
    ("organization",),
}
"""Records of the office, which open to a role wherever they are about."""

OF_STAFF = {("user",), ("membership",), ("waiting_role",), ("worry",)}
"""Those who work here and what they wrote, which open to who looks after them."""

Rings = list[Ring]
Figure = Callable[[str, int], None]
CASEWORKERS = set(HOMES) - {Role.PROVIDER}
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
    if page.about in BY_ROLE | OF_STAFF:
        return OPENED if allowed else {403}
    if page.about in {("alert",), ("job",)}:
        return OPENED
    if not page.about:
        is_there = not page.program or page.program == getattr(home, "program", None)
        return OPENED if allowed and is_there else {403}
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


@dataclass
class Player:
    """Someone in one role, their records, and those of people who are not theirs."""

    role: Role
    home: Agency | Team
    browser: Client
    own: dict[str, uuid.UUID]
    other: dict[str, uuid.UUID]

    @property
    def agency(self) -> Agency:
        """The agency whose keys the role opens."""
        return self.home.agency if isinstance(self.home, Team) else self.home


@pytest.fixture(params=Role.values)
def player(request: Any, cast: Cast, sign_in: SignIn, settings: Any) -> Player:
    role = Role(request.param)
    home = home_of(cast, role)
    user = cast.user("player", role, home)
    reachable = isinstance(home, Team) and role != Role.PROVIDER
    own = fill(cast, home, user, MINE) if isinstance(home, Team) and reachable else {}
    other = fill(cast, away_from(cast, home), None, THEIRS)
    own["job"], other["job"] = job_of(user), job_of(cast.manager("someone"))
    own["alert"], other["alert"] = alert_of(cast, user), alert_of(cast, cast.auditor("somebody"))
    own["match_review"] = other["match_review"] = match_between_others(cast, MINE)
    used = uses_between_others(cast, MINE) | a_standard()
    used |= place_of(cast, cast.harbor) | entry_of(cast, cast.ovp)
    is_in_team = isinstance(home, Team)
    staff = colleague_of(cast, home) if is_in_team else staff_of(cast, cast.harbor_team, "staff")
    own, other = own | used | staff, other | used | entry_of(cast, cast.ovp)
    return Player(role, home, sign_in(user), own, other)


class TestEveryPageAs:
    def test_opens_what_is_within_reach_and_shuts_the_rest(
        self, player: Player, rings: Rings, figure: Figure
    ) -> None:
        wrong, asked = [], 0
        for name, page in PAGES.items():
            asked += 1 + bool(page.about)
            with open_ring(()):
                answer = ask(player.browser, name, page, player.own)
            within = expected(player.role, page, player.home)
            if answer.status_code not in within:
                wrong.append(f"{name} own: {answer.status_code}")
            wrong += leaks(name, answer, player.role)
            if page.about:
                foreign = ask(player.browser, name, page, player.other)
                wrong += leaks(name, foreign, player.role)
                shut = within if page.about in BY_ROLE else {404}
                shut = {403} if page.about in OF_STAFF and within == {403} else shut
                shut = OPENED if page.by_code in ROLES[player.role].may else shut
                if foreign.status_code not in shut:
                    wrong.append(f"{name} other: {foreign.status_code}")

        figure("pages opened as a role, within its reach and outside", asked)
        assert wrong == []
        assert len(rings) >= asked

    def test_opens_no_key_domain_that_is_not_the_roles(
        self, player: Player, rings: Rings, figure: Figure
    ) -> None:
        for name, page in PAGES.items():
            ask(player.browser, name, page, player.own)

        domains = ROLES[player.role].domains | ROLES[player.role].own_domains
        figure("requests whose opened key domains were compared with the role's", len(rings))
        assert opened_in(rings) <= {(domain.value, player.agency.pk) for domain in domains}
        assert opened_in(rings) or player.role not in CASEWORKERS


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    """Return the ring of each request, as it is when the request is over."""
    used: Rings = []

    @contextmanager
    def kept(allowed: Any) -> Iterator[Ring]:
        with open_ring(allowed) as ring:
            used.append(ring)
            yield ring

    monkeypatch.setattr("cvi.accounts.middleware.open_ring", kept)
    return used


def opened_in(rings: Rings) -> set[tuple[str, uuid.UUID]]:
    """Return every key domain that was opened, with its agency."""
    return set().union(*(ring.opened for ring in rings))


def leaks(name: str, answer: Any, role: str) -> list[str]:
    """Find words in a page that this role must not read."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="ignore") + str(answer.headers)
    found = [f"{name} shows {word}" for word in set(re.findall(rf"{THEIRS}[-A-Z]*", text))]
    if role not in HOMES:
        found += [f"{name} shows {word}" for word in set(re.findall(rf"{MINE}[-A-Z]*", text))]
    return found
