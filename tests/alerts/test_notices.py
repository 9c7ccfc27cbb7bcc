"""The digest at a chosen hour, quiet hours, the work phone, and the calendar address."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cvi.accounts import services as accounts
from cvi.accounts.models import User
from cvi.alerts import services, sms, tasks
from cvi.alerts.errors import NotSent
from cvi.alerts.models import Digest, FeedAddress, NoticeSettings, WorkPhone
from cvi.alerts.values import State
from cvi.audit.models import AuditEvent
from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.cases.services import Task
from cvi.desk import tasks as desk_tasks
from tests.alerts.conftest import PHONE, Texts, plan, with_mail
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.django_db
NOTICES, CALENDAR = reverse("alerts:notices"), reverse("alerts:calendar")


def at(hour: int, minute: int = 0, day: int = 2) -> Any:
    moment = dt.datetime(2027, 6, day, hour, minute, tzinfo=timezone.get_default_timezone())
    return time_machine.travel(moment, tick=False)


def work() -> None:
    desk_tasks.tell_what_is_due.call_local()
    tasks.go_on.call_local()


@pytest.fixture
def mo(cast: Cast) -> User:
    return with_mail(cast.messenger())


def due_today(cast: Cast, mo: User, count: int = 1) -> list[Case]:
    found = []
    for number in range(count):
        case = cast.case(mo, name=f"Zedd Testperson {number}")
        what = {"kind": "check_in", "due_on": timezone.localdate(), "task": Task("ZEDD-SECRET")}
        cases.plan_follow_up(case=case, by=mo, **what)
        found.append(case)
    return found


def choose(mo: User, **changes: Any) -> None:
    services.save_settings(user=mo, changes={"has_digest": True, "digest_hour": 8} | changes, by=mo)


class TestTheDigest:
    def test_comes_once_a_day_with_a_count_alone(self, cast: Cast, mo: User) -> None:
        choose(mo)
        with at(7):
            due_today(cast, mo, 3)
            work()
        assert mail.outbox == []

        for hour in (8, 9, 15):
            with at(hour):
                work()

        (letter,) = mail.outbox
        assert letter.subject == letter.body == "You have 3 things due. Open the app."
        with at(8, day=3):
            work()
        assert len(mail.outbox) == 2

    def test_comes_late_when_the_worker_was_dead(self, cast: Cast, mo: User) -> None:
        choose(mo, quiet_from=20, quiet_until=6)

        with at(19, 59):
            due_today(cast, mo)
            work()

        assert [letter.body for letter in mail.outbox] == ["You have 1 thing due. Open the app."]

    def test_does_not_come_when_the_quiet_has_begun(self, cast: Cast, mo: User) -> None:
        choose(mo, quiet_from=20, quiet_until=6)

        with at(20):
            due_today(cast, mo)
            work()

        assert mail.outbox == []
        assert not Digest.objects.exists()

    def test_is_not_tried_again_in_the_quiet(
        self, cast: Cast, mo: User, dead_mail: pytest.MonkeyPatch
    ) -> None:
        choose(mo, quiet_from=20, quiet_until=6)
        with at(19, 58):
            due_today(cast, mo)
            work()
        dead_mail.undo()

        with at(20, 5):
            work()

        assert mail.outbox == []
        assert Digest.objects.get().state == State.GAVE_UP

    def test_says_nothing_when_nothing_is_due(self, cast: Cast, mo: User) -> None:
        choose(mo)

        with at(8):
            work()
            due_today(cast, mo)
        with at(9):
            work()

        assert mail.outbox == []

    def test_is_for_who_asked(self, cast: Cast, mo: User) -> None:
        with at(8):
            due_today(cast, mo)
            work()

        assert mail.outbox == []
        assert services.send_digest(user=mo, count=3, by=mo) == []

    def test_goes_by_the_ways_chosen(self, cast: Cast, mo: User, texts: Texts) -> None:
        services.save_work_phone(user=mo, number=PHONE, by=mo)
        choose(mo, by_email=False, by_sms=True)

        with at(8):
            due_today(cast, mo, 2)
            work()

        assert mail.outbox == []
        assert texts.sent == [(PHONE, "You have 2 things due. Open the app.")]

    def test_is_not_sent_by_two_workers(self, mo: User, monkeypatch: Any) -> None:
        choose(mo)
        with at(8):
            services.send_digest(user=mo, count=1, by=mo)
            monkeypatch.setattr(type(Digest.objects.all()), "exists", lambda _rows: False)
            again = services.send_digest(user=mo, count=1, by=mo)

        assert again == []
        assert Digest.objects.count() == 1


class TestTheSettings:
    @pytest.fixture
    def browser(self, mo: User, sign_in: SignIn) -> Client:
        return sign_in(mo)

    def said(self, **changes: str) -> dict[str, str]:
        typed = {"number": "215 555 0143", "has_digest": "on", "digest_hour": "7"}
        typed |= {"by_email": "on", "quiet_from": "20", "quiet_until": "6"}
        return typed | changes

    def test_are_kept_with_the_phone_sealed(self, mo: User, browser: Client) -> None:
        assert browser.post(NOTICES, self.said()).url == NOTICES

        kept = NoticeSettings.of(mo)
        assert (kept.has_digest, kept.digest_hour, kept.quiet_from) == (True, 7, 20)
        assert (kept.by_email, kept.by_sms) == (True, False)
        assert PHONE in browser.get(NOTICES).content.decode()
        assert PHONE not in repr(list(AuditEvent.objects.values()))
        assert mo.email
        row = WorkPhone.objects.get()
        assert PHONE.encode() not in bytes(row.__dict__["number"].blob)

    def test_change_and_forget_the_phone(self, browser: Client) -> None:
        browser.post(NOTICES, self.said())
        browser.post(NOTICES, self.said(number="215 555 0144"))
        assert "+12155550144" in browser.get(NOTICES).content.decode()

        browser.post(NOTICES, self.said(number=""))

        assert not WorkPhone.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"number": "call me"}, "number"),
            ({"number": "1" * 10_000}, "number"),
            ({"digest_hour": "24"}, "digest_hour"),
            ({"digest_hour": "22"}, "digest_hour"),
            ({"quiet_until": ""}, "quiet_until"),
            ({"quiet_until": "20"}, "quiet_until"),
            ({"quiet_from": "\x00"}, "quiet_from"),
            ({"quiet_from": "6", "quiet_until": "9"}, "digest_hour"),
        ],
    )
    def test_refuse_what_cannot_be_and_keep_what_was_typed(
        self, browser: Client, wrong: dict[str, str], field: str
    ) -> None:
        form = browser.post(NOTICES, self.said(**wrong)).context["form"]

        assert field in form.errors
        assert not NoticeSettings.objects.exists()

    def test_are_for_everyone_who_signed_in(
        self, cast: Cast, client: Client, sign_in: SignIn
    ) -> None:
        assert client.get(NOTICES).status_code == 302
        assert sign_in(cast.manager()).get(NOTICES).status_code == 200


class TestTheCalendar:
    @pytest.fixture
    def browser(self, mo: User, sign_in: SignIn) -> Client:
        cache.clear()
        return sign_in(mo)

    def address(self, browser: Client) -> str:
        page = browser.post(reverse("alerts:calendar_new")).content.decode()
        found = re.search(r"http://testserver(/calendar/[\w-]{43}\.ics)", page)
        assert found
        return found[1]

    def test_shows_opaque_titles_and_times(self, cast: Cast, mo: User, browser: Client) -> None:
        (case,) = due_today(cast, mo)
        plan(cast.harbor_team, mo)

        answer = Client().get(self.address(browser))

        text = answer.content.decode()
        events = Calendar.from_ical(text).walk("VEVENT")
        assert answer["Content-Type"].startswith("text/calendar")
        assert sorted({str(event["summary"]) for event in events}) == ["Check-in", "Shift"]
        assert {name for event in events for name in event} == {
            *("UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND")
        }
        for word in (case.participant.called, case.participant.code, "ZEDD", str(case.pk)):
            assert word not in text

    def test_shows_what_its_user_sees_today(self, cast: Cast, mo: User, browser: Client) -> None:
        due_today(cast, mo)
        address = self.address(browser)

        accounts.end_role(membership=mo.memberships.get(), by=cast.system)

        assert "VEVENT" not in Client().get(address).content.decode()

    def test_address_is_shown_once_and_kept_as_a_hash(self, browser: Client) -> None:
        token = self.address(browser).split("/")[-1].removesuffix(".ics")

        assert token not in browser.get(CALENDAR).content.decode()
        assert token not in repr(list(FeedAddress.objects.values()))
        assert token not in repr(list(AuditEvent.objects.values()))

    def test_opens_nothing_once_it_was_renewed_or_ended(self, browser: Client) -> None:
        first, second = self.address(browser), self.address(browser)

        assert Client().get(first).status_code == 404
        assert Client().get(second).status_code == 200
        browser.post(reverse("alerts:calendar_end"))
        assert Client().get(second).status_code == 404

    def test_opens_nothing_for_who_is_gone(self, cast: Cast, mo: User, browser: Client) -> None:
        address = self.address(browser)

        accounts.deactivate_user(user=mo, by=cast.system)

        assert Client().get(address).status_code == 404

    @pytest.mark.parametrize("token", ["x", "x" * 5000, "🙂", "a b"])
    def test_opens_nothing_for_a_guess(self, browser: Client, token: str) -> None:
        assert Client().get(reverse("desk:calendar_feed", args=[token])).status_code == 404

    def test_counts_guesses_and_stops_them(self, browser: Client) -> None:
        url = reverse("desk:calendar_feed", args=["guess"])

        answers = [Client().get(url).status_code for _each in range(32)]

        assert answers == [404] * 30 + [429] * 2

    def test_is_for_those_with_cases(self, cast: Cast, client: Client, sign_in: SignIn) -> None:
        manager = sign_in(cast.manager())

        for name in ("calendar_new", "calendar_end"):
            assert manager.post(reverse(f"alerts:{name}")).status_code == 403
            assert client.post(reverse(f"alerts:{name}")).status_code == 302
        assert manager.get(CALENDAR).status_code == 403


class Refusal(Exception):
    """As the provider's package raises."""

    def __init__(self, status: int) -> None:
        self.status = status


