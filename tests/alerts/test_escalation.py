"""An alert goes from one to the next, with a stopped clock, a dead worker and a dead server."""

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.alerts import channels, escalation, sending, services
from cvi.alerts.errors import AlertOver, NotSent, NotTheReceiver
from cvi.alerts.models import Alert, Delivery
from cvi.alerts.values import Channel, Post, State, Step
from cvi.audit.models import AuditEvent
from tests.alerts.conftest import (
    PHONE,
    TEXT,
    Crew,
    Texts,
    minutes_on,
    plan,
    receivers,
    states,
    with_mail,
    work,
)
from tests.cast import Cast

pytestmark = pytest.mark.django_db


class TestTheSteps:
    def test_tells_whoever_is_on_call_at_once(self, crew: Crew) -> None:
        crew.raise_alert()

        work()

        assert receivers() == ["fay"]

    def test_tells_as_soon_as_the_request_is_kept(
        self, crew: Crew, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            crew.raise_alert()

        assert receivers() == ["fay"]

    def test_goes_on_to_the_backup_and_the_supervisor_after_the_minutes_set(
        self, crew: Crew, clock: Any
    ) -> None:
        services.set_times(team=crew.team, backup_after=3, lead_after=7, by=crew.lead)
        crew.raise_alert()
        told = []

        for _minute in range(12):
            work()
            told.append(len(receivers()))
            minutes_on(clock, 1)

        assert told == [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3]
        assert receivers() == ["fay", "sid", "sue"]

    def test_stops_when_someone_answers(self, crew: Crew, clock: Any) -> None:
        alert = crew.raise_alert()
        work()

        services.answer_alert(alert=alert, by=crew.first)

        minutes_on(clock, 60)
        work()
        assert receivers() == ["fay"]

    def test_stops_when_it_is_ended(self, crew: Crew, clock: Any) -> None:
        alert = crew.raise_alert()

        services.end_alert(alert=alert, by=crew.mo)

        minutes_on(clock, 60)
        work()
        assert receivers() == []
        assert set(states(alert).values()) == {State.NOT_NEEDED}

    def test_waits_for_nobody_where_nobody_is_on_call(self, crew: Crew, cast: Cast) -> None:
        for shift in (crew.first, crew.second):
            accounts.deactivate_user(user=shift, by=cast.system)

        crew.raise_alert()
        work()

        assert receivers() == ["sue"]

    def test_tells_the_office_where_the_supervisor_needs_help_herself(
        self, crew: Crew, cast: Cast, clock: Any
    ) -> None:
        with_mail(cast.manager())
        crew.raise_alert(by=crew.lead)
        minutes_on(clock, 30)

        work()

        assert receivers() == ["fay", "sid", "max"]

    def test_tells_nobody_twice(self, crew: Crew, cast: Cast, clock: Any) -> None:
        plan(crew.team, crew.lead)
        with_mail(cast.manager())
        crew.raise_alert()

        for _each in range(4):
            work()
            minutes_on(clock, 10)

        assert sorted(receivers()) == ["fay", "max", "sid", "sue"]

    def test_tells_nobody_who_left_the_team(self, crew: Crew, cast: Cast) -> None:
        accounts.end_role(membership=crew.first.memberships.get(), by=cast.system)

        crew.raise_alert()
        work()

        assert receivers() == ["sid"]

    def test_says_so_where_nobody_can_be_written_to(self, crew: Crew, texts: Texts) -> None:
        crew.first.email = ""
        crew.first.save()

        alert = crew.raise_alert()

        assert states(alert) == {"fay email": State.NO_ADDRESS}


class TestTheMessage:
    def test_says_two_sentences_and_nothing_more(self, crew: Crew, texts: Texts) -> None:
        services.save_work_phone(user=crew.first, number=PHONE, by=crew.first)
        crew.raise_alert()

        work()

        (letter,) = mail.outbox
        assert (letter.subject, letter.body) == (TEXT, TEXT)
        assert texts.sent == [(PHONE, TEXT)]

    def test_leaves_a_line_for_every_send(self, crew: Crew) -> None:
        alert = crew.raise_alert()
        row = alert.deliveries.get()

        work()

        lines = AuditEvent.objects.filter(object_id=row.pk).order_by("pk")
        said = list(lines.values_list("reason", flat=True))
        assert said == ["message_queued", "message_claimed", "message_sent"]


class TestADeadWorker:
    def test_that_comes_back_tells_everyone_who_should_know_by_now_once(
        self, crew: Crew, clock: Any
    ) -> None:
        crew.raise_alert()
        minutes_on(clock, 5 * 60)

        for _each in range(3):
            work()

        assert receivers() == ["fay", "sid", "sue"]

    def test_tells_whoever_is_on_call_by_then(self, crew: Crew, cast: Cast, clock: Any) -> None:
        crew.raise_alert()
        work()
        minutes_on(clock, 9 * 60)
        night = with_mail(cast.messenger("nia"))
        plan(crew.team, night, Post.BACKUP)

        work()

        assert receivers() == ["fay", "nia", "sue"]

    def test_sends_nothing_again_that_it_may_have_sent(
        self, crew: Crew, clock: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        alert = crew.raise_alert()
        hand_over = channels.hand_over

        def die(*args: Any) -> None:
            hand_over(*args)
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(channels, "hand_over", die)
            with pytest.raises(SystemExit):
                work()
        assert alert.deliveries.get().standing == State.CLAIMED

        minutes_on(clock, 4)
        work()

        assert receivers() == ["fay"]
        assert alert.deliveries.get().standing == State.UNKNOWN
        minutes_on(clock, 2)
        work()
        assert receivers() == ["fay", "sid"]

    def test_two_workers_send_once(self, crew: Crew) -> None:
        crew.raise_alert()
        row_id = Delivery.objects.get().pk
        now = timezone.now()

        first = sending._claim(Delivery, row_id, now)
        second = sending._claim(Delivery, row_id, now)

        assert first is not None
        assert second is None

    def test_two_workers_take_a_step_once(self, crew: Crew, clock: Any) -> None:
        alert = crew.raise_alert()
        minutes_on(clock, 5)

        escalation.escalate_due(now=timezone.now())
        escalation.escalate_due(now=timezone.now())

        assert Alert.objects.get().step == Step.BACKUP
        assert alert.deliveries.filter(step=Step.BACKUP).count() == 1

    def test_the_database_refuses_a_second_row(self, crew: Crew) -> None:
        row = crew.raise_alert().deliveries.get()
        again = Delivery(alert=row.alert, step=row.step, receiver=row.receiver, channel="email")

        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


class TestAFailingServer:
    def test_is_tried_again_later_each_time_and_sends_once(
        self, crew: Crew, clock: Any, dead_mail: pytest.MonkeyPatch
    ) -> None:
        alert = crew.raise_alert()
        tried = []
        for minute in range(8):
            work()
            tried.append((minute, alert.deliveries.get(receiver=crew.first).tries))
            minutes_on(clock, 1)
        dead_mail.undo()

        for _minute in range(40):
            work()
            minutes_on(clock, 1)

        assert [tries for _minute, tries in tried] == [1, 2, 2, 3, 3, 3, 3, 4]
        assert sorted(receivers()) == ["fay", "sid", "sue"]

    def test_holds_up_neither_the_other_way_nor_the_next_person(
        self, crew: Crew, clock: Any, texts: Texts, dead_mail: pytest.MonkeyPatch
    ) -> None:
        for user in (crew.first, crew.second):
            services.save_work_phone(user=user, number=PHONE, by=user)
        alert = crew.raise_alert()

        work()
        minutes_on(clock, 5)
        work()

        assert len(texts.sent) == 2
        assert states(alert)["fay email"] == State.WAITING
        assert states(alert)["sid sms"] == State.SENT

    def test_is_given_up_in_the_end(
        self, crew: Crew, clock: Any, dead_mail: pytest.MonkeyPatch
    ) -> None:
        alert = crew.raise_alert()

        for _each in range(sending.TRIES + 1):
            work()
            minutes_on(clock, 31)

        assert set(states(alert).values()) == {State.GAVE_UP}
        assert len(states(alert)) == 3

    def test_is_not_tried_again_when_nobody_knows(
        self, crew: Crew, clock: Any, texts: Texts
    ) -> None:
        services.save_work_phone(user=crew.first, number=PHONE, by=crew.first)
        texts.fails = TimeoutError()
        alert = crew.raise_alert()
        work()
        texts.fails = None

        minutes_on(clock, 3)
        work()

        assert texts.sent == []
        assert states(alert) == {"fay email": State.SENT, "fay sms": State.UNKNOWN}

    def test_needs_no_more_once_someone_answered(
        self, crew: Crew, clock: Any, dead_mail: pytest.MonkeyPatch
    ) -> None:
        alert = crew.raise_alert()
        work()
        services.answer_alert(alert=alert, by=crew.first)
        dead_mail.undo()
        minutes_on(clock, 5)

        work()

        assert receivers() == []

    def test_a_text_that_lost_its_number_was_not_sent(self, crew: Crew, texts: Texts) -> None:
        services.save_work_phone(user=crew.first, number=PHONE, by=crew.first)
        alert = crew.raise_alert()
        services.save_work_phone(user=crew.first, number="", by=crew.first)

        work()

        assert states(alert)["fay sms"] == State.WAITING


class FakeMail:
    """A connection to a mail server that breaks where it is told."""

    def __init__(self, where: str, error: Exception) -> None:
        self.where, self.error = where, error

    def _do(self, what: str) -> None:
        if self.where == what:
            raise self.error

    def open(self) -> None:
        self._do("open")

    def send_messages(self, letters: list[Any]) -> int:
        self._do("send")
        return len(letters)

    def close(self) -> None:
        self._do("close")


class TestTheMailServer:
    @pytest.mark.parametrize(
        ("where", "error", "is_sure"),
        [
            ("open", ConnectionRefusedError(), True),
            ("open", TimeoutError(), True),
            ("send", smtplib.SMTPDataError(451, b"later"), True),
            ("send", smtplib.SMTPRecipientsRefused({}), True),
            ("send", smtplib.SMTPServerDisconnected(), False),
            ("send", TimeoutError(), False),
        ],
    )
    def test_tells_what_was_not_sent_from_what_nobody_knows(
        self, crew: Crew, monkeypatch: Any, where: str, error: Exception, is_sure: bool
    ) -> None:
        monkeypatch.setattr(mail, "get_connection", lambda: FakeMail(where, error))

        with pytest.raises(NotSent if is_sure else type(error)):
            channels.hand_over(Channel.EMAIL, crew.first, TEXT)

    def test_may_break_when_the_letter_is_gone(self, crew: Crew, monkeypatch: Any) -> None:
        broken = FakeMail("close", smtplib.SMTPServerDisconnected())
        monkeypatch.setattr(mail, "get_connection", lambda: broken)

        channels.hand_over(Channel.EMAIL, crew.first, TEXT)

    def test_is_not_asked_without_an_address(self, crew: Crew) -> None:
        with pytest.raises(NotSent):
            channels.hand_over(Channel.EMAIL, crew.mo, TEXT)


class TestAnswering:
    def test_is_for_those_who_were_told(self, crew: Crew) -> None:
        with pytest.raises(NotTheReceiver):
            services.answer_alert(alert=crew.raise_alert(), by=crew.mo)

    def test_is_done_by_one_alone(self, crew: Crew, clock: Any) -> None:
        alert = crew.raise_alert()
        minutes_on(clock, 5)
        work()
        services.answer_alert(alert=alert, by=crew.second)

        with pytest.raises(AlertOver):
            services.answer_alert(alert=alert, by=crew.first)

    def test_an_alert_ends_once(self, crew: Crew) -> None:
        alert = crew.raise_alert()
        services.end_alert(alert=alert, by=crew.mo)

        with pytest.raises(AlertOver):
            services.end_alert(alert=alert, by=crew.mo)

    @pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "people/"])
    def test_leads_nowhere_outside(self, crew: Crew, path: str) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            crew.raise_alert(path=path)


def test_waits_longer_each_time() -> None:
    assert [sending.wait_after(n) // dt.timedelta(minutes=1) for n in range(1, 8)] == [
        *(1, 2, 4, 8, 16),
        *(30, 30),
    ]
