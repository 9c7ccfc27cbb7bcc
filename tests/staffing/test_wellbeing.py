"""How a worker is opens to that worker alone: not the page, not the row, not the key."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.access import keys_of
from cvi.accounts.models import Team, User
from cvi.accounts.roles import ROLES, Role
from cvi.accounts.services import Place, give_role
from cvi.staffing import services
from cvi.staffing.models import Wellbeing
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain
from tests.cast import Cast, SignIn
from tests.staffing.conftest import TOLD, others

pytestmark = pytest.mark.django_db
NEW, MINE = reverse("staffing:wellbeing_new"), reverse("staffing:mine")


def remove_of(note: Wellbeing) -> str:
    return reverse("staffing:wellbeing_remove", args=[note.pk])


@pytest.fixture
def browser(mo: User, sign_in: SignIn) -> Client:
    return sign_in(mo)


def read(note: Wellbeing) -> tuple[Any, str]:
    row = Wellbeing.objects.get(pk=note.pk)
    return row.mood, row.note


class TestWriting:
    def test_is_for_oneself(self, browser: Client, mo: User) -> None:
        browser.post(NEW, {"mood": "2", "note": TOLD})

        row = Wellbeing.objects.get()
        assert (row.worker, row.mood, row.note, row.is_shared) == (mo, 2, TOLD, False)
        assert row.key.domain == Domain.WELLBEING
        with open_ring(()):
            assert TOLD in browser.get(MINE).content.decode()

    @pytest.mark.parametrize("wrong", [{"mood": ""}, {"mood": "6"}, {"note": "x" * 4001}])
    def test_keeps_what_was_typed_on_bad_input(
        self, browser: Client, wrong: dict[str, str]
    ) -> None:
        answer = browser.post(NEW, {"mood": "2", "note": TOLD, **wrong})

        assert answer.status_code == 200
        assert TOLD in answer.content.decode() or "note" in wrong
        assert not Wellbeing.objects.exists()

    def test_is_for_those_who_work_here(self, cast: Cast, sign_in: SignIn) -> None:
        for user in (cast.manager(), cast.auditor()):
            assert sign_in(user).get(NEW).status_code == 403
            assert sign_in(user).get(MINE).status_code == 403


class TestReading:
    def test_is_shown_to_nobody_else(
        self, note: Wellbeing, sue: User, mo: User, sign_in: SignIn
    ) -> None:
        page = sign_in(sue).get(reverse("staffing:worker", args=[mo.pk]))

        assert page.status_code == 200
        assert TOLD not in page.content.decode()
        assert "What they shared" not in page.content.decode()

    def test_is_out_of_everybody_elses_reach(
        self, cast: Cast, note: Wellbeing, sue: User, sign_in: SignIn
    ) -> None:
        for user in [*others(cast), sue]:
            assert not Wellbeing.objects.visible_to(user).exists()
            assert sign_in(user).post(remove_of(note)).status_code == 404
        assert Wellbeing.objects.exists()

    def test_opens_with_the_key_of_nobody_else(
        self, cast: Cast, note: Wellbeing, sue: User
    ) -> None:
        for user in [*others(cast), sue]:
            with open_ring(keys_of(user.memberships.get())), pytest.raises(DomainDenied):
                read(note)

    def test_opens_with_ones_own(self, note: Wellbeing, mo: User) -> None:
        with open_ring(keys_of(mo.memberships.get())):
            assert read(note) == (1, TOLD)

    def test_no_role_opens_the_domain_as_a_whole(self) -> None:
        assert not [role for role in Role if Domain.WELLBEING in ROLES[role].domains]

    def test_stays_in_the_agency_it_was_written_in(
        self, cast: Cast, note: Wellbeing, mo: User, sign_in: SignIn
    ) -> None:
        place = Place(cast.hill, cast.hill_team)
        held = give_role(user=mo, role=Role.NAVIGATOR, place=place, by=cast.system)
        own = services.write_wellbeing(team=cast.hill_team, mood=5, note="Good.", by=mo)

        with open_ring(keys_of(held)):
            assert read(own) == (5, "Good.")
            with pytest.raises(DomainDenied):
                read(note)


class TestSharing:
    def test_shows_it_to_who_leads_the_team(
        self, browser: Client, sue: User, mo: User, sign_in: SignIn
    ) -> None:
        browser.post(NEW, {"mood": "1", "note": TOLD, "is_shared": "on"})

        with open_ring(()):
            page = sign_in(sue).get(reverse("staffing:worker", args=[mo.pk])).content.decode()
        assert TOLD in page
        assert "Not well at all" in page

    def test_shows_it_to_nobody_else(self, cast: Cast, team: Team, mo: User) -> None:
        note = services.write_wellbeing(team=team, mood=1, note=TOLD, is_shared=True, by=mo)

        for user in others(cast):
            assert not Wellbeing.objects.visible_to(user).exists()
        peer = User.objects.get(username="peer")
        with open_ring(keys_of(peer.memberships.get())), pytest.raises(DomainDenied):
            read(note)


class TestRemoving:
    def test_takes_it_away(self, browser: Client, note: Wellbeing) -> None:
        browser.post(remove_of(note))

        assert not Wellbeing.objects.exists()

    def test_is_for_the_author_even_when_it_is_shared(
        self, team: Team, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        note = services.write_wellbeing(team=team, mood=1, is_shared=True, by=mo)

        assert sign_in(sue).post(remove_of(note)).status_code == 404
