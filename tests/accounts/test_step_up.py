"""Before something grave a second factor is shown again; a password alone is not enough."""

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from cvi.accounts import services as accounts
from cvi.accounts.access import shown_factors
from cvi.accounts.models import Invitation, Membership, User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.audit.models import AuditEvent
from cvi.papers import services as papers
from cvi.papers.models import Job
from tests.accounts.test_lock import clock, minutes  # noqa: F401  a fixture
from tests.accounts.test_second_factor import PASSWORD, code_for, with_password
from tests.accounts.test_staff import described
from tests.cast import Cast, SignIn

STEP_UP = reverse("accounts:step_up")
INVITE = reverse("accounts:staff_invite")
SECRET = "MCDSZTMRP4OYENPE3HOG25FGA7ACW7ZN"


@pytest.fixture
def mo(cast: Cast) -> User:
    return with_password(cast.messenger())


@pytest.fixture
def late(cast: Cast, sign_in: SignIn, clock: time_machine.Traveller) -> Client:  # noqa: F811
    """Return an administrator's browser, six minutes after the passkey was shown."""
    adam = with_password(cast.administrator())
    TOTP.activate(adam, SECRET)
    browser = sign_in(adam)
    clock.shift(minutes(6))
    return browser


def asks(answer: Any, back: str) -> bool:
    return answer.status_code == 302 and answer.url == f"{STEP_UP}?next={quote(back, safe='')}"


class TestPages:
    def test_ask_for_it_before_the_form_of_an_invitation(self, late: Client) -> None:
        assert asks(late.get(INVITE), INVITE)

    @pytest.mark.parametrize("name", ["staff_new_code", "staff_deactivate", "staff_roles"])
    def test_ask_for_it_before_a_change_of_an_account(
        self, late: Client, mo: User, name: str
    ) -> None:
        url = reverse(f"accounts:{name}", args=[mo.pk])

        assert asks(late.get(url), url)

    def test_ask_for_it_before_a_role_is_given(self, late: Client, mo: User) -> None:
        url = reverse("accounts:staff_roles", args=[mo.pk])
        session = late.session
        session["account_authentication_methods"][0]["at"] -= 15 * 60
        session.save()

        assert asks(late.post(url, {"role": "messenger"}), url)
        assert mo.memberships.count() == 1

    def test_ask_for_it_before_a_role_ends(self, late: Client, mo: User) -> None:
        role = mo.memberships.get()

        answer = late.post(reverse("accounts:role_end", args=[role.pk]))

        assert asks(answer, reverse("accounts:staff_roles", args=[mo.pk]))
        assert Membership.objects.not_ended().filter(pk=role.pk).exists()

    def test_ask_for_it_before_a_role_is_approved(self, cast: Cast, late: Client) -> None:
        pia = accounts.add_user(username="pia", name="Pia", by=cast.system)
        place = Place(cast.ovp)
        giver = cast.user("gina", Role.ADMINISTRATOR, cast.ovp)
        role = accounts.give_role(user=pia, role=Role.AUDITOR, place=place, by=giver)

        answer = late.post(reverse("accounts:role_approve", args=[role.pk]))

        assert asks(answer, reverse("accounts:role_list"))
        role.refresh_from_db()
        assert not role.is_approved

    def test_ask_for_it_before_a_download_and_go_back_to_its_page(
        self,
        cast: Cast,
        sign_in: SignIn,
        clock: time_machine.Traveller,  # noqa: F811
    ) -> None:
        max_ = cast.manager()
        job = papers.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=max_)
        browser = sign_in(max_)
        clock.shift(minutes(6))

        answer = browser.post(reverse("papers:job_download", args=[job.pk]))

        assert asks(answer, reverse("papers:job", args=[job.pk]))

    def test_do_not_ask_within_five_minutes(
        self,
        cast: Cast,
        sign_in: SignIn,
        clock: time_machine.Traveller,  # noqa: F811
    ) -> None:
        browser = sign_in(cast.administrator())
        clock.shift(minutes(4))

        assert browser.get(INVITE).status_code == 200

    def test_take_what_was_typed_meanwhile(
        self,
        cast: Cast,
        sign_in: SignIn,
        clock: time_machine.Traveller,  # noqa: F811
    ) -> None:
        browser = sign_in(cast.administrator())
        for _spell in range(2):
            clock.shift(minutes(9))
            browser.post(reverse("accounts:stay"))

        browser.post(INVITE, described(cast))

        assert Invitation.objects.count() == 1

    def test_do_not_take_a_form_that_comes_by_itself_later(self, cast: Cast, late: Client) -> None:
        session = late.session
        session["account_authentication_methods"][0]["at"] -= 15 * 60
        session.save()

        answer = late.post(INVITE, described(cast))

        assert asks(answer, INVITE)
        assert not Invitation.objects.exists()

    def test_do_not_take_a_password_for_it(self, late: Client) -> None:
        late.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        assert asks(late.get(INVITE), INVITE)

    def test_ask_nobody_in_the_demo(
        self,
        cast: Cast,
        settings: Any,
        clock: time_machine.Traveller,  # noqa: F811
    ) -> None:
        settings.DEMO_SIGN_IN, settings.ALLOWED_HOSTS = True, ["*"]
        browser = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
        browser.post("/accounts/demo/", {"user": str(cast.administrator().pk)})
        clock.shift(minutes(6))

        assert browser.get(INVITE).status_code == 200


