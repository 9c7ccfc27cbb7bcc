"""Whoever leads a team sees where its people are signed in, and signs them out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.models import Device, User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.audit.models import AuditEvent
from tests.accounts.test_devices import is_out
from tests.cast import Cast, SignIn

TEAM = reverse("accounts:team")
PAGES = ["team_devices", "team_sign_out"]


def url_of(person: User, name: str = "team_devices") -> str:
    return reverse(f"accounts:{name}", args=[person.pk])


def ask(browser: Client, person: User, name: str) -> int:
    send = browser.post if name == "team_sign_out" else browser.get
    return int(send(url_of(person, name)).status_code)


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def lead(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.supervisor())


class TestTeam:
    def test_lists_its_other_people(self, cast: Cast, mo: User, lead: Client) -> None:
        cast.messenger("far", team=cast.hill_team)

        page = lead.get(TEAM)

        assert list(page.context["people"]) == [mo]
        assert url_of(mo) in page.content.decode()

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, lead: Client, django_assert_num_queries: Any
    ) -> None:
        for number in range(6):
            cast.messenger(f"mo{number}")
        lead.get(TEAM)

        with django_assert_num_queries(9):
            lead.get(TEAM)

    def test_is_refused_to_who_leads_none(self, mo: User, sign_in: SignIn) -> None:
        assert sign_in(mo).get(TEAM).status_code == 403


class TestDevices:
    def test_are_shown_by_name_and_last_use_and_leave_a_line(
        self, mo: User, lead: Client, sign_in: SignIn
    ) -> None:
        sign_in(mo)
        device = Device.objects.get(user=mo)

        page = lead.get(url_of(mo))

        assert [shown.user for shown in page.context["devices"]] == [mo]
        assert "Last used" in page.content.decode()
        line = AuditEvent.objects.filter(resource="accounts.device", action="listed").latest("pk")
        assert line.detail["ids"] == [str(device.pk)]

    def test_end_all_at_once_with_a_line_each(
        self, mo: User, lead: Client, sign_in: SignIn
    ) -> None:
        phones = [sign_in(mo), sign_in(mo)]

        page = lead.post(url_of(mo, "team_sign_out"), follow=True)

        assert all(is_out(phone) for phone in phones)
        assert "Not signed in anywhere" in page.content.decode()
        ended = AuditEvent.objects.filter(reason="device_revoked")
        lead_id = User.objects.get(username="sue").pk
        assert [line.actor_id for line in ended] == [lead_id] * 2

    @pytest.mark.parametrize("name", PAGES)
    def test_of_other_teams_are_out_of_reach(
        self, cast: Cast, lead: Client, sign_in: SignIn, name: str
    ) -> None:
        others = [
            cast.messenger("far", team=cast.hill_team),
            cast.messenger("night", team=cast.harbor_night_team()),
            cast.administrator(),
        ]
        phones = [sign_in(other) for other in others]

        assert [ask(lead, other, name) for other in others] == [404] * 3
        assert not any(is_out(phone) for phone in phones)

    @pytest.mark.parametrize("name", PAGES)
    def test_of_oneself_are_on_another_page(self, cast: Cast, lead: Client, name: str) -> None:
        assert ask(lead, User.objects.get(username="sue"), name) == 404

    @pytest.mark.parametrize("name", PAGES)
    def test_are_refused_to_colleagues(
        self, cast: Cast, mo: User, sign_in: SignIn, name: str
    ) -> None:
        phone, colleague = sign_in(mo), sign_in(cast.messenger("mia"))

        assert ask(colleague, mo, name) == 403
        assert not is_out(phone)

    def test_of_someone_who_left_the_team_are_out_of_reach(
        self, cast: Cast, mo: User, lead: Client
    ) -> None:
        services.end_role(membership=mo.memberships.get(), by=cast.system)

        assert ask(lead, mo, "team_devices") == 404

    def test_of_someone_who_works_elsewhere_too_are_within_reach(
        self, cast: Cast, mo: User, lead: Client
    ) -> None:
        place = Place(cast.hill, cast.hill_team)
        services.give_role(user=mo, role=Role.MESSENGER, place=place, by=cast.system)

        assert ask(lead, mo, "team_devices") == 200

    def test_sends_someone_signed_out_to_sign_in(self, mo: User, client: Client) -> None:
        assert reverse("account_login") in client.get(url_of(mo))["Location"]
