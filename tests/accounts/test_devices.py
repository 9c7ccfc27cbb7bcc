"""Where people are signed in: written down at sign-in, shown, and ended from afar."""

from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.browsers import read_user_agent
from cvi.accounts.models import Device, User
from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent
from tests.accounts.test_lock import clock, minutes  # noqa: F401  a fixture
from tests.accounts.test_second_factor import (
    AGAIN,
    CODES,
    LOGIN,
    PASSWORD,
    set_up,
    with_password,
)
from tests.cast import Cast, SignIn

DEVICES = reverse("accounts:devices")
OTHERS = reverse("accounts:device_sign_out_others")
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
AGENTS = [
    (PHONE, "Chrome on Android"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
    ("Mozilla/5.0 (iPhone) CriOS/140.0 Safari/604.1", "Chrome on iPhone"),
    ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
    ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25 Chrome/121", "Samsung Internet on And"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15) Firefox/140.0", "Firefox on Mac"),
    ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome on ChromeOS"),
    ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Firefox on Linux"),
    ("", "A browser on another device"),
]

pytestmark = pytest.mark.usefixtures("fresh_codes")


def end(device: Device) -> str:
    return reverse("accounts:device_sign_out", args=[device.pk])


def is_out(browser: Client) -> bool:
    answer = browser.get("/people/")
    return answer.status_code == 302 and reverse("account_login") in answer.url


@pytest.mark.parametrize(("agent", "label"), AGENTS)
def test_a_device_is_called_what_its_owner_calls_it(agent: str, label: str) -> None:
    browser, system = read_user_agent(agent)

    assert Device(browser=browser, system=system).label.startswith(label)


class TestSignIn:
    def test_writes_the_device_down(self, cast: Cast) -> None:
        mo = with_password(cast.messenger())
        phone = Client(HTTP_USER_AGENT=PHONE)

        phone.post(LOGIN, {"login": "mo", "password": PASSWORD})

        device = Device.objects.get()
        assert (device.user, device.label, device.is_shared) == (mo, "Chrome on Android", False)
        assert Session.objects.filter(session_key=device.session_hash).exists()

    def test_leaves_a_line(self, cast: Cast, sign_in: SignIn) -> None:
        sign_in(cast.messenger())

        event = AuditEvent.objects.get(resource="accounts.device")
        assert (event.action, event.reason) == ("created", "device_signed_in")

    def test_keeps_neither_cookie_readable(self, cast: Cast, settings: Any) -> None:
        with_password(cast.messenger())
        phone = Client()
        phone.post(LOGIN, {"login": "mo", "password": PASSWORD})
        phone.get(reverse("mfa_index"))
        cookies = [phone.cookies[n].value for n in (settings.DEVICE_COOKIE_NAME, "sid")]

        row = str(vars(Device.objects.get()))

        assert not any(cookie in row for cookie in cookies)

    def test_keeps_when_it_was_last_used(self, cast: Cast, sign_in: SignIn, clock: Any) -> None:  # noqa: F811
        phone = sign_in(cast.messenger())
        first = Device.objects.get().last_seen_at

        clock.shift(minutes(3))
        phone.get("/people/")

        assert Device.objects.get().last_seen_at - first == minutes(3)


