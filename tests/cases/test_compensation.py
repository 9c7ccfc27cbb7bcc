"""Victim compensation: days left by the rule of the state, papers, money, and its way."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import claims, services
from cvi.cases.errors import CaseClosed, WrongDay, WrongStep
from cvi.cases.models import (
    Case,
    ClaimMove,
    CompensationClaim,
    FollowUp,
    Need,
)
from cvi.cases.models.compensation import FIRST, MOVES
from cvi.cases.services import Move
from cvi.standards import reading as standards
from tests.cast import Cast, SignIn

S = CompensationClaim.Status
ALL_MOVES = [(before, after) for before in S for after in S]


def today() -> dt.date:
    return timezone.localdate()


def days_ago(number: int) -> dt.date:
    return today() - dt.timedelta(days=number)


def facts(**changes: Any) -> dict[str, Any]:
    known = {"state": "nc", "harm": "hurt", "claimant": "victim", "crime_on": days_ago(10)}
    return known | changes


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def claim(case: Case, mo: User) -> CompensationClaim:
    return services.open_claim(case=case, facts=facts(), by=mo)


def to_file(claim: CompensationClaim) -> Any:
    return claims.clocks_of(claim).to_file


def today_rows(browser: Client) -> list[Any]:
    rows = browser.get("/today/").context["due"]
    return [row for row in rows if row.reason.startswith("Victim compensation")]


class TestDaysLeft:
    @pytest.mark.parametrize(
        ("state", "crime_on", "last_day"),
        [
            ("nc", dt.date(2026, 3, 1), dt.date(2028, 2, 29)),
            ("la", dt.date(2026, 3, 1), dt.date(2027, 3, 1)),
        ],
    )
    def test_are_two_years_in_north_carolina_and_else_one(
        self, case: Case, mo: User, state: str, crime_on: dt.date, last_day: dt.date
    ) -> None:
        known = facts(state=state, crime_on=crime_on)

        claim = services.open_claim(case=case, facts=known, by=mo)

        clock = to_file(claim)
        assert (clock.last_day, clock.days_left) == (last_day, (last_day - today()).days)

    @pytest.mark.parametrize(
        ("days", "left", "words"),
        [
            (364, 1, "1 day left to file"),
            (355, 10, "10 days left to file"),
            (365, 0, "Today is the last day to file."),
            (366, -1, "exception for good cause"),
        ],
    )
    def test_are_said_in_words(
        self, case: Case, mo: User, days: int, left: int, words: str
    ) -> None:
        known = facts(state="la", crime_on=days_ago(days), reported_on=days_ago(days))

        claim = services.open_claim(case=case, facts=known, by=mo)

        clock = to_file(claim)
        assert (clock.days_left, clock.is_over) == (left, left < 0)
        assert words in clock.text

    def test_to_report_are_72_hours_after_the_crime(self, case: Case, mo: User) -> None:
        known = facts(state="la", crime_on=days_ago(1))

        claim = services.open_claim(case=case, facts=known, by=mo)

        clock = claims.clocks_of(claim).to_report
        assert clock is not None
        assert (clock.last_day, clock.days_left) == (days_ago(-2), 2)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"state": "nc"}, "Not known how soon"),
            ({"state": "la"}, "The time to tell the police ended"),
            ({"state": "la", "reported_on": days_ago(1)}, "The police were told late."),
            ({"state": "la", "reported_on": days_ago(9)}, ""),
            ({"state": "la", "no_report_reason": "Afraid of them"}, ""),
        ],
    )
    def test_to_report_say_what_to_ask(
        self, case: Case, mo: User, changes: dict[str, Any], words: str
    ) -> None:
        claim = services.open_claim(case=case, facts=facts(**changes), by=mo)

        clock = claims.clocks_of(claim).to_report
        assert words in clock.text if clock and words else clock is None

    def test_need_the_day_it_happened(self, case: Case, mo: User) -> None:
        claim = services.open_claim(case=case, facts=facts(crime_on=None), by=mo)

        assert "the day it happened" in to_file(claim).text
        assert to_file(claim).days_left is None

    def test_end_when_it_is_sent_in(self, claim: CompensationClaim, mo: User) -> None:
        claim = services.move_claim(claim=claim, move=Move(S.SUBMITTED, today()), by=mo)

        assert claims.clocks_of(claim).running == []

    def test_to_appeal_are_the_letters_or_the_usual(
        self, claim: CompensationClaim, mo: User
    ) -> None:
        claim = services.move_claim(claim=claim, move=Move(S.SUBMITTED, today()), by=mo)
        claim = services.move_claim(claim=claim, move=Move(S.DENIED, today(), "late"), by=mo)
        assert claim.appeal_by == days_ago(-standards.number("compensation_appeal_days"))
        claim = services.move_claim(claim=claim, move=Move(S.APPEALED, today()), by=mo)
        letter = Move(S.DENIED, today(), "late", days_ago(-12))

        claim = services.move_claim(claim=claim, move=letter, by=mo)

        clock = claims.clocks_of(claim).to_appeal
        assert clock is not None
        assert clock.days_left == 12


class TestToday:
    @pytest.mark.parametrize(
        ("left", "is_shown", "is_late"),
        [(31, 0, 0), (30, 1, 0), (0, 1, 0), (-1, 1, 1), (-31, 0, 0)],
    )
    def test_shows_a_claim_with_few_days_left(
        self, case: Case, mo: User, sign_in: SignIn, left: int, is_shown: int, is_late: int
    ) -> None:
        day = days_ago(730 - left)
        services.open_claim(case=case, facts=facts(crime_on=day, reported_on=day), by=mo)

        rows = today_rows(sign_in(mo))

        assert [row.is_late for row in rows] == [bool(is_late)] * is_shown

    def test_leaves_those_who_do_not_want_it_in_peace(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        known = facts(crime_on=days_ago(720))

        services.open_claim(case=case, facts=known, status=S.DECLINED, by=mo)

        assert today_rows(sign_in(mo)) == []

    def test_asks_as_many_queries_for_many_claims_as_for_one(
        self, cast: Cast, mo: User, sign_in: SignIn, django_assert_max_num_queries
    ) -> None:
        for _each in range(5):
            services.open_claim(case=cast.case(mo), facts=facts(crime_on=days_ago(720)), by=mo)
        browser = sign_in(mo)
        browser.get("/today/")

        with django_assert_max_num_queries(36):
            browser.get("/today/")


class TestMoves:
    def test_go_only_where_they_may(self, claim: CompensationClaim, mo: User) -> None:
        gone = set()
        for before, after in ALL_MOVES:
            CompensationClaim.objects.update(status=before)
            with suppress(WrongStep):
                services.move_claim(claim=claim, move=Move(after, today(), "late"), by=mo)
                gone.add((before, after))

        assert gone == {(before, after) for before in S for after in MOVES[before]}

    def test_are_kept_with_their_days(self, claim: CompensationClaim, mo: User) -> None:
        services.move_claim(claim=claim, move=Move(S.SUBMITTED, days_ago(3)), by=mo)
        claim = services.move_claim(claim=claim, move=Move(S.APPROVED, today()), by=mo)

        moves = ClaimMove.objects.order_by("pk").values_list("before", "status", "moved_on")
        assert list(moves)[1:] == [
            ("preparing", "submitted", days_ago(3)),
            ("submitted", "approved", today()),
        ]
        assert claim.submitted_on == days_ago(3)

    @pytest.mark.parametrize("day", [days_ago(-1), days_ago(11)])
    def test_happen_between_the_crime_and_today(
        self, claim: CompensationClaim, mo: User, day: dt.date
    ) -> None:
        with pytest.raises(WrongDay):
            services.move_claim(claim=claim, move=Move(S.SUBMITTED, day), by=mo)

    def test_do_not_go_back_in_time(self, claim: CompensationClaim, mo: User) -> None:
        services.move_claim(claim=claim, move=Move(S.SUBMITTED, days_ago(2)), by=mo)

        with pytest.raises(WrongDay):
            services.move_claim(claim=claim, move=Move(S.APPROVED, days_ago(3)), by=mo)

    def test_begin_only_where_a_claim_begins(self, case: Case, mo: User) -> None:
        with pytest.raises(WrongStep):
            services.open_claim(case=case, facts=facts(), status=S.PAID, by=mo)

        assert set(FIRST) == {S.PREPARING, S.DECLINED, S.NOT_ELIGIBLE}

    def test_stop_with_the_case(self, claim: CompensationClaim, mo: User) -> None:
        services.close_case(case=claim.case, status="closed", closed_on=today(), by=mo)
        claim = CompensationClaim.objects.get()

        with pytest.raises(CaseClosed):
            services.move_claim(claim=claim, move=Move(S.SUBMITTED, today()), by=mo)


class TestDeclined:
    def test_is_offered_again_in_four_to_six_weeks(self, case: Case, mo: User) -> None:
        services.open_claim(case=case, facts=facts(), status=S.DECLINED, by=mo)

        offer, need = FollowUp.objects.get(), Need.objects.get()
        assert (need.domain, need.status) == ("compensation", "declined")
        assert (offer.kind, offer.need) == ("re_offer", need)
        assert (offer.opens_on, offer.due_on) == (days_ago(-28), days_ago(-42))

    def test_is_settled_when_they_want_it_after_all(self, case: Case, mo: User) -> None:
        claim = services.open_claim(case=case, facts=facts(), status=S.DECLINED, by=mo)

        services.move_claim(claim=claim, move=Move(S.PREPARING, today()), by=mo)

        assert FollowUp.objects.get().done_at is not None
        assert Need.objects.get().status == "in_progress"