class TestTextMessages:
    @pytest.fixture
    def provider(self, monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[dict[str, str]]:
        settings.SMS_ACCOUNT, settings.SMS_TOKEN, settings.SMS_FROM = "AC1", "secret", "+1999"
        sent: list[dict[str, str]] = []

        class Messages:
            def create(self, **what: str) -> None:
                if what["to"].isdigit():
                    raise Refusal(int(what["to"]))
                sent.append(what)

        class Client:
            messages = Messages()

            def __init__(self, account: str, token: str) -> None:
                assert (account, token) == ("AC1", "secret")

        class Package:
            TwilioRestException = Refusal

        Package.Client = Client  # type: ignore[attr-defined]
        monkeypatch.setattr("importlib.import_module", lambda _name: Package)
        return sent

    def test_leave_by_the_example_provider(self, provider: list[dict[str, str]]) -> None:
        sms.TwilioSms().send(to=PHONE, text="Hello.")

        assert provider == [{"to": PHONE, "from_": "+1999", "body": "Hello."}]

    def test_that_it_refuses_were_not_sent(self, provider: list[dict[str, str]]) -> None:
        with pytest.raises(NotSent):
            sms.TwilioSms().send(to="400", text="Hello.")

    def test_that_break_it_may_have_been_sent(self, provider: list[dict[str, str]]) -> None:
        with pytest.raises(Refusal):
            sms.TwilioSms().send(to="503", text="Hello.")

    def test_show_on_the_console_without_the_number(self, settings: Any, capsys: Any) -> None:
        settings.SMS_BACKEND = "cvi.alerts.sms.ConsoleSms"

        sms.backend().send(to=PHONE, text="Hello.")

        assert capsys.readouterr().out == "Text message to …43: Hello.\n"