class TestStepUp:
    def test_takes_a_button_in_the_demo(self, cast: Cast, settings: Any) -> None:
        settings.DEMO_SIGN_IN, settings.ALLOWED_HOSTS = True, ["*"]
        browser = Client(HTTP_HOST="localhost", REMOTE_ADDR="127.0.0.1")
        browser.post("/accounts/demo/", {"user": str(cast.administrator().pk)})

        assert "Demo: go on" in browser.get(STEP_UP).content.decode()
        assert browser.post(STEP_UP, {"next": INVITE}).url == INVITE
        assert AuditEvent.objects.filter(action="stepped_up").count() == 1

    def test_takes_a_code_and_goes_on_with_a_line(self, late: Client) -> None:
        answer = late.post(STEP_UP, {"code": code_for(SECRET), "next": INVITE})

        assert answer.url == INVITE
        assert late.get(INVITE).status_code == 200
        assert AuditEvent.objects.filter(action="stepped_up").count() == 1

    def test_takes_a_code_once(self, late: Client) -> None:
        late.post(STEP_UP, {"code": code_for(SECRET)})

        answer = late.post(STEP_UP, {"code": code_for(SECRET)})

        assert answer.context["form"].errors

    @pytest.mark.parametrize(
        "sent", [{}, {"code": ""}, {"code": "12"}, {"password": PASSWORD}, {"credential": "{}"}]
    )
    def test_takes_nothing_else(self, late: Client, sent: dict[str, str]) -> None:
        assert late.post(STEP_UP, sent).status_code == 200
        assert asks(late.get(INVITE), INVITE)
        assert not AuditEvent.objects.filter(action="stepped_up").exists()

    def test_takes_not_even_the_right_code_after_five_wrong_ones(self, late: Client) -> None:
        for number in range(5):
            late.post(STEP_UP, {"code": "12"}, REMOTE_ADDR=f"10.0.0.{number}")

        answer = late.post(STEP_UP, {"code": code_for(SECRET)})

        assert "Too many" in str(answer.context["form"].errors)

    def test_goes_to_no_other_site(self, late: Client) -> None:
        answer = late.post(STEP_UP, {"code": code_for(SECRET), "next": "https://evil.example/"})

        assert answer.url == "/"

    def test_offers_a_passkey_to_who_has_one(self, late: Client) -> None:
        assert Authenticator.objects.filter(type="webauthn").count() == 0
        assert "Use my passkey" not in late.get(STEP_UP).content.decode()

    def test_holds_for_five_minutes(self, late: Client, clock: time_machine.Traveller) -> None:  # noqa: F811
        late.post(STEP_UP, {"code": code_for(SECRET)})
        clock.shift(dt.timedelta(minutes=5, seconds=1))

        assert asks(late.get(INVITE), INVITE)


def test_nobody_who_is_not_signed_in_has_shown_a_factor() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    assert shown_factors(request) == []
