"""The lock: when nobody touches a session, it locks, and shows and does nothing but unlock."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from cvi.accounts import lock, services
from cvi.accounts.models import User
from cvi.accounts.roles import ROLES, Limits, Role
from cvi.audit.models import AuditEvent
from cvi.cases.models import Note
from tests.accounts.test_gate import PAGES, address
from tests.accounts.test_second_factor import LOGIN, PASSWORD, with_password
from tests.cast import Cast, SignIn, past_second_factor

UNLOCK = reverse("accounts:unlock")
LOCK = reverse("accounts:lock_now")
STAY = reverse("accounts:stay")
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
LIMITS = {
    Role.MESSENGER: (15, 12),
    Role.SUPERVISOR: (15, 12),
    Role.HOSPITAL_SPECIALIST: (15, 12),
    Role.CLINICIAN: (15, 12),
    Role.NAVIGATOR: (15, 12),
    Role.GVI_COORDINATOR: (15, 12),
    Role.REENTRY_COORDINATOR: (15, 12),
    Role.MANAGER: (10, 8),
    Role.PROVIDER: (15, 8),
    Role.DIRECTORY_STEWARD: (10, 8),
    Role.PRIVACY_OFFICER: (10, 8),
    Role.AUDITOR: (10, 8),
    Role.ADMINISTRATOR: (10, 8),
}


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def mo(cast: Cast) -> User:
    return with_password(cast.messenger())


def minutes(count: float) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def lines(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


class TestLimits:
    @pytest.mark.parametrize("role", Role)
    def test_are_those_of_the_table(self, role: Role) -> None:
        assert ROLES[role].limits == Limits(*LIMITS[role])

    @pytest.mark.parametrize("role", [*Role, ""])
    def test_are_shorter_for_everyone_on_a_shared_device(self, role: str) -> None:
        assert lock.limits_for(role, {"is_shared": True}) == Limits(5, 2)

    def test_are_the_office_s_without_a_role(self) -> None:
        assert lock.limits_for("", {}) == Limits(10, 8)

    def test_lock_a_manager_earlier_than_a_messenger(
        self, cast: Cast, sign_in: SignIn, clock: Any
    ) -> None:
        mo, max_ = sign_in(cast.messenger()), sign_in(cast.manager())

        clock.shift(minutes(11))

        assert mo.get("/people/").status_code == 200
        assert max_.get("/reports/caseload/").url.startswith(UNLOCK)


class TestIdle:
    def test_locks_after_fifteen_minutes_and_not_before(
        self, mo: User, sign_in: SignIn, clock: Any
    ) -> None:
        phone = sign_in(mo)

        clock.shift(minutes(14))
        assert phone.get("/people/").status_code == 200
        clock.shift(minutes(15))

        assert phone.get("/people/?page=2").url == f"{UNLOCK}?next=%2Fpeople%2F%3Fpage%3D2"
        assert lines("locked") == 1

    def test_stays_open_while_somebody_types(self, mo: User, sign_in: SignIn, clock: Any) -> None:
        phone = sign_in(mo)

        for _spell in range(3):
            clock.shift(minutes(10))
            assert phone.post(STAY).status_code == 204

        assert phone.get("/people/").status_code == 200

    def test_is_not_put_off_by_a_page_that_asks_by_itself(
        self, mo: User, sign_in: SignIn, clock: Any
    ) -> None:
        phone = sign_in(mo)

        clock.shift(minutes(10))
        phone.get("/today/", headers={"HX-Request": "true"})
        clock.shift(minutes(6))

        assert phone.get("/today/").url.startswith(UNLOCK)

    def test_a_session_that_does_not_say_when_it_began_is_over(
        self, mo: User, sign_in: SignIn
    ) -> None:
        phone = sign_in(mo)
        session = phone.session
        del session["signed_in_at"]
        session.save()

        assert phone.get("/people/").url.startswith(reverse("account_login"))


class TestAbsolute:
    def test_ends_the_session_however_busy(self, mo: User, sign_in: SignIn, clock: Any) -> None:
        phone = sign_in(mo)
        for _spell in range(71):
            clock.shift(minutes(10))
            assert phone.post(STAY).status_code == 204

        clock.shift(minutes(10))
        answer = phone.get("/people/")

        assert answer.url == f"{reverse('account_login')}?next=%2Fpeople%2F"
        assert "_auth_user_id" not in phone.session
        assert lines("signed_out") == 1

    def test_is_not_put_off_by_unlocking(self, cast: Cast, sign_in: SignIn, clock: Any) -> None:
        desk = sign_in(with_password(cast.manager()))
        desk.post(LOCK)
        clock.shift(dt.timedelta(hours=8))

        answer = desk.post(UNLOCK, {"password": PASSWORD})

        assert answer.status_code == 403
        assert "_auth_user_id" not in desk.session


class TestSharedDevice:
    def test_locks_after_five_minutes_and_ends_after_two_hours(self, mo: User, clock: Any) -> None:
        phone = Client()
        phone.post(LOGIN, {"login": "mo", "password": PASSWORD, "is_shared": "on"})

        clock.shift(minutes(5))
        assert phone.get("/today/").url.startswith(UNLOCK)
        phone.post(UNLOCK, {"password": PASSWORD})
        clock.shift(minutes(115))

        assert phone.get("/today/").url.startswith(reverse("account_login"))

    def test_gets_no_mark_that_stays(self, mo: User) -> None:
        private, shared = Client(), Client()
        private.post(LOGIN, {"login": "mo", "password": PASSWORD})
        shared.post(LOGIN, {"login": "mo", "password": PASSWORD, "is_shared": "on"})

        for browser in (private, shared):
            browser.get(reverse("mfa_index"))

        assert site.DEVICE_COOKIE_NAME in private.cookies
        assert site.DEVICE_COOKIE_NAME not in shared.cookies

    def test_is_asked_for_on_the_page(self, db: None) -> None:
        text = Client().get(LOGIN).content.decode()

        assert "This device is shared" in text
        assert "data-shared-copy" in text


@pytest.fixture
def locked(mo: User, cast: Cast) -> Client:
    """Return the browser of a messenger that is locked."""
    cast.case(mo, name="Zedd Testperson")
    phone = past_second_factor(Client(), mo)
    phone.post(LOCK)
    return phone


class TestLocked:
    @pytest.mark.parametrize("name", sorted(PAGES))
    def test_shows_no_page_and_no_name(self, locked: Client, name: str) -> None:
        answer = locked.get(address(name))

        assert answer.status_code in {200, 302}
        assert answer.status_code == 302 or name == "accounts:unlock"
        assert re.search(rb"\bMo\b", answer.content) is None
        if answer.status_code == 302:
            assert answer.url.startswith(UNLOCK)

    @pytest.mark.parametrize(
        "name",
        sorted(set(PAGES) - {"accounts:unlock", "accounts:lock_now"} - {"account_logout"}),
    )
    def test_runs_nothing_that_is_sent(self, locked: Client, name: str) -> None:
        answer = locked.post(address(name), {"text": "something"})

        if name != "set_language":
            assert answer.status_code == 423
            assert "This was not saved" in answer.content.decode()
        assert lock.is_locked(locked.session)

    def test_saves_no_note(self, locked: Client, mo: User, cast: Cast) -> None:
        case = cast.case(mo)

        answer = locked.post(reverse("cases:note_new", args=[case.pk]), {"text": "words"})

        assert answer.status_code == 423
        assert not Note.objects.exists()

    def test_shows_no_name_on_a_page_that_is_not_there(self, locked: Client) -> None:
        answer = locked.get("/nowhere/")

        assert answer.url.startswith(UNLOCK)

    def test_shows_neither_name_nor_link_nor_message(self, locked: Client, mo: User) -> None:
        text = locked.get(UNLOCK).content.decode()

        assert mo.name not in text.split()
        assert "Harbor" not in text
        assert "/people/" not in text
        assert "messages" not in text

    def test_answers_programs_with_401(self, locked: Client) -> None:
        answer = locked.get("/people/", headers={"Accept": "application/json"})

        assert answer.status_code == 401
        assert answer.json() == {"locked": True}

    def test_sends_a_page_that_asks_by_itself_to_the_lock(self, locked: Client) -> None:
        headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/downloads/"}

        answer = locked.get("/downloads/", headers=headers)

        assert answer.status_code == 401
        assert answer["HX-Redirect"] == f"{UNLOCK}?next=%2Fdownloads%2F"

    def test_leads_back_to_the_page_where_the_form_stood(self, locked: Client) -> None:
        answer = locked.post("/cases/new/", headers={"Referer": "http://testserver/people/?page=2"})

        assert f"{UNLOCK}?next=%2Fpeople%2F%3Fpage%3D2" in answer.content.decode()

    def test_leads_back_to_no_other_site(self, locked: Client) -> None:
        answer = locked.post("/cases/new/", headers={"Referer": "https://evil.example/people/"})

        assert "evil" not in answer.content.decode()

    def test_lets_people_sign_out(self, locked: Client) -> None:
        locked.post(reverse("account_logout"))

        assert "_auth_user_id" not in locked.session

    def test_lets_people_change_the_language(self, locked: Client) -> None:
        locked.post(reverse("set_language"), {"language": "es", "next": UNLOCK})

        assert 'lang="es"' in locked.get(UNLOCK).content.decode()


class TestUnlocking:
    def test_takes_the_password_and_goes_back(self, locked: Client) -> None:
        answer = locked.post(UNLOCK, {"password": PASSWORD, "next": "/people/?page=2"})

        assert answer.url == "/people/?page=2"
        assert locked.get("/people/").status_code == 200
        assert lines("unlocked") == 1

    def test_goes_to_no_other_site(self, locked: Client) -> None:
        answer = locked.post(UNLOCK, {"password": PASSWORD, "next": "https://evil.example/"})

        assert answer.url == "/"

    def test_refuses_a_wrong_password_with_a_line(self, locked: Client) -> None:
        answer = locked.post(UNLOCK, {"password": "wrong"})

        assert answer.context["form"].errors
        assert lock.is_locked(locked.session)
        assert AuditEvent.objects.filter(action="signed_in", outcome="not_allowed").count() == 1

    def test_refuses_even_the_right_password_after_five_wrong_ones(self, locked: Client) -> None:
        for number in range(5):
            locked.post(UNLOCK, {"password": "wrong"}, REMOTE_ADDR=f"10.0.0.{number}")

        answer = locked.post(UNLOCK, {"password": PASSWORD})

        assert "Too many" in str(answer.context["form"].errors)
        assert lock.is_locked(locked.session)

    def test_counts_together_with_the_tries_to_sign_in(self, locked: Client) -> None:
        for _try in range(5):
            locked.post(UNLOCK, {"password": "wrong"})

        answer = Client().post(LOGIN, {"login": "mo", "password": PASSWORD})

        assert "Too many" in str(answer.context["form"].errors)

    def test_is_not_done_by_a_passkey_that_is_made_up(self, locked: Client) -> None:
        locked.post(UNLOCK, {"credential": "{}"})

        assert lock.is_locked(locked.session)

    def test_is_not_done_by_nothing(self, locked: Client) -> None:
        locked.post(UNLOCK)

        assert lock.is_locked(locked.session)

    def test_does_not_stand_for_a_second_factor(self, locked: Client) -> None:
        before = locked.session["account_authentication_methods"]

        locked.post(UNLOCK, {"password": PASSWORD})

        assert locked.session["account_authentication_methods"] == before

    def test_ends_with_the_password_s_change(self, locked: Client, mo: User, cast: Cast) -> None:
        services.set_password(user=mo, password=PASSWORD + "!", by=cast.system)

        assert locked.get(UNLOCK).url.startswith(reverse("account_login"))

    def test_is_not_needed_when_it_is_open(self, mo: User, sign_in: SignIn) -> None:
        assert sign_in(mo).get(f"{UNLOCK}?next=/people/").url == "/people/"

    def test_keeps_the_messages_for_later(self, mo: User, sign_in: SignIn) -> None:
        phone = sign_in(mo)
        phone.post(reverse("accounts:device_sign_out_others"))
        phone.post(LOCK)
        phone.post(UNLOCK, {"password": PASSWORD})

        page = phone.get(reverse("accounts:devices"))

        assert "Signed out everywhere but here." in page.content.decode()
        assert "but here." not in phone.get(reverse("mfa_index")).content.decode()


class TestHiding:
    def test_locks_at_once_and_leaves_a_line(self, mo: User, sign_in: SignIn) -> None:
        phone = sign_in(mo)

        for _press in range(2):
            phone.post(LOCK)

        assert phone.get("/people/").url.startswith(UNLOCK)
        assert lines("locked") == 1

    def test_is_what_the_button_does(self, mo: User, sign_in: SignIn) -> None:
        text = sign_in(mo).get("/people/").content.decode()

        assert f'action="{LOCK}"' in text.split("data-quick-hide")[0]
        assert 'data-idle="900"' in text

    def test_is_not_undone_by_a_request_that_was_under_way(self, mo: User, sign_in: SignIn) -> None:
        phone = sign_in(mo)
        under_way = phone.session
        under_way["listed"] = ["something"]

        phone.post(LOCK)
        under_way.save()

        assert lock.is_locked(phone.session)


def test_an_invented_person_unlocks_without_a_password(cast: Cast, settings: Any) -> None:
    settings.DEMO_SIGN_IN, settings.ALLOWED_HOSTS = True, ["*"]
    here = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
    browser = Client(**here)
    browser.post("/accounts/demo/", {"user": str(cast.messenger().pk)})
    browser.post(LOCK)

    settings.DEMO_SIGN_IN = False
    browser.post(UNLOCK)
    assert lock.is_locked(browser.session)
    settings.DEMO_SIGN_IN = True
    assert "Demo: go on" in browser.get(UNLOCK).content.decode()
    browser.post(UNLOCK)

    assert not lock.is_locked(browser.session)
