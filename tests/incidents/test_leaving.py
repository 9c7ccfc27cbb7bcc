"""Whoever leaves a message is told that it was received, and nothing else."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.incidents import services
from cvi.incidents.errors import BoxClosed
from cvi.incidents.models import DropBox, DropBoxMessage
from cvi.incidents.services import OpenedBox
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from tests.accounts.test_once import mark_on
from tests.cast import Cast, SignIn
from tests.incidents.conftest import (
    WORDS,
    a_request,
    alert_of,
    an_alert,
    leave,
    request_of,
    set_up,
)

RECEIVED = "/box/received/"


def ways_to_be_shut(cast: Cast) -> list[str]:
    """Return addresses of boxes that take nothing: unknown, closed and run out."""
    closed, over = set_up(cast, "closed"), set_up(cast, "over")
    services.close_box(box=closed.box, by=cast.system)
    DropBox.objects.filter(pk=over.box.pk).update(
        opened_on=timezone.localdate() - dt.timedelta(days=9),
        expires_on=timezone.localdate() - dt.timedelta(days=1),
    )
    unknown = OpenedBox(closed.box, "A" * 43)
    return [page(opened) for opened in (unknown, closed, over) for page in (request_of, alert_of)]


class TestLeaving:
    def test_a_request_keeps_it_for_the_team(self, box: OpenedBox, gia: User) -> None:
        answer = Client().post(request_of(box), a_request(caller="Officer Sampleton"))

        left = DropBoxMessage.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, RECEIVED)
        assert (left.box, left.kind) == (box.box, "request")
        assert left.said == {"wish": "check", "words": WORDS, "caller": "Officer Sampleton"}

    def test_an_alert_keeps_where_when_how_many_and_which_hospital(self, box: OpenedBox) -> None:
        Client().post(alert_of(box), an_alert())

        left = DropBoxMessage.objects.get()
        assert left.kind == "alert"
        assert left.said["victims"] == 2
        assert (left.said["area"], left.said["hour"]) == ("First and Main", "23:15:00")
        assert left.said["hospital"] == "Mercy"

    def test_nobody_hurt_is_kept_as_nought(self, box: OpenedBox) -> None:
        Client().post(alert_of(box), an_alert(victims="0"))

        assert DropBoxMessage.objects.get().said["victims"] == 0

    def test_leaves_a_line_that_names_no_participant(self, box: OpenedBox) -> None:
        left = leave(box)

        line = AuditEvent.objects.get(object_id=left.pk)
        assert (line.action, line.reason) == ("created", "drop_box_message_taken")
        assert line.subject_id is None

    def test_writes_to_those_who_read_it_without_a_word_of_it(
        self, cast: Cast, box: OpenedBox, gia: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        for user in (gia, cast.messenger()):
            User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")

        with django_capture_on_commit_callbacks(execute=True):
            leave(box)

        (letter,) = mail.outbox
        assert letter.to == ["gia@example.org"]
        assert "Zedd" not in letter.subject + letter.body

    def test_twice_with_one_tap_too_many_keeps_one(self, box: OpenedBox) -> None:
        browser = Client()
        typed = a_request(form_mark=mark_on(browser, request_of(box)))

        answers = [browser.post(request_of(box), typed) for _tap in range(2)]

        assert {answer["Location"] for answer in answers} == {RECEIVED}
        assert DropBoxMessage.objects.count() == 1


class TestBadInput:
    @pytest.mark.parametrize("wrong", [{"words": ""}, {"wish": "evil"}, {"words": "x" * 2001}])
    def test_of_a_request_stays_on_the_page_and_saves_nothing(
        self, box: OpenedBox, wrong: dict[str, str]
    ) -> None:
        answer = Client().post(request_of(box), a_request(caller="Officer Sampleton", **wrong))

        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'aria-invalid="true"' in page
        assert 'value="Officer Sampleton"' in page
        assert not DropBoxMessage.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"area": ""}, {"day": "2999-01-01"}, {"hour": "noon"}, {"victims": "-1"}]
    )
    def test_of_an_alert_stays_on_the_page_and_saves_nothing(
        self, box: OpenedBox, wrong: dict[str, str]
    ) -> None:
        answer = Client().post(alert_of(box), an_alert(**wrong))

        assert 'aria-invalid="true"' in answer.content.decode()
        assert 'value="Mercy"' in answer.content.decode()
        assert not DropBoxMessage.objects.exists()


class TestABoxThatIsShut:
    def test_answers_the_same_bytes_whatever_the_reason(self, cast: Cast) -> None:
        pages = ways_to_be_shut(cast)

        answers = [Client().get(page) for page in pages]
        answers += [Client().post(page, a_request()) for page in pages]

        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert not DropBoxMessage.objects.exists()

    def test_meanwhile_takes_nothing(self, cast: Cast, box: OpenedBox) -> None:
        stale = DropBox.objects.get(pk=box.box.pk)
        services.close_box(box=box.box, by=cast.system)

        with pytest.raises(BoxClosed):
            services.take_message(
                box=stale, kind=DropBoxMessage.Kind.REQUEST, said={}, by=cast.system
            )


class TestTooMany:
    def test_to_one_box_are_told_to_telephone_and_keep_what_was_typed(
        self, cast: Cast, box: OpenedBox
    ) -> None:
        for _message in range(services.BOX_AN_HOUR):
            leave(box)

        answer = Client().post(request_of(box), a_request())

        page = answer.content.decode()
        assert answer.status_code == 429
        assert "Telephone the team" in page
        assert WORDS in page
        assert DropBoxMessage.objects.count() == services.BOX_AN_HOUR
        leave(set_up(cast, "another"))

    def test_to_all_boxes_are_told_to_telephone(
        self, cast: Cast, box: OpenedBox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "ALL_AN_HOUR", 2)
        for label in ("one", "two"):
            leave(set_up(cast, label))

        assert Client().post(request_of(box), a_request()).status_code == 429

    def test_are_forgotten_after_an_hour(
        self, box: OpenedBox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "BOX_AN_HOUR", 1)
        leave(box)

        with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
            leave(box)

        assert DropBoxMessage.objects.count() == 2


class TestThePage:
    def test_needs_no_cookie_but_the_one_against_forgery(self, box: OpenedBox) -> None:
        browser = Client()
        for page in (request_of(box), alert_of(box)):
            browser.get(page)
        browser.post(request_of(box), a_request())
        browser.get(RECEIVED)

        assert set(browser.cookies) == {settings.CSRF_COOKIE_NAME}

    def test_keeps_no_draft_and_is_kept_nowhere(self, box: OpenedBox) -> None:
        for page in (request_of(box), alert_of(box)):
            answer = Client().get(page)
            assert "data-no-draft" in answer.content.decode()
            assert "<script" not in answer.content.decode()
            assert "no-store" in answer["Cache-Control"]

    def test_is_refused_without_the_token_against_forgery(self, box: OpenedBox) -> None:
        browser = Client(enforce_csrf_checks=True)

        assert browser.post(request_of(box), a_request()).status_code == 403
        assert not DropBoxMessage.objects.exists()

    def test_speaks_spanish(self, box: OpenedBox) -> None:
        browser = Client(headers={"accept-language": "es"})

        assert "Dejar una petición" in browser.get(request_of(box)).content.decode()
        assert "Dejar una alerta" in browser.get(alert_of(box)).content.decode()
        assert "Recibido" in browser.get(RECEIVED).content.decode()

    def test_tells_someone_signed_in_nothing_either(
        self, box: OpenedBox, gia: User, sign_in: SignIn
    ) -> None:
        page = sign_in(gia).get(request_of(box)).content.decode()

        for word in ("Gia", "9th district", "City GVI team", "Office of Violence Prevention"):
            assert word not in page


class TestSealing:
    def test_opens_for_the_domain_of_the_agency_alone(self, cast: Cast, box: OpenedBox) -> None:
        left = leave(box)

        for ring in ([("core", cast.ovp.pk), ("gvi", cast.ovp.pk)], [("drop_box", cast.hill.pk)]):
            with open_ring(ring), pytest.raises(DomainDenied):
                _ = DropBoxMessage.objects.get().said
        with open_ring([("drop_box", cast.ovp.pk)]):
            assert DropBoxMessage.objects.get(pk=left.pk).said["words"] == WORDS

    def test_gives_each_message_a_key_of_its_own(self, box: OpenedBox) -> None:
        first, second = leave(box), leave(box)

        assert first.key_id != second.key_id
        assert (first.key.domain, first.key.subject) == ("drop_box", first.pk)

    def test_leaves_no_word_in_the_tables(self, box: OpenedBox) -> None:
        leave(box)

        with connection.cursor() as cursor:
            for table in ("dropboxmessage", "historicaldropboxmessage"):
                cursor.execute(f"SELECT * FROM incidents_{table}")  # noqa: S608  named here
                assert b"Zedd" not in repr(cursor.fetchall()).encode()


class TestTheDatabase:
    def test_keeps_no_token(self, box: OpenedBox) -> None:
        stored = repr(list(DropBox.objects.values())) + repr(list(DropBox.history.values()))

        assert box.token not in stored

    @pytest.mark.parametrize(
        "half", [{"outcome": "checked"}, {"handled_at": timezone.now()}, {"handled_by": "gia"}]
    )
    def test_knows_who_handled_a_message_when_and_how_or_none_of_it(
        self, box: OpenedBox, gia: User, half: dict[str, Any]
    ) -> None:
        left = leave(box)
        half = {key: gia if value == "gia" else value for key, value in half.items()}

        with pytest.raises(IntegrityError), transaction.atomic():
            DropBoxMessage.objects.filter(pk=left.pk).update(**half)

    def test_knows_no_box_that_ends_before_it_opens(self, box: OpenedBox) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            DropBox.objects.update(expires_on=box.box.opened_on)
