"""Invitations: a code given in person lets someone set their password, once."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services
from cvi.accounts.errors import NotOneself, PlaceDoesNotFit, SignInNameTaken
from cvi.accounts.models import Invitation, TeamGrant, User
from cvi.accounts.roles import Role
from cvi.accounts.services import IssuedCode, Newcomer, Place
from tests.cast import Cast, SignIn

ACCEPT = "/accounts/invitation/"
ENROL = "/accounts/second-factor/app/add/"
PASSWORD = "purple otter sings at noon"


def invited(cast: Cast, username: str = "zora") -> IssuedCode:
    place = Place(cast.harbor, cast.harbor_team)
    newcomer = Newcomer("Zora Newcomer", username, Role.MESSENGER, place)
    return services.invite_user(newcomer=newcomer, by=cast.system)


def typed(issued: IssuedCode, **changes: Any) -> dict[str, Any]:
    name = issued.invitation.user.username
    given = {"username": name, "code": issued.code, "password": PASSWORD, "again": PASSWORD}
    return {**given, **changes}


class TestInviteUser:
    def test_adds_a_user_with_a_role_and_its_sight_and_no_password(self, cast: Cast) -> None:
        place = Place(cast.harbor, cast.harbor_team)
        newcomer = Newcomer("Zora Newcomer", "zora", Role.SUPERVISOR, place)

        issued = services.invite_user(newcomer=newcomer, by=cast.system)

        user = issued.invitation.user
        assert [m.role for m in user.live_memberships] == [Role.SUPERVISOR]
        assert TeamGrant.objects.live_for(user).count() == 1
        assert not user.has_usable_password()

    def test_keeps_only_a_hash_of_a_code_of_128_bits(self, cast: Cast) -> None:
        issued = invited(cast)

        letters = issued.code.replace("-", "")
        kept = Invitation.objects.values().get()
        assert len(letters) == 26
        assert letters not in str(kept)
        assert issued.code not in str(kept)

    def test_refuses_a_name_that_differs_by_case_only(self, cast: Cast) -> None:
        invited(cast, "zora")

        with pytest.raises(SignInNameTaken):
            invited(cast, "Zora")

    @pytest.mark.parametrize(
        ("role", "team"),
        [
            (Role.MESSENGER, None),
            (Role.MESSENGER, "mercy_team"),
            (Role.GVI_COORDINATOR, "reentry_team"),
            (Role.AUDITOR, "gvi_team"),
            (Role.MANAGER, None),
            (Role.PRIVACY_OFFICER, None),
            (Role.AUDITOR, None),
        ],
    )
    def test_refuses_a_place_where_the_role_is_not_held(
        self, cast: Cast, role: Role, team: str | None
    ) -> None:
        at = getattr(cast, team) if team else None
        place = Place(at.agency if at else cast.harbor, at)

        with pytest.raises(PlaceDoesNotFit):
            services.invite_user(newcomer=Newcomer("Zora", "zora", role, place), by=cast.system)

        assert not User.objects.filter(username="zora").exists()


class TestInviteAccept:
    def test_sets_the_password_signs_in_and_goes_on_to_the_second_factor(
        self, cast: Cast, client: Client
    ) -> None:
        issued = invited(cast)

        answer = client.post(ACCEPT, typed(issued), follow=True)

        user = User.objects.get(username="zora")
        assert user.check_password(PASSWORD)
        assert client.session["_auth_user_id"] == str(user.pk)
        assert answer.request["PATH_INFO"] == ENROL
        assert answer.status_code == 200

    def test_takes_the_code_in_any_case_without_dashes(self, cast: Cast, client: Client) -> None:
        issued = invited(cast)
        loose = issued.code.replace("-", " ").lower()

        client.post(ACCEPT, typed(issued, code=loose))

        assert "_auth_user_id" in client.session

    def test_works_once(self, cast: Cast, client: Client) -> None:
        issued = invited(cast)
        client.post(ACCEPT, typed(issued))

        answer = Client().post(ACCEPT, typed(issued, password=PASSWORD + "s", again=PASSWORD + "s"))

        assert answer.context["form"].non_field_errors()
        assert User.objects.get(username="zora").check_password(PASSWORD)

    def test_answers_the_same_for_an_unknown_a_used_an_old_and_an_ended_code(
        self, cast: Cast
    ) -> None:
        used, old, ended = (invited(cast, name) for name in ("ursula", "olga", "enid"))
        Client().post(ACCEPT, typed(used))
        services.deactivate_user(user=ended.invitation.user, by=cast.system)
        Invitation.objects.filter(pk=old.invitation.pk).update(expires_at=timezone.now())
        unknown = {**typed(old), "code": "AAAA-BBBB"}
        nobody = {**typed(old), "username": "nobody"}

        answers = [
            Client().post(ACCEPT, given).context["form"].errors
            for given in (typed(used), typed(old), typed(ended), unknown, nobody)
        ]

        assert [str(errors) for errors in answers] == [str(answers[0])] * 5
        assert answers[0]["__all__"]

    def test_runs_out_after_two_days(self, cast: Cast, client: Client) -> None:
        issued = invited(cast)

        with time_machine.travel(timezone.now() + dt.timedelta(hours=48, minutes=1)):
            answer = client.post(ACCEPT, typed(issued))

        assert answer.context["form"].non_field_errors()

    def test_refuses_even_the_right_code_after_five_wrong_ones(self, cast: Cast) -> None:
        issued = invited(cast)
        for number in range(5):
            Client(REMOTE_ADDR=f"10.0.0.{number}").post(
                ACCEPT, typed(issued, code=f"WRONG{number}")
            )

        answer = Client().post(ACCEPT, typed(issued))

        assert "Too many tries" in answer.context["form"].non_field_errors()[0]
        assert not User.objects.get(username="zora").has_usable_password()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"password": "too short", "again": "too short"}, "password"),
            ({"password": "zorazorazora1", "again": "zorazorazora1"}, "password"),
            ({"password": "Newcomer1234!", "again": "Newcomer1234!"}, "password"),
            ({"again": "purple otter sings at one"}, "again"),
            ({"code": ""}, "code"),
            ({"username": "x" * 61}, "username"),
        ],
    )
    def test_keeps_the_code_usable_when_something_is_wrong(
        self, cast: Cast, client: Client, changes: dict[str, Any], field: str
    ) -> None:
        issued = invited(cast)

        answer = client.post(ACCEPT, typed(issued, **changes))

        assert list(answer.context["form"].errors) == [field]
        assert PASSWORD not in answer.content.decode()
        assert Invitation.objects.open().count() == 1

    def test_sends_someone_signed_in_to_their_desk(self, cast: Cast, sign_in: SignIn) -> None:
        assert sign_in(cast.messenger()).get(ACCEPT).url == reverse("desk:start")


class TestNewCode:
    def test_ends_every_session_and_the_code_before(self, cast: Cast, sign_in: SignIn) -> None:
        before = invited(cast)
        user = before.invitation.user
        browser = sign_in(user)

        services.issue_new_code(user=user, by=cast.system)

        assert reverse("account_login") in browser.get("/today/").url
        assert list(Invitation.objects.open()) != [before.invitation]
        assert Invitation.objects.open().count() == 1

    def test_lets_someone_in_again_who_was_shut_out(self, cast: Cast, client: Client) -> None:
        user = invited(cast).invitation.user
        services.deactivate_user(user=user, by=cast.system)

        issued = services.issue_new_code(user=user, by=cast.system)
        client.post(ACCEPT, typed(issued))

        assert "_auth_user_id" in client.session

    def test_is_never_made_by_oneself(self, cast: Cast) -> None:
        adam = cast.administrator()

        with pytest.raises(NotOneself):
            services.issue_new_code(user=adam, by=adam)
