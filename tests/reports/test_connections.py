"""How many referrals came to a first visit, and how long that took."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.audit.models import AuditEvent
from cvi.referrals import services
from cvi.referrals.models import Referral
from cvi.referrals.services import Step
from cvi.reports.connections import Connections, Sent, count, tables
from tests.cast import Cast, SignIn
from tests.referrals.course import accepted, in_days, report, sent

URL = "/reports/referrals/"


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


class TestWorkedExampleSeven:
    """domain.md 2.9, row 7: as of 7 April, mature after 14 days."""

    SENT = [
        Sent(march(1), connected_on=march(8)),
        Sent(march(3), connected_on=march(3)),
        Sent(march(10)),  # declined by the participant
        Sent(march(20)),  # on a waiting list
        Sent(march(28)),
    ]

    def counted(self) -> Connections:
        return count(self.SENT, as_of=dt.date(2026, 4, 7), mature_days=14)

    def test_four_are_mature_and_one_is_too_recent(self) -> None:
        found = self.counted()

        assert (found.mature, found.too_recent) == (4, 1)

    def test_half_of_them_came(self) -> None:
        found = self.counted()

        assert (found.connected, found.rate) == (2, 0.5)

    def test_the_middle_is_three_days_and_a_half(self) -> None:
        found = self.counted()

        assert found.to_connection == 3.5
        assert found.three_quarters == 5.25


class TestNothingToCount:
    def test_has_no_rate_and_no_time(self) -> None:
        found = count([], as_of=march(1), mature_days=30, label="Nobody")

        assert (found.rate, found.to_connection, found.three_quarters) == (None, None, None)
        assert found.cells[0] == "Nobody"
        assert found.cells[5] == {"number": "–"}

    def test_one_is_its_own_quartile(self) -> None:
        found = count([Sent(march(1), march(5))], as_of=march(31), mature_days=30)

        assert (found.to_connection, found.three_quarters) == (4.0, 4.0)


def long_ago(referral: Referral, days: int) -> None:
    """Let a referral have been sent so many days ago."""
    moment = timezone.now() - dt.timedelta(days=days)
    Referral.objects.filter(pk=referral.pk).update(sent_at=moment)


class TestTables:
    def test_count_by_team_and_by_need(self, cast: Cast) -> None:
        came, _case = accepted(cast)
        long_ago(came, 40)
        step = Step("scheduled", on=in_days(1))
        services.report_step(referral=came, step=step, by=cast.system)
        report(cast, came, "connected", in_days(-10))
        waiting = sent(cast, need="housing")
        long_ago(waiting, 35)
        sent(cast)

        found = tables(cast.manager(), first=in_days(-100), last=in_days(0))

        (_title, by_team), (_other, by_need) = found
        team, every = by_team
        assert team.label == "Harbor street team (Harbor Peace)"
        assert (every.mature, every.too_recent, every.connected) == (2, 1, 1)
        assert (every.to_connection, every.to_schedule, every.to_answer) == (30.0, 40.0, 30.0)
        assert [line.label for line in by_need] == ["A place to stay", "Not said", "All together"]

    def test_count_what_one_may_count(self, cast: Cast) -> None:
        sent(cast)
        outside = cast.supervisor("ray", team=cast.hill_team)

        (_title, lines), _by_need = tables(outside, first=in_days(-9), last=in_days(0))

        assert [line.mature + line.too_recent for line in lines] == [0]


class TestPage:
    def test_shows_numbers_and_no_person(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)

        text = sign_in(cast.manager()).get(URL).content.decode()

        assert "Harbor street team (Harbor Peace)" in text
        assert referral.case.participant.code not in text
        assert str(referral.pk) not in text
        event = AuditEvent.objects.get(resource="reports.connections")
        assert set(event.detail) == {"first", "last"}

    @pytest.mark.parametrize(
        "asked", ["first=2026-05-01&last=2026-04-01", "first=x", "first=0001-01-01"]
    )
    def test_says_which_day_is_wrong(self, cast: Cast, sign_in: SignIn, asked: str) -> None:
        page = sign_in(cast.manager()).get(f"{URL}?{asked}")

        assert page.context["form"].errors
        assert page.context["tables"] == []

    def test_is_for_those_who_count(self, cast: Cast, sign_in: SignIn, client: Any) -> None:
        assert sign_in(cast.messenger()).get(URL).status_code == 403
        assert reverse("account_login") in client.get(URL).url

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        for _number in range(4):
            sent(cast)
        browser = sign_in(cast.manager())
        browser.get(URL)

        with django_assert_num_queries(10):
            browser.get(URL)
