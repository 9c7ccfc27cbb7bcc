"""Whoever opens files in bulk is slowed down, and then stopped."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.cases import pace
from cvi.cases.access import open_participant
from cvi.cases.models import Case, Participant
from cvi.vault.ids import first_id_at
from tests.accounts.test_second_factor import code_for
from tests.cast import Cast, SignIn

STEP_UP = reverse("accounts:step_up")
UNLOCK = reverse("accounts:unlock")
SECRET = "MCDSZTMRP4OYENPE3HOG25FGA7ACW7ZN"
TOO_FAST = {"action": "slowed_down", "outcome": "not_allowed"}

Crowd = Callable[..., list[Case]]


@pytest.fixture
def crowd(cast: Cast) -> Crowd:
    """Return how many people are written down at once, without a line each."""

    def gather(count: int, worker: User | None = None) -> list[Case]:
        one = cast.case()
        people = Participant.objects.bulk_create(
            Participant(agency=cast.harbor, key=one.participant.key) for _each in range(count)
        )
        return Case.objects.bulk_create(
            Case(participant=person, team=cast.harbor_team, program="outreach", worker=worker)
            for person in people
        )

    return gather


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def reader(sue: User, sign_in: SignIn) -> Client:
    TOTP.activate(sue, SECRET)
    return sign_in(sue)


def page_of(case: Case) -> str:
    return reverse("desk:participant", args=[case.participant_id])


def open_all(user: User, cases: list[Case]) -> None:
    """Open files through the door, as pages do."""
    for case in cases:
        open_participant(user, case.participant_id)


def looked(user: User, people: list[Case], at: dt.datetime) -> None:
    """Write down looks of another day."""
    for number, case in enumerate(people):
        pk = first_id_at(at)
        event = AuditEvent(
            pk=type(pk)(int=pk.int + number + 1),
            at=at,
            action="viewed",
            resource="cases.participant",
            actor_id=user.pk,
            subject_id=case.participant_id,
        )
        event.row_mac = event.compute_mac()
        event.save(force_insert=True)


class TestTheForty:
    def test_first_people_open_and_the_next_asks_for_a_factor(
        self, sue: User, reader: Client, crowd: Crowd
    ) -> None:
        *first, last, next_one = crowd(41)
        open_all(sue, first)
        assert reader.get(page_of(last)).status_code == 200

        answer = reader.get(page_of(next_one))

        assert answer.url == f"{STEP_UP}?next={quote(page_of(next_one), safe='')}"

    def test_refusal_shows_nothing_and_leaves_a_line(
        self, sue: User, reader: Client, crowd: Crowd
    ) -> None:
        *first, next_one = crowd(41)
        open_all(sue, first)

        answer = reader.get(page_of(next_one))

        assert Participant.objects.get(pk=next_one.participant_id).code not in str(answer.content)
        assert not AuditEvent.objects.filter(subject_id=next_one.participant_id).exists()
        line = AuditEvent.objects.get(**TOO_FAST)
        assert (line.actor_id, line.detail) == (sue.pk, {"count": 40, "stopped": False})

    def test_factor_clears_it_up_to_the_next_forty(
        self, sue: User, reader: Client, crowd: Crowd
    ) -> None:
        people = crowd(81)
        open_all(sue, people[:40])

        onwards = reader.post(STEP_UP, {"code": code_for(SECRET), "next": page_of(people[40])})

        assert reader.get(onwards.url).status_code == 200
        open_all(sue, people[41:80])
        assert reader.get(page_of(people[80])).url.startswith(STEP_UP)

    def test_people_open_again(self, sue: User, reader: Client, crowd: Crowd) -> None:
        people = crowd(41)
        open_all(sue, people[:40])

        assert reader.get(page_of(people[0])).status_code == 200

    @pytest.mark.parametrize(
        "name", ["cases:note_new", "cases:goal_new", "outreach:contact_log", "desk:case_start"]
    )
    def test_hold_at_every_door(self, sue: User, reader: Client, crowd: Crowd, name: str) -> None:
        *first, next_one = crowd(41)
        open_all(sue, first)

        assert reader.get(reverse(name, args=[next_one.pk])).url.startswith(STEP_UP)

    def test_hold_for_a_form_that_is_sent(self, sue: User, reader: Client, crowd: Crowd) -> None:
        *first, next_one = crowd(41)
        open_all(sue, first)

        answer = reader.post(reverse("cases:note_new", args=[next_one.pk]), {"text": "Hello"})

        assert answer.url == f"{STEP_UP}?next=%2F"

    def test_are_forgotten_after_an_hour(self, sue: User, reader: Client, crowd: Crowd) -> None:
        people = crowd(41)
        looked(sue, people[:40], timezone.now() - dt.timedelta(minutes=61))

        assert reader.get(page_of(people[40])).status_code == 200


class TestTheUsual:
    def days(self, sue: User, people: list[Case], hours: int) -> None:
        noon = timezone.now().replace(minute=30) - dt.timedelta(days=20)
        for hour in range(hours):
            looked(sue, people, noon + dt.timedelta(hours=hour))

    def test_is_three_times_what_someone_opens_in_an_hour(self, sue: User, crowd: Crowd) -> None:
        self.days(sue, crowd(8), hours=pace.ENOUGH_HOURS)

        assert pace.limit_of(sue, now=timezone.now()) == 24

    def test_is_fifteen_at_least_and_forty_at_most(self, sue: User, crowd: Crowd) -> None:
        self.days(sue, crowd(1), hours=pace.ENOUGH_HOURS)
        assert pace.limit_of(sue, now=timezone.now()) == 15
        self.days(sue, crowd(30), hours=2 * pace.ENOUGH_HOURS)

        assert pace.limit_of(sue, now=timezone.now()) == 40

    def test_is_forty_while_little_is_known(self, sue: User, crowd: Crowd) -> None:
        self.days(sue, crowd(2), hours=pace.ENOUGH_HOURS - 1)

        assert pace.limit_of(sue, now=timezone.now()) == 40

    def test_stops_the_sixteenth_of_someone_who_opens_few(
        self, sue: User, reader: Client, crowd: Crowd
    ) -> None:
        people = crowd(16)
        self.days(sue, people[:2], hours=pace.ENOUGH_HOURS)
        open_all(sue, people[:14])
        assert reader.get(page_of(people[14])).status_code == 200

        assert reader.get(page_of(people[15])).url.startswith(STEP_UP)


class TestOnesOwnPeople:
    def test_are_never_refused(self, sue: User, reader: Client, crowd: Crowd) -> None:
        open_all(sue, crowd(40))
        (own,) = crowd(1, worker=sue)

        assert reader.get(reverse("outreach:contact_log", args=[own.pk])).status_code == 200

    def test_are_never_counted(self, sue: User, reader: Client, crowd: Crowd) -> None:
        open_all(sue, crowd(60, worker=sue))
        (other,) = crowd(1)

        assert reader.get(page_of(other)).status_code == 200


class TestTheAlert:
    @pytest.fixture
    def pat(self, cast: Cast) -> User:
        pat = cast.officer()
        pat.email = "pat@example.org"
        pat.save()
        return pat

    @pytest.mark.usefixtures("pat")
    def test_goes_to_the_privacy_officer_once_and_names_nobody(
        self,
        sue: User,
        reader: Client,
        crowd: Crowd,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        *first, one, other = crowd(42)
        open_all(sue, first)

        with django_capture_on_commit_callbacks(execute=True):
            reader.get(page_of(one))
            reader.get(page_of(other))

        (letter,) = mail.outbox
        assert letter.to == ["pat@example.org"]
        assert "Sue" not in letter.subject + letter.body
        assert AuditEvent.objects.filter(**TOO_FAST).count() == 2


class TestTheHundredAndTwenty:
    @pytest.fixture
    def stopped(self, sue: User, reader: Client, crowd: Crowd) -> Client:
        people = crowd(121)
        for start in (0, 40, 80):
            open_all(sue, people[start : start + 40])
            event = AuditEvent(action="stepped_up", resource="accounts.user", actor_id=sue.pk)
            event.row_mac = event.compute_mac()
            event.save(force_insert=True)
        assert reader.get(page_of(people[120])).url == UNLOCK
        return reader

    def test_locks_the_session_and_says_why(self, sue: User, stopped: Client) -> None:
        assert stopped.get(reverse("desk:people")).url.startswith(UNLOCK)
        assert "sign in again" in stopped.get(UNLOCK).content.decode()
        line = AuditEvent.objects.get(action="locked")
        assert (line.actor_id, line.detail) == (sue.pk, {"by": "pace"})
        assert AuditEvent.objects.get(**TOO_FAST).detail == {"count": 120, "stopped": True}

    def test_does_not_unlock_by_a_factor(self, stopped: Client) -> None:
        stopped.post(UNLOCK, {"password": "anything", "code": code_for(SECRET)})

        assert stopped.get(reverse("desk:people")).url.startswith(UNLOCK)

    def test_opens_after_a_new_sign_in(
        self, sue: User, sign_in: SignIn, stopped: Client, crowd: Crowd
    ) -> None:
        stopped.post(reverse("account_logout"))
        (next_one,) = crowd(1)

        assert sign_in(sue).get(page_of(next_one)).status_code == 200

    def test_stops_every_session(
        self, sue: User, sign_in: SignIn, reader: Client, crowd: Crowd
    ) -> None:
        second = sign_in(sue)
        people = crowd(122)
        for start in (0, 40, 80):
            open_all(sue, people[start : start + 40])
            event = AuditEvent(action="stepped_up", resource="accounts.user", actor_id=sue.pk)
            event.row_mac = event.compute_mac()
            event.save(force_insert=True)

        for client, case in zip((reader, second), people[120:], strict=True):
            assert client.get(page_of(case)).url == UNLOCK