class TestNewDevice:
    @pytest.fixture
    def mo(self, cast: Cast) -> User:
        mo = with_password(cast.messenger())
        mo.email = "mo@example.org"
        mo.save()
        return mo

    def come(self, browser: Client, **more: str) -> None:
        browser.post(LOGIN, {"login": "mo", "password": PASSWORD, **more})
        browser.get(reverse("mfa_index"))
        browser.post(reverse("account_logout"))

    def test_is_told_by_mail_without_a_name_or_a_place(
        self, mo: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            self.come(Client(HTTP_USER_AGENT=PHONE))
            assert mail.outbox == []
            self.come(Client(HTTP_USER_AGENT=PHONE))

        letter = mail.outbox[0]
        text = letter.subject + letter.body
        assert letter.to == ["mo@example.org"]
        assert not any(word in text for word in ("Mo", "Chrome", "Android", "127.0.0.1", "Harbor"))
        assert len(mail.outbox) == 1

    def test_is_not_told_of_a_browser_that_was_there_before(
        self, mo: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        phone = Client()
        with django_capture_on_commit_callbacks(execute=True):
            for _time in range(3):
                self.come(phone)

        assert mail.outbox == []

    def test_is_told_every_time_of_a_shared_one(
        self, mo: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        library = Client()
        with django_capture_on_commit_callbacks(execute=True):
            for _time in range(3):
                self.come(library, is_shared="on")

        assert len(mail.outbox) == 2

    def test_is_told_to_nobody_without_an_address(
        self, mo: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        mo.email = ""
        mo.save()
        with django_capture_on_commit_callbacks(execute=True):
            self.come(Client())
            self.come(Client())

        assert mail.outbox == []


class TestOwnDevices:
    def test_are_listed_with_this_one_marked(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        phone, _other = sign_in(mo), sign_in(mo)
        sign_in(cast.supervisor())

        page = phone.get(DEVICES)

        assert len(page.context["devices"]) == 2
        assert {device.user for device in page.context["devices"]} == {mo}
        assert page.content.decode().count("This device") == 1

    def test_leave_out_those_that_ended(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        phone, gone = sign_in(mo), sign_in(mo)
        gone.post(reverse("account_logout"))

        assert len(phone.get(DEVICES).context["devices"]) == 1

    def test_ask_as_many_queries_for_many_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
    ) -> None:
        mo = cast.messenger()
        phone = sign_in(mo)
        for _device in range(6):
            sign_in(mo)
        phone.get(DEVICES)

        with django_assert_max_num_queries(10):
            phone.get(DEVICES)

    def test_end_one_by_one_at_once(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        phone, lost = sign_in(mo), sign_in(mo)
        device = Device.objects.order_by("pk").last()

        phone.post(end(device))

        assert is_out(lost)
        assert not is_out(phone)
        device.refresh_from_db()
        assert device.revoked_at
        assert not Session.objects.filter(session_key=device.session_hash).exists()
        assert AuditEvent.objects.filter(reason="device_revoked", object_id=device.pk).exists()

    def test_end_here_with_the_sign_in_page(self, cast: Cast, sign_in: SignIn) -> None:
        phone = sign_in(cast.messenger())

        answer = phone.post(end(Device.objects.get()))

        assert answer.url == reverse("account_login")
        assert is_out(phone)

    def test_end_all_but_this_one(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        phone, *others = [sign_in(mo) for _device in range(3)]
        sue = sign_in(cast.supervisor())

        phone.post(OTHERS)

        assert [is_out(browser) for browser in (phone, sue, *others)] == [False, False, True, True]

    def test_are_out_of_reach_of_everyone_else(self, cast: Cast, sign_in: SignIn) -> None:
        phone = sign_in(cast.messenger())
        device = Device.objects.get()

        for stranger in (cast.supervisor(), cast.administrator()):
            assert sign_in(stranger).post(end(device)).status_code == 404
        assert not is_out(phone)

    def test_do_not_end_by_a_mere_visit(self, cast: Cast, sign_in: SignIn) -> None:
        phone = sign_in(cast.messenger())

        for url in (OTHERS, end(Device.objects.get())):
            assert phone.get(url).status_code == 405

    def test_cannot_come_back_with_a_request_that_was_under_way(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        mo = cast.messenger()
        phone = sign_in(mo)
        under_way = phone.session
        assert "second_factor" in under_way

        services.sign_out_everywhere(user=mo, by=mo)
        under_way["listed"] = ["something"]
        with pytest.raises(UpdateError):
            under_way.save()

        assert is_out(phone)


class TestStaffDevices:
    def test_are_shown_to_who_looks_after_them(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        sign_in(mo)
        url = reverse("accounts:staff_devices", args=[mo.pk])

        page = sign_in(cast.administrator()).get(url)

        assert [device.user for device in page.context["devices"]] == [mo]

    def test_end_all_at_once(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        phones = [sign_in(mo), sign_in(mo)]
        url = reverse("accounts:staff_sign_out", args=[mo.pk])

        page = sign_in(cast.administrator()).post(url, follow=True)

        assert all(is_out(phone) for phone in phones)
        assert "Not signed in anywhere" in page.content.decode()

    @pytest.mark.parametrize("name", ["staff_devices", "staff_sign_out"])
    def test_are_out_of_reach_of_others(self, cast: Cast, sign_in: SignIn, name: str) -> None:
        mo = cast.messenger()
        phone = sign_in(mo)
        url = reverse(f"accounts:{name}", args=[mo.pk])
        elsewhere = cast.user("ana", Role.ADMINISTRATOR, cast.hill)
        ask = Client.post if name == "staff_sign_out" else Client.get

        assert ask(sign_in(elsewhere), url).status_code == 404
        assert ask(sign_in(cast.supervisor()), url).status_code == 403
        assert not is_out(phone)


class TestOtherSessionsEnd:
    @pytest.fixture
    def both(self, cast: Cast) -> tuple[Client, str, Client]:
        """Return a browser with its code app, and another one of the same person."""
        with_password(cast.messenger())
        browser, secret = set_up(User.objects.get(username="mo"))
        other = Client()
        other.force_login(User.objects.get(username="mo"))
        assert not is_out(other)
        return browser, secret, other

    def test_with_a_new_code_app(
        self, cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any
    ) -> None:
        mo = with_password(cast.messenger())
        other = sign_in(mo)

        with django_capture_on_commit_callbacks(execute=True):
            browser, _secret = set_up(mo)

        assert is_out(other)
        assert not is_out(browser)

    def test_with_new_recovery_codes(
        self, both: tuple[Client, str, Client], django_capture_on_commit_callbacks: Any
    ) -> None:
        browser, _secret, other = both
        url = reverse("mfa_generate_recovery_codes")
        browser.post(f"{AGAIN}?next={CODES}", {"password": PASSWORD})

        with django_capture_on_commit_callbacks(execute=True):
            browser.post(url)

        assert is_out(other)
        assert not is_out(browser)

    def test_with_a_new_password(self, both: tuple[Client, str, Client]) -> None:
        browser, _secret, other = both
        new = "seven green boats drift east"

        browser.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )

        assert is_out(other)
        assert is_out(browser)
        assert not Device.objects.live().exists()

    @pytest.mark.parametrize("act", [services.deactivate_user, services.issue_new_code])
    def test_with_being_shut_out_or_let_in_anew(
        self, both: tuple[Client, str, Client], cast: Cast, act: Any
    ) -> None:
        browser, _secret, other = both

        act(user=User.objects.get(username="mo"), by=cast.system)

        assert is_out(browser)
        assert is_out(other)
        assert not Device.objects.live().exists()
