"""Unusual looks: what is found, what is not, and that it names no participant."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from cvi.audit import marks
from cvi.audit import services as audit
from cvi.audit.models import AuditEvent
from cvi.cases.models import Participant
from cvi.reports import anomalies

URL = reverse_lazy("reports:anomalies")
NOON = dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC)  # noon in New York, a Friday


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def mo(cast):
    user = cast.messenger()
    user.acting_role = "messenger"
    return user


def look(by, people=1, *, ago=dt.timedelta(0), flag=marks.NOTHING):
    """Let someone open so many people, some time ago."""
    with time_machine.travel(NOON - ago, tick=True):
        for _number in range(people):
            audit.viewed(Participant(pk=uuid4()), by=by, flag=flag)


def search(by, times, *, ago=dt.timedelta(0)):
    with time_machine.travel(NOON - ago, tick=True):
        for _number in range(times):
            audit.searched(Participant, count=0, by=by)


def found(days=7):
    return [(str(find.what), find.count) for find in anomalies.finds(days)]


class TestManyPeople:
    def test_in_an_hour_are_found_from_the_forty_first_on(self, mo):
        look(mo, 40)
        assert found() == []

        look(mo, 1)
        assert found() == [(str(anomalies.MANY_AN_HOUR), 41)]

    def test_are_counted_once_each(self, mo):
        person = Participant(pk=uuid4())
        for _time in range(50):
            audit.viewed(person, by=mo)

        assert found() == []

    def test_in_a_day_are_found_beyond_three_times_the_own_median(self, mo):
        for day in range(1, 7):
            look(mo, 4, ago=dt.timedelta(days=day))
        look(mo, 12)
        assert found() == []

        look(mo, 1)
        assert found() == [(str(anomalies.MANY_A_DAY), 13)]

    def test_on_a_first_busy_day_are_not_found(self, mo):
        look(mo, 1, ago=dt.timedelta(days=1))
        look(mo, 20)

        assert found() == []

    def test_long_ago_are_not_found(self, mo):
        look(mo, 41, ago=dt.timedelta(days=8))

        assert found(7) == []
        assert found(30) == [(str(anomalies.MANY_AN_HOUR), 41)]


class TestFishing:
    def test_is_three_searches_that_no_opening_follows(self, mo):
        search(mo, 3, ago=dt.timedelta(hours=1))

        assert found() == [(str(anomalies.FISHING), 3)]

    @pytest.mark.parametrize("times", [1, 2])
    def test_is_not_one_search_or_two(self, mo, times):
        search(mo, times, ago=dt.timedelta(hours=1))

        assert found() == []

    def test_is_not_a_search_that_found_someone(self, mo):
        search(mo, 4, ago=dt.timedelta(minutes=30))
        look(mo, 1, ago=dt.timedelta(minutes=20))

        assert found() == []

    def test_is_not_three_searches_in_a_day(self, mo):
        for hours in (1, 3, 5):
            search(mo, 1, ago=dt.timedelta(hours=hours))

        assert found() == []


class TestAtNight:
    MIDNIGHT = dt.timedelta(hours=12, minutes=-30)  # half past midnight

    def test_is_found_in_a_role_that_does_not_work_then(self, cast):
        rey = cast.reentry_coordinator()
        rey.acting_role = "reentry_coordinator"
        look(rey, 2, ago=self.MIDNIGHT)

        assert found() == [(str(anomalies.AT_NIGHT), 2)]

    @pytest.mark.parametrize("role", sorted(anomalies.NIGHT_ROLES))
    def test_is_nothing_in_a_role_that_does(self, mo, role):
        mo.acting_role = role
        look(mo, 2, ago=self.MIDNIGHT)

        assert found() == []

    @pytest.mark.parametrize(("hour", "count"), [(22, 0), (23, 1), (4, 1), (5, 0)])
    def test_is_from_eleven_to_five_as_the_city_counts(self, cast, hour, count):
        rey = cast.reentry_coordinator()
        rey.acting_role = "reentry_coordinator"
        local = timezone.make_aware(dt.datetime(2026, 11, 19, hour, 30))  # noqa: DTZ001
        look(rey, 1, ago=NOON - local)

        assert len(found()) == count


class TestOwnLastName:
    @pytest.fixture
    def kin(self, cast):
        """A worker whose last name is also that of someone on their list."""
        worker = cast.messenger("ana")
        worker.name = "Ana Ñandú Testperson"
        worker.save()
        return worker

    def test_is_found_when_someone_opens_one_of_theirs(self, cast, kin, sign_in):
        case = cast.case(worker=kin, name="Zedd Testperson")

        page = sign_in(kin).get(reverse("desk:participant", args=[case.participant_id]))

        assert page.status_code == 200
        assert found() == [(str(anomalies.OWN_SURNAME), 1)]

    def test_is_found_by_a_mark_that_looks_like_a_number(self, cast, mo, monkeypatch):
        monkeypatch.setattr(marks, "_mark", lambda _key, _event_id, flag: flag and "123e45678901")
        look(mo, 1, flag=marks.OWN_SURNAME)

        assert found() == [(str(anomalies.OWN_SURNAME), 1)]

    def test_is_found_when_someone_searches_for_it_with_or_without_accent(self, kin, sign_in):
        sign_in(kin).post(reverse("desk:people"), {"name": "nandu"})

        assert found() == [(str(anomalies.OWN_SURNAME), 1)]

    def test_is_not_found_for_another_name(self, cast, kin, sign_in):
        case = cast.case(worker=kin, name="Zedd Otherperson")

        sign_in(kin).get(reverse("desk:participant", args=[case.participant_id]))
        sign_in(kin).post(reverse("desk:people"), {"name": "Zedd"})

        assert found() == []

    def test_cannot_be_read_from_a_stolen_database(self, cast, kin, sign_in):
        case = cast.case(worker=kin, name="Zedd Testperson")
        other = cast.case(worker=kin, name="Zedd Otherperson")
        for each in (case, other):
            sign_in(kin).get(reverse("desk:participant", args=[each.participant_id]))

        details = AuditEvent.objects.filter(action="viewed").values_list("detail", flat=True)
        assert [set(detail) for detail in details] == [{"mark"}, {"mark"}]
        assert {len(detail["mark"]) for detail in details} == {12}

    def test_is_shown_by_day_without_a_code(self, cast, kin, sign_in):
        case = cast.case(worker=kin, name="Zedd Testperson")
        sign_in(kin).get(reverse("desk:participant", args=[case.participant_id]))

        text = sign_in(cast.auditor()).get(URL).content.decode()

        assert "Ana Ñandú Testperson" in text
        assert case.participant.code not in text


class TestPage:
    @pytest.mark.parametrize("role", ["auditor", "privacy_officer"])
    def test_shows_who_what_how_often_when_and_the_lines(self, cast, mo, sign_in, role):
        look(mo, 41)
        browser = sign_in(cast.user("reader", role, cast.ovp))

        text = browser.get(URL).content.decode()

        assert "Mo" in text
        assert "Opened more than 40 people in an hour" in text
        assert ">41<" in text
        link = text.split("/reports/trail/?")[1].split('"')[0].replace("&amp;", "&")
        assert "Mo opened" in browser.get(f"/reports/trail/?{link}").content.decode()

    def test_says_so_when_nothing_is_unusual(self, cast, sign_in):
        assert "Nothing unusual" in sign_in(cast.auditor()).get(URL).content.decode()

    def test_looks_back_as_far_as_asked(self, cast, mo, sign_in):
        look(mo, 41, ago=dt.timedelta(days=20))
        browser = sign_in(cast.auditor())

        assert "Nothing unusual" in browser.get(URL).content.decode()
        assert "Nothing unusual" in browser.get(URL, {"days": "soon"}).content.decode()
        assert ">41<" in browser.get(URL, {"days": 30}).content.decode()

    def test_leaves_a_line(self, cast, sign_in):
        sign_in(cast.auditor()).get(URL)

        assert AuditEvent.objects.get(resource="reports.anomalies").detail == {"days": 7}

    def test_asks_as_many_questions_however_much_it_finds(
        self, cast, mo, sign_in, django_assert_max_num_queries
    ):
        browser = sign_in(cast.auditor())
        browser.get(URL)
        for number in range(3):
            other = cast.messenger(f"m{number}")
            look(other, 41)
            search(other, 3, ago=dt.timedelta(hours=2))

        with django_assert_max_num_queries(15):
            browser.get(URL)

    @pytest.mark.parametrize("role", ["manager", "supervisor", "messenger", "administrator"])
    def test_refuses_everyone_else(self, cast, sign_in, role):
        assert sign_in(getattr(cast, role)("eve")).get(URL).status_code == 403
