"""Who sweeps: someone with one record of each kind within reach, and one of each kind outside.

Each page has its sweeper, in turn among the roles that may open it: who else opens it, within
reach and outside, is asked of every role in test_pages.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http.cookie import SimpleCookie
from django.test import Client

from cvi.accounts.models import Agency, Team, User
from cvi.accounts.roles import ROLES, Program, Role
from tests.cast import Cast, set_stage, signed_in
from tests.security import crawl
from tests.security.crawl import Ids
from tests.security.duty import alert_of
from tests.security.pages import PAGES, Page
from tests.security.places import entry_of, place_of
from tests.security.world import (
    CASE_KINDS,
    DIRECTORY_KINDS,
    OFFICE_KINDS,
    PROGRAM_KINDS,
    STAFF_KINDS,
    STANDARD_KINDS,
    TEAM_KINDS,
    a_standard,
    colleague_of,
    fill,
    fill_others,
    home_of,
    job_of,
    match_between_others,
    staff_of,
    uses_between_others,
)

MINE, THEIRS = "CANARY-MINE", "CANARY-THEIRS"
PROGRAMS = {
    Role.MESSENGER: Program.OUTREACH,
    Role.SUPERVISOR: Program.OUTREACH,
    Role.HOSPITAL_SPECIALIST: Program.HOSPITAL,
    Role.GVI_COORDINATOR: Program.GVI,
    Role.REENTRY_COORDINATOR: Program.REENTRY,
}
ANYONES = frozenset({"alert", "job", "entry"})
WITHIN: dict[Role, frozenset[str]] = {
    role: CASE_KINDS | TEAM_KINDS | PROGRAM_KINDS[program] | ANYONES
    for role, program in PROGRAMS.items()
}
WITHIN |= {
    Role.MANAGER: STANDARD_KINDS | ANYONES,
    Role.PRIVACY_OFFICER: OFFICE_KINDS | ANYONES,
    Role.ADMINISTRATOR: STAFF_KINDS | ANYONES,
    Role.DIRECTORY_STEWARD: DIRECTORY_KINDS | ANYONES,
}
"""Who sweeps, and the kinds of record within their reach."""

WORDS = {"kind", "place_kind", "part_kind"}
"""No ids: the word in an address that all standards, or all places, of a kind share."""

EVERYWHERE: dict[Role, set[str]] = {
    Role.MANAGER: {"standard", "program_model"},
    Role.PRIVACY_OFFICER: {"match_review", "waiting_role"},
    Role.DIRECTORY_STEWARD: {"organization", "correction"},
}
"""Kinds of which none is out of a role's reach."""


def sweepers(page: Page) -> list[Role]:
    """Return who may open a page about a record of their own, and not by code about anybody's."""
    return [role for role in WITHIN if may_sweep(role, page)]


def may_sweep(role: Role, page: Page) -> bool:
    """Answer whether a page opens to a role about what is within its reach alone."""
    may = ROLES[role].may
    if page.program not in {None, PROGRAMS.get(role)} or (page.by_code and page.by_code in may):
        return False
    return (page.to is None or page.to in may) and set(page.about) <= WITHIN[role]


def swept_by(role: Role) -> dict[str, Page]:
    """Return the pages of which it is this role's turn."""
    turns = ((name, page, sweepers(page)) for name, page in PAGES.items())
    return {n: p for i, (n, p, who) in enumerate(turns) if who and who[i % len(who)] == role}


class Stage:
    """A sweeper with a browser, their records and those of others."""

    def __init__(self, role: Role) -> None:
        cast = set_stage()
        self.role = role
        home: Agency | Team = cast.harbor if role == Role.ADMINISTRATOR else home_of(cast, role)
        self.user: User = cast.user("player", role, home)
        self.own: Ids = {**self._within(cast, home), "job": job_of(self.user)}
        self.own |= self._entry(cast)
        self.own["alert"] = alert_of(cast, self.user)
        self.other: Ids = fill_others(cast, home, self.user, THEIRS)
        for word in WORDS:
            self.other.pop(word)
        self.browser: Client = signed_in(self.user)
        self.pages = swept_by(role)

    def _entry(self, cast: Cast) -> Ids:
        """Return an entry of the directory, which anyone may see; its steward has all of it."""
        made = entry_of(cast, cast.ovp)
        is_steward = self.role == Role.DIRECTORY_STEWARD
        return made if is_steward else {"entry": made["entry"]}

    def _within(self, cast: Cast, home: Agency | Team) -> Ids:
        if isinstance(home, Team):
            own = fill(cast, home, self.user, MINE) | colleague_of(cast, home)
            return own | {"membership": self.user.memberships.get().pk}
        if self.role == Role.MANAGER:
            return a_standard()
        if self.role == Role.DIRECTORY_STEWARD:
            return {}
        staff = staff_of(cast, cast.harbor_team, MINE)
        if self.role == Role.ADMINISTRATOR:
            return staff | place_of(cast, cast.harbor)
        office = {"match_review": match_between_others(cast, MINE)}
        return office | {"waiting_role": staff["waiting_role"]} | uses_between_others(cast, MINE)

    def ask(self, name: str, ids: Ids, query: dict[str, Any] | None = None) -> Any:
        """Open a page, or press the button of one that only takes a form."""
        url = crawl.address(name, ids)
        return self.browser.post(url) if PAGES[name].is_post else self.browser.get(url, query)

    def send(self, name: str, typed: dict[str, Any]) -> Any:
        """Send a form about one's own record."""
        return self.browser.post(crawl.address(name, self.own), typed)

    def forms(self, name: str) -> list[Any]:
        """Return the forms that a page shows."""
        return [] if PAGES[name].is_post else crawl.forms_in(self.ask(name, self.own))

    def foreign(self, place: str) -> Ids:
        """Return the ids that open nothing in a place of an address."""
        shown = (EVERYWHERE.get(self.role, set()) | {"entry"}) & {place}
        return {kind: pk for kind, pk in self.other.items() if kind not in shown}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back what is written meanwhile: the next request finds all as it was."""
        cookies = SimpleCookie({key: kept.value for key, kept in self.browser.cookies.items()})
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.browser.cookies = cookies
