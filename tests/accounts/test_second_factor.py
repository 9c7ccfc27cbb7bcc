"""The second factor: set up once, asked for at every sign-in, sealed where it is kept."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.adapters import MFAAdapter
from cvi.accounts.models import User
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("fresh_codes")

PASSWORD = "purple otter sings at noon"
LOGIN = "/accounts/login/"
CHECK = "/accounts/second-factor/check/"
AGAIN = "/accounts/reauthenticate/"
ENROL = "/accounts/second-factor/app/add/"
REMOVE = "/accounts/second-factor/app/remove/"
CODES = "/accounts/recovery/"


def code_for(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_password(user: User) -> User:
    return services.set_password(user=user, password=PASSWORD, by=user)


def typed(user: User, **changes: str) -> dict[str, str]:
    return {"login": user.username, "password": PASSWORD, **changes}


def set_up(user: User) -> tuple[Client, str]:
    """Sign in, show again that it is them, set up a code app; return the browser and its secret."""
    browser = Client()
    browser.post(LOGIN, typed(user))
    browser.post(f"{AGAIN}?next={ENROL}", {"password": PASSWORD})
    secret = browser.get(ENROL).context["form"].secret
    browser.post(ENROL, {"code": code_for(secret)})
    return browser, secret


@pytest.fixture
def mo(cast: Cast) -> User:
    return with_password(cast.messenger())


class TestSettingUp:
    def test_draws_the_square_inline_with_the_neutral_name(self, mo: User) -> None:
        browser = Client()
        browser.post(LOGIN, typed(mo))
        browser.post(f"{AGAIN}?next={ENROL}", {"password": PASSWORD})

        page = browser.get(ENROL)

        assert '<div class="qr"><svg' in page.content.decode()
        assert "issuer=Notes" in page.context["totp_url"]

    def test_shows_the_recovery_codes_once_and_goes_on_to_the_desk(self, mo: User) -> None:
        browser, _secret = set_up(mo)

        first, second = browser.get(CODES), browser.get(CODES)

        codes = first.context["unused_codes"]
        assert len(set(codes)) == 10
        assert all(code in first.content.decode() for code in codes)
        assert not any(code in second.content.decode() for code in codes)
        assert browser.get("/", follow=True).request["PATH_INFO"] == "/today/"

    def test_refuses_a_wrong_code(self, mo: User) -> None:
        browser = Client()
        browser.post(LOGIN, typed(mo))
        browser.post(f"{AGAIN}?next={ENROL}", {"password": PASSWORD})
        secret = browser.get(ENROL).context["form"].secret
        wrong = "000000" if code_for(secret) != "000000" else "111111"

        answer = browser.post(ENROL, {"code": wrong})

        assert "code" in answer.context["form"].errors
        assert not Authenticator.objects.exists()

    def test_leaves_neither_secret_nor_seed_readable_in_the_database(self, mo: User) -> None:
        _browser, secret = set_up(mo)

        with connection.cursor() as cursor:
            cursor.execute("SELECT type, data FROM mfa_authenticator")
            rows = dict(cursor.fetchall())
        kept = json.dumps({kind: str(data) for kind, data in rows.items()})
        seed = Authenticator.objects.get(type="recovery_codes").data["seed"]

        assert set(rows) == {"totp", "recovery_codes"}
        assert secret not in kept
        assert MFAAdapter().decrypt(seed) not in kept

    def test_leaves_no_secret_in_the_session(self, mo: User) -> None:
        browser, secret = set_up(mo)

        assert secret not in str(dict(browser.session))

    def test_keeps_the_last_factor(self, mo: User) -> None:
        browser, _secret = set_up(mo)
        browser.post(f"{AGAIN}?next={REMOVE}", {"password": PASSWORD})

        browser.post(REMOVE)

        assert Authenticator.objects.filter(type="totp").exists()

    def test_names_a_passkey_after_the_device(self, mo: User) -> None:
        name = MFAAdapter().generate_authenticator_name(mo, Authenticator.Type.WEBAUTHN)

        assert name == "This device"

    def test_names_the_next_passkey_by_number(self, mo: User) -> None:
        Authenticator.objects.create(user=mo, type="webauthn", data={})

        name = MFAAdapter().generate_authenticator_name(mo, Authenticator.Type.WEBAUTHN)

        assert name == "Device 2"


class TestSigningIn:
    def test_asks_for_password_then_code_then_opens_the_desk(self, mo: User) -> None:
        _browser, secret = set_up(mo)
        phone = Client()

        asked = phone.post(LOGIN, typed(mo))
        assert asked.url == CHECK
        assert "_auth_user_id" not in phone.session
        answer = phone.post(CHECK, {"code": code_for(secret)}, follow=True)

        assert answer.request["PATH_INFO"] == "/today/"

    def test_lets_nobody_past_with_the_password_alone(self, mo: User) -> None:
        set_up(mo)
        phone = Client()
        phone.post(LOGIN, typed(mo))

        assert reverse("account_login") in phone.get("/today/").url

    def test_takes_a_code_once(self, mo: User) -> None:
        _browser, secret = set_up(mo)
        first, second = Client(), Client()
        for phone in (first, second):
            phone.post(LOGIN, typed(mo))
            phone.post(CHECK, {"code": code_for(secret)})

        assert "_auth_user_id" in first.session
        assert "_auth_user_id" not in second.session

    def test_takes_a_recovery_code_once(self, mo: User) -> None:
        browser, _secret = set_up(mo)
        code = browser.get(CODES).context["unused_codes"][0]
        first, second = Client(), Client()
        for phone in (first, second):
            phone.post(LOGIN, typed(mo))
            phone.post(CHECK, {"code": code})

        assert "_auth_user_id" in first.session
        assert "_auth_user_id" not in second.session

    def test_refuses_the_right_code_after_five_wrong_ones(self, mo: User) -> None:
        _browser, secret = set_up(mo)
        phone = Client()
        phone.post(LOGIN, typed(mo))
        for _try in range(5):
            phone.post(CHECK, {"code": "12"})

        answer = phone.post(CHECK, {"code": code_for(secret)})

        assert "Too many" in str(answer.context["form"].errors)
        assert "_auth_user_id" not in phone.session

    def test_refuses_the_right_password_after_five_wrong_ones(self, mo: User) -> None:
        for number in range(5):
            Client(REMOTE_ADDR=f"10.0.0.{number}").post(LOGIN, typed(mo, password="wrong"))

        answer = Client().post(LOGIN, typed(mo))

        assert "Too many" in str(answer.context["form"].errors)

    def test_says_the_same_of_a_wrong_name_and_a_wrong_password(self, mo: User) -> None:
        answers = [
            Client().post(LOGIN, typed(mo, **wrong)).context["form"].errors
            for wrong in ({"login": "nobody"}, {"password": "wrong"})
        ]

        assert str(answers[0]) == str(answers[1]) != ""

    def test_is_over_for_someone_shut_out(self, cast: Cast, mo: User) -> None:
        browser, _secret = set_up(mo)

        services.deactivate_user(user=mo, by=cast.system)

        assert reverse("account_login") in browser.get("/today/").url
        assert "_auth_user_id" not in Client().post(LOGIN, typed(mo)).client.session

    def test_starts_anew_with_a_new_code(self, cast: Cast, mo: User) -> None:
        browser, _secret = set_up(mo)

        services.issue_new_code(user=mo, by=cast.system)

        assert not Authenticator.objects.exists()
        assert reverse("account_login") in browser.get("/today/").url


class TestPasswordChange:
    URL = "/accounts/password/"

    def test_ends_the_session_and_leaves_a_line(self, mo: User) -> None:
        browser, _secret = set_up(mo)
        new = "seven green boats drift east"
        form = {"oldpassword": PASSWORD, "password1": new, "password2": new}

        answer = browser.post(self.URL, form)

        assert answer.status_code == 302
        assert User.objects.get(pk=mo.pk).check_password(new)
        assert "_auth_user_id" not in browser.session

    def test_refuses_an_easy_one(self, mo: User) -> None:
        browser, _secret = set_up(mo)
        easy = "Password1234!"

        answer = browser.post(
            self.URL, {"oldpassword": PASSWORD, "password1": easy, "password2": easy}
        )

        assert "easy to guess" in str(answer.context["form"].errors)

    def test_keeps_no_old_hash_in_the_history(self, mo: User) -> None:
        columns: Any = User.history.model._meta.get_fields()

        assert "password" not in {column.name for column in columns}
