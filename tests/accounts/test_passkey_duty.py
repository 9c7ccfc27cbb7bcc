"""Whoever looks after accounts or the trail comes in with a passkey; a code app is not enough."""

from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.middleware import OPEN_WITHOUT_PASSKEY_SHOWN, OPEN_WITHOUT_SECOND_FACTOR
from cvi.accounts.models import User
from cvi.accounts.roles import ROLES, Role
from cvi.accounts.services import Place
from tests.accounts.test_gate import PAGES, address
from tests.cast import Cast, SignIn
from tests.security.pages import PUBLIC

ADD = reverse("mfa_add_webauthn")
SHOW = reverse("mfa_reauthenticate_webauthn")
DUTY = [Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR]


def give(user: User, kind: str) -> Authenticator:
    authenticator: Authenticator = Authenticator.objects.create(
        user=user, type=kind, data={"name": "A key"}
    )
    return authenticator


def came_in(user: User, *, by: str) -> Client:
    """Return a browser in which a factor of a kind was shown."""
    browser = Client()
    browser.force_login(user)
    if by:
        request = HttpRequest()
        request.user, request.session = user, browser.session
        record_authentication(request, user, method="mfa", type=by)
        request.session.save()
    return browser


def test_it_is_the_duty_of_these_roles_alone() -> None:
    assert [role for role in Role if ROLES[role].needs_passkey] == DUTY


@pytest.mark.parametrize("role", DUTY)
class TestWithoutPasskey:
    @pytest.mark.parametrize("held", ["", "totp"])
    def test_every_page_leads_to_where_one_is_added(
        self, cast: Cast, role: Role, held: str
    ) -> None:
        user = cast.user("player", role, cast.ovp)
        if held:
            give(user, held)
        browser = came_in(user, by=held)

        for name in sorted(set(PAGES) - PUBLIC - OPEN_WITHOUT_SECOND_FACTOR):
            for answer in (browser.get(address(name)), browser.post(address(name))):
                assert (name, answer.status_code) == (name, 302)
                assert (name, answer.url) == (name, ADD)

    def test_every_page_asks_to_show_it_when_only_a_code_was_shown(
        self, cast: Cast, role: Role
    ) -> None:
        user = cast.user("player", role, cast.ovp)
        give(user, "totp")
        give(user, "webauthn")
        browser = came_in(user, by="totp")

        for name in sorted(set(PAGES) - PUBLIC - OPEN_WITHOUT_PASSKEY_SHOWN):
            for answer in (browser.get(address(name)), browser.post(address(name))):
                assert (name, answer.status_code) == (name, 302)
                assert answer.url.startswith(f"{SHOW}?next=")

    def test_nothing_stands_in_the_way_of_who_has_shown_it(self, cast: Cast, role: Role) -> None:
        user = cast.user("player", role, cast.ovp)
        give(user, "webauthn")

        answer = came_in(user, by="webauthn").get("/", follow=True)

        assert answer.status_code == 200
        assert (
            "account" not in answer.request["PATH_INFO"] or "staff" in answer.request["PATH_INFO"]
        )


class TestDuty:
    def test_begins_with_the_role_in_the_middle_of_a_session(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        max_ = cast.manager()
        give(max_, "totp")
        desk = came_in(max_, by="totp")
        assert desk.get("/reports/caseload/").status_code == 200

        place = Place(cast.ovp)
        role = services.give_role(user=max_, role=Role.AUDITOR, place=place, by=cast.system)
        desk.post("/accounts/roles/choose/", {"role": role.pk})

        assert desk.get("/reports/caseload/").url == ADD

    def test_leaves_a_code_app_enough_for_everyone_else(self, cast: Cast) -> None:
        for user in (cast.messenger(), cast.manager()):
            give(user, "totp")

            answer = came_in(user, by="totp").get("/", follow=True)

            assert answer.status_code == 200
            assert "second-factor" not in answer.request["PATH_INFO"]

    def test_spares_the_invented_people_of_the_demo_alone(self, cast: Cast, settings: Any) -> None:
        settings.DEMO_SIGN_IN, settings.ALLOWED_HOSTS = True, ["*"]
        browser = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
        browser.post("/accounts/demo/", {"user": str(cast.administrator().pk)})

        assert browser.get("/accounts/staff/").status_code == 200
        settings.DEMO_SIGN_IN = False
        assert browser.get("/accounts/staff/").url == ADD


class TestLastPasskey:
    def remove(self, browser: Client, key: Authenticator) -> Any:
        return browser.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    def fresh(self, user: User, by: str = "webauthn") -> Client:
        browser = Client()
        browser.force_login(user)
        request = HttpRequest()
        request.user, request.session = user, browser.session
        record_authentication(request, user, method="mfa", type=by, reauthenticated=True)
        request.session.save()
        return browser

    def test_stays_with_who_needs_one_even_beside_a_code_app(self, cast: Cast) -> None:
        adam = cast.administrator()
        give(adam, "totp")
        key = give(adam, "webauthn")

        answer = self.remove(self.fresh(adam), key)

        assert "must stay" in str(next(iter(get_messages(answer.wsgi_request))))
        assert Authenticator.objects.filter(pk=key.pk).exists()

    def test_stays_with_anyone_whose_only_factor_it_is(self, cast: Cast) -> None:
        mo = cast.messenger()
        key = give(mo, "webauthn")

        self.remove(self.fresh(mo), key)

        assert Authenticator.objects.filter(pk=key.pk).exists()

    def test_goes_when_there_is_another(self, cast: Cast) -> None:
        adam = cast.administrator()
        key, _other = give(adam, "webauthn"), give(adam, "webauthn")

        self.remove(self.fresh(adam), key)

        assert not Authenticator.objects.filter(pk=key.pk).exists()

    def test_goes_beside_a_code_app_where_none_is_needed(self, cast: Cast) -> None:
        mo = cast.messenger()
        give(mo, "totp")
        key = give(mo, "webauthn")

        self.remove(self.fresh(mo), key)

        assert not Authenticator.objects.filter(pk=key.pk).exists()

    def test_of_someone_else_is_not_there(self, cast: Cast) -> None:
        mo = cast.messenger()
        give(mo, "webauthn")
        key = give(cast.supervisor(), "webauthn")

        assert self.remove(self.fresh(mo), key).status_code == 404
        assert Authenticator.objects.filter(pk=key.pk).exists()
