"""Who works here, looked after by an administrator."""

import uuid
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.models import Invitation, User
from cvi.accounts.roles import Role
from tests.cast import Cast, SignIn

STAFF = "/accounts/staff/"
INVITE = "/accounts/staff/new/"


def described(cast: Cast, **changes: Any) -> dict[str, Any]:
    team = cast.harbor_team.pk
    return {
        "name": "Zora Newcomer",
        "username": "zora",
        "role": "messenger",
        "place": team,
        **changes,
    }


def post_to(person: User, page: str) -> str:
    return reverse(f"accounts:{page}", args=[person.pk])


class TestStaff:
    def test_lists_everyone_with_role_and_team_for_the_office(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        cast.messenger()

        answer = sign_in(cast.administrator()).get(STAFF)

        assert [p.username for p in answer.context["people"]] == ["adam", "mo"]
        assert "Credible messenger · Harbor Peace · Harbor street team" in answer.content.decode()

    def test_lists_an_agencys_own_people_for_its_own_administrator(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        own = cast.user("ana", Role.ADMINISTRATOR, cast.harbor)
        cast.messenger("mo")
        cast.messenger("hal", team=cast.hill_team)
        cast.administrator()

        people = sign_in(own).get(STAFF).context["people"]

        assert [p.username for p in people] == ["ana", "mo"]

    def test_keeps_who_left_another_agency_from_its_administrator(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        own = cast.user("ana", Role.ADMINISTRATOR, cast.harbor)
        left = cast.messenger("hal", team=cast.hill_team)
        services.end_role(membership=left.memberships.get(), by=cast.system)
        browser = sign_in(own)

        assert list(browser.get(STAFF).context["people"]) == [own]
        assert browser.post(post_to(left, "staff_new_code")).status_code == 404
        assert not Invitation.objects.exists()

    def test_names_no_participant(self, cast: Cast, sign_in: SignIn) -> None:
        cast.case(cast.messenger(), name="Zedd Testperson")

        assert "Testperson" not in sign_in(cast.administrator()).get(STAFF).content.decode()

    def test_shows_a_hundred_a_page(self, cast: Cast, sign_in: SignIn) -> None:
        adam = sign_in(cast.administrator())
        for number in range(101):
            cast.user(f"mo{number:03}", Role.MESSENGER, cast.harbor_team)

        first, second = adam.get(STAFF), adam.get(STAFF, {"page": "2"})

        assert "?page=2" in first.content.decode()
        assert "?page=1" in second.content.decode()
        assert len(second.context["people"]) == 2

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        adam = sign_in(cast.administrator())
        for number in range(8):
            cast.messenger(f"mo{number}")
        adam.get(STAFF)

        with django_assert_num_queries(12):
            adam.get(STAFF)

    @pytest.mark.parametrize("url", [STAFF, INVITE])
    def test_is_refused_to_other_roles(self, cast: Cast, sign_in: SignIn, url: str) -> None:
        for user in (cast.messenger(), cast.supervisor(), cast.manager(), cast.auditor()):
            assert sign_in(user).get(url).status_code == 403

    @pytest.mark.parametrize("url", [STAFF, INVITE])
    def test_sends_someone_signed_out_to_sign_in(self, db: None, client: Client, url: str) -> None:
        assert reverse("account_login") in client.get(url).url


class TestStaffInvite:
    def test_shows_the_code_once_and_nowhere_else(self, cast: Cast, sign_in: SignIn) -> None:
        adam = sign_in(cast.administrator())

        answer = adam.post(INVITE, described(cast))

        code = answer.context["code"]
        assert answer.status_code == 200
        assert code in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert list(get_messages(answer.wsgi_request)) == []
        assert code not in adam.get(STAFF).content.decode()
        assert code not in str(dict(adam.session))

    def test_offers_every_role_in_words(self, cast: Cast, sign_in: SignIn) -> None:
        text = sign_in(cast.administrator()).get(INVITE).content.decode()

        assert "Walks the street. Sees the people assigned to them." in text
        assert "Harbor street team" in text

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"username": "mo rivers"}, "username"),
            ({"username": "ADAM"}, "username"),
            ({"role": "police"}, "role"),
            ({"role": "auditor"}, "place"),
            ({"role": "hospital_specialist"}, "place"),
            ({"place": str(uuid.uuid4())}, "place"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn, changes: dict[str, Any], field: str
    ) -> None:
        answer = sign_in(cast.administrator()).post(INVITE, described(cast, **changes))

        form = answer.context["form"]
        assert list(form.errors) == [field]
        assert form["name"].value() == changes.get("name", "Zora Newcomer")
        assert not Invitation.objects.exists()

    def test_reaches_no_team_of_another_agency(self, cast: Cast, sign_in: SignIn) -> None:
        own = cast.user("ana", Role.ADMINISTRATOR, cast.harbor)
        there = str(cast.hill_team.pk)

        answer = sign_in(own).post(INVITE, described(cast, place=there))

        assert "place" in answer.context["form"].errors


class TestStaffNewCode:
    def test_shows_a_code(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()

        answer = sign_in(cast.administrator()).post(post_to(mo, "staff_new_code"))

        assert answer.context["person"] == mo
        assert answer.context["code"] in answer.content.decode()

    def test_is_refused_for_oneself(self, cast: Cast, sign_in: SignIn) -> None:
        adam = cast.administrator()

        answer = sign_in(adam).post(post_to(adam, "staff_new_code"), follow=True)

        assert "Ask another administrator" in answer.content.decode()


class TestStaffDeactivate:
    def test_shuts_someone_out_from_the_next_request_on(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        phone = sign_in(mo)
        assert phone.get("/today/").status_code == 200

        sign_in(cast.administrator()).post(post_to(mo, "staff_deactivate"))

        assert reverse("account_login") in phone.get("/today/").url

    def test_is_refused_for_oneself(self, cast: Cast, sign_in: SignIn) -> None:
        adam = cast.administrator()

        sign_in(adam).post(post_to(adam, "staff_deactivate"))

        assert User.objects.get(pk=adam.pk).is_active


@pytest.mark.parametrize("page", ["staff_new_code", "staff_deactivate"])
class TestOneOfTheStaff:
    def test_is_not_changed_by_a_mere_visit(self, cast: Cast, sign_in: SignIn, page: str) -> None:
        mo = cast.messenger()

        answer = sign_in(cast.administrator()).get(post_to(mo, page))

        assert answer.context["person"] == mo
        assert User.objects.get(pk=mo.pk).is_active
        assert not Invitation.objects.exists()

    def test_is_out_of_reach_of_another_agency(
        self, cast: Cast, sign_in: SignIn, page: str
    ) -> None:
        own = sign_in(cast.user("ana", Role.ADMINISTRATOR, cast.harbor))
        stranger = cast.messenger("hal", team=cast.hill_team)
        both = cast.messenger("mo")
        boss = cast.administrator()

        answers = [own.post(post_to(p, page)) for p in (stranger, boss, cast.system)]

        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert own.post(post_to(both, page)).status_code in {200, 302}

    def test_is_not_changed_by_other_roles(self, cast: Cast, sign_in: SignIn, page: str) -> None:
        mo = cast.messenger()

        assert sign_in(cast.manager()).post(post_to(mo, page)).status_code == 403
        assert User.objects.get(pk=mo.pk).is_active

    def test_is_not_changed_by_someone_signed_out(
        self, cast: Cast, client: Client, page: str
    ) -> None:
        assert reverse("account_login") in client.post(post_to(cast.messenger(), page)).url
