"""What ends takes effect at the next request: a role, an account, an assignment, a day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import Team, User
from cvi.accounts.roles import Role
from cvi.cases import services as cases
from cvi.cases.models import Case
from tests.cast import Cast, SignIn
from tests.security import crawl
from tests.security.crawl import Ids
from tests.security.pages import PAGES
from tests.security.world import HOMES, fill, home_of

MINE = "CANARY-MINE"
WORKERS = [role for role in HOMES if role != Role.PROVIDER]

Figure = Callable[[str, int], None]


class Shift:
    """A worker at work, who has opened everything there is to open."""

    def __init__(self, cast: Cast, sign_in: SignIn, role: Role) -> None:
        home = home_of(cast, role)
        assert isinstance(home, Team)
        self.user: User = cast.user("player", role, home)
        self.own: Ids = fill(cast, home, self.user, MINE)
        self.browser: Client = sign_in(self.user)
        self.opened = [name for name, answer in self.answers() if answer.status_code == 200]

    def answers(self) -> list[tuple[str, Any]]:
        """Open every page about a record, and return the answers."""
        names = [n for n, p in crawl.reachable(self.own) if p.about and not p.is_post]
        return [(n, self.browser.get(crawl.address(n, self.own))) for n in names]

    def still_told(self) -> list[str]:
        """Return the pages that still open, or still tell a word."""
        answers = [*self.answers(), *((n, self.browser.get(reverse(n))) for n in LISTS)]
        return [n for n, a in answers if MINE in crawl.body_of(a) or (n, a.status_code) in OPEN]

    def still_named(self, pages: set[str]) -> list[str]:
        """Return those of the pages that still say the name of the participant."""
        found = [n for n in pages if n not in LISTS]
        answers = [(n, self.browser.get(crawl.address(n, self.own))) for n in found]
        answers += [(n, self.browser.get(reverse(n))) for n in pages & set(LISTS)]
        return [n for n, a in answers if f"{MINE}-NAME" in crawl.body_of(a)]


OF_THE_TEAM = {
    "cases:group",
    "cases:group_change",
    "cases:session",
    "cases:session_new",
    "staffing:session",
    "desk:today",
}
"""Groups stay the team's, and what was agreed in staff supervision one's own: nobody is named."""

LISTS = ("desk:today", "desk:people", "referrals:referral_inbox", "papers:job_list")
OPEN = {(name, 200) for name, page in PAGES.items() if page.about}


@pytest.fixture(params=WORKERS)
def shift(request: Any, cast: Cast, sign_in: SignIn, settings: Any) -> Shift:
    return Shift(cast, sign_in, request.param)


class TestAtTheNextRequest:
    def test_an_ended_role_opens_nothing(self, cast: Cast, shift: Shift, figure: Figure) -> None:
        assert len(shift.opened) > 3

        accounts.end_role(membership=shift.user.memberships.get(), by=cast.system)

        figure("pages that shut when a role ended", len(shift.opened))
        assert shift.still_told() == []

    def test_a_closed_account_opens_nothing(self, cast: Cast, shift: Shift) -> None:
        accounts.deactivate_user(user=shift.user, by=cast.system)

        assert shift.still_told() == []
        answer = shift.browser.get(reverse("desk:people"))
        assert answer.url.startswith(reverse("account_login"))

    def test_a_role_until_today_opens_nothing_tomorrow(self, cast: Cast, shift: Shift) -> None:
        role = shift.user.memberships.get()
        role.ends_on = timezone.localdate()
        role.save()
        assert len([n for n, a in shift.answers() if a.status_code == 200]) == len(shift.opened)

        # A new day, and a new sign-in: the session of yesterday has ended by itself.
        with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
            fresh = User.objects.get(pk=shift.user.pk)
            assert not Case.objects.visible_to(fresh).exists()
            assert fresh.live_memberships == []


class TestPassingOn:
    @pytest.mark.parametrize("role", [Role.MESSENGER, Role.NAVIGATOR])
    def test_a_case_shuts_for_who_had_it(self, cast: Cast, sign_in: SignIn, role: Role) -> None:
        shift = Shift(cast, sign_in, role)
        home = home_of(cast, role)
        assert isinstance(home, Team)
        successor = cast.user("next", role, home)

        for case in Case.objects.filter(worker=shift.user):
            cases.assign_worker(case=case, worker=successor, by=cast.system)

        told = set(shift.still_told())
        assert told <= {
            "referrals:referral",
            "referrals:referral_decline",
            "referrals:referral_report",
            *LISTS[2:],
            *OF_THE_TEAM,
        }
        assert not shift.still_named(OF_THE_TEAM)
