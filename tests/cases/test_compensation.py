"""Victim compensation: days left by the rule of the state, papers, money, and its way."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import claims, services
from cvi.cases.errors import CaseClosed, WrongDay, WrongStep
from cvi.cases.models import (
    Case,
    ClaimAmount,
    ClaimMove,
    ClaimPaper,
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

        with django_assert_max_num_queries(27):
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


class TestPapers:
    def test_are_those_of_the_state(self, claim: CompensationClaim) -> None:
        papers = set(ClaimPaper.objects.values_list("paper", "status"))

        wanted = ("application", "notarized_form", "police_report", "itemized_bill")
        assert papers == {(paper, "needed") for paper in wanted}

    def test_are_more_when_someone_was_killed(self, claim: CompensationClaim, mo: User) -> None:
        services.change_claim(claim=claim, facts={"harm": "killed"}, by=mo)

        papers = set(ClaimPaper.objects.values_list("paper", flat=True))
        assert papers >= {"death_certificate", "funeral_bill", "police_report"}

    def test_are_gone_through_on_one_page(
        self, claim: CompensationClaim, mo: User, sign_in: SignIn
    ) -> None:
        url = reverse("cases:claim_papers", args=[claim.pk])
        browser = sign_in(mo)
        shown = browser.get(url).context["form"]
        typed = {name: shown[name].value() for name in shown.fields}
        changes = {"police_report": "asked", "wage_proof": "have", "application": "not_needed"}

        wrong = browser.post(url, typed | {"police_report": "lost"})
        browser.post(url, typed | changes)

        papers = dict(ClaimPaper.objects.values_list("paper", "status"))
        assert "police_report" in wrong.context["form"].errors
        assert papers == {"notarized_form": "needed", "itemized_bill": "needed"} | changes


class TestMoney:
    def url(self, claim: CompensationClaim) -> str:
        return reverse("cases:claim_amount", args=[claim.pk])

    def test_is_one_line_a_cost(self, claim: CompensationClaim, mo: User, sign_in: SignIn) -> None:
        browser = sign_in(mo)

        browser.post(self.url(claim), {"cost": "funeral", "requested": "4500.50"})
        browser.post(
            self.url(claim), {"cost": "funeral", "requested": "4500.50", "awarded": "4000"}
        )

        row = ClaimAmount.objects.get()
        assert (row.requested, row.awarded) == (Decimal("4500.50"), Decimal(4000))

    def test_without_amounts_is_taken_away(
        self, claim: CompensationClaim, mo: User, sign_in: SignIn
    ) -> None:
        services.save_claim_amount(claim=claim, cost="funeral", requested=Decimal(5), by=mo)

        sign_in(mo).post(self.url(claim), {"cost": "funeral"})

        assert not ClaimAmount.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"cost": "yacht", "requested": "1"}, "cost"),
            ({"cost": "", "requested": "1"}, "cost"),
            ({"cost": "funeral", "requested": "-1"}, "requested"),
            ({"cost": "funeral", "requested": "1.005"}, "requested"),
            ({"cost": "funeral", "requested": "x" * 10_000}, "requested"),
            ({"cost": "funeral", "awarded": "99999999999"}, "awarded"),
            ({"cost": "funeral", "awarded": "NaN"}, "awarded"),
        ],
    )
    def test_is_a_sum_of_dollars(
        self,
        claim: CompensationClaim,
        mo: User,
        sign_in: SignIn,
        typed: dict[str, str],
        field: str,
    ) -> None:
        page = sign_in(mo).post(self.url(claim), typed)

        assert field in page.context["form"].errors
        assert not ClaimAmount.objects.exists()


class TestNew:
    def url(self, case: Case) -> str:
        return reverse("cases:claim_new", args=[case.pk])

    def typed(self, **changes: str) -> dict[str, str]:
        return {
            "status": "preparing",
            "harm": "killed",
            "state": "nc",
            "crime_on": days_ago(40).isoformat(),
            "reported_on": days_ago(39).isoformat(),
            "claimant": "family",
            "claimant_name": "Zora Testkin",
            "offered_on": today().isoformat(),
            **changes,
        }

    @pytest.mark.parametrize("name", ["Zora Testkin", "😀 مفتاح", ""])
    def test_keeps_what_is_known(self, case: Case, mo: User, sign_in: SignIn, name: str) -> None:
        answer = sign_in(mo).post(self.url(case), self.typed(claimant_name=name))

        claim = CompensationClaim.objects.get()
        assert answer.url == reverse("desk:plan", args=[case.participant_id])
        assert (claim.claimant, claim.claimant_name) == ("family", name)
        assert (claim.crime_on, claim.offered_on) == (days_ago(40), today())
        assert Need.objects.get().status == "in_progress"

    def test_offers_the_state_of_the_teams_last_claim(
        self, cast: Cast, claim: CompensationClaim, mo: User, sign_in: SignIn
    ) -> None:
        page = sign_in(mo).get(self.url(cast.case(mo)))

        assert page.context["form"]["state"].value() == "nc"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"harm": "scared"}, "harm"),
            ({"state": ""}, "state"),
            ({"state": "xx"}, "state"),
            ({"claimant": ""}, "claimant"),
            ({"status": "paid"}, "status"),
            ({"crime_on": "2999-01-01"}, "crime_on"),
            ({"crime_on": "2026-02-30"}, "crime_on"),
            ({"reported_on": days_ago(41).isoformat()}, "reported_on"),
            ({"offered_on": days_ago(41).isoformat()}, "offered_on"),
            ({"explained_on": days_ago(-1).isoformat()}, "explained_on"),
            ({"no_report_reason": "Afraid"}, "no_report_reason"),
            ({"no_report_reason": "x" * 10_000}, "no_report_reason"),
            ({"no_report_reason": "a\x00b"}, "no_report_reason"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        page = sign_in(mo).post(self.url(case), self.typed(**changes))

        assert field in page.context["form"].errors
        assert "Zora Testkin" in page.content.decode()
        assert not CompensationClaim.objects.exists()
        assert not Need.objects.exists()


class TestPage:
    def url(self, claim: CompensationClaim, page: str = "claim") -> str:
        return reverse(f"cases:{page}", args=[claim.pk])

    def test_shows_days_left_papers_money_and_the_way_so_far(
        self, claim: CompensationClaim, mo: User, sign_in: SignIn
    ) -> None:
        services.save_claim_amount(claim=claim, cost="funeral", requested=Decimal(900), by=mo)

        text = sign_in(mo).get(self.url(claim)).content.decode()

        assert "720 days left to file" in text
        assert all(word in text for word in ("Police report", "Still to get", "$900.00 asked for"))

    def test_shows_on_the_plan_how_long_there_is(
        self, claim: CompensationClaim, mo: User, sign_in: SignIn
    ) -> None:
        page = sign_in(mo).get(reverse("desk:plan", args=[claim.case.participant_id]))

        assert "720 days left to file" in page.content.decode()

    def test_is_corrected(self, claim: CompensationClaim, mo: User, sign_in: SignIn) -> None:
        url = self.url(claim, "claim_change")
        typed = {"harm": "hurt", "state": "la", "claimant": "victim", "claim_number": "A-1"}

        early = sign_in(mo).post(url, typed | {"completed_on": today().isoformat()})
        answer = sign_in(mo).post(url, typed | {"crime_on": days_ago(9).isoformat()})

        claim.refresh_from_db()
        assert "completed_on" in early.context["form"].errors
        assert answer.url == self.url(claim)
        assert (claim.state, claim.claim_number, claim.crime_on) == ("la", "A-1", days_ago(9))

    def test_moves_on(self, claim: CompensationClaim, mo: User, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), self.url(claim, "claim_move")
        browser.post(url, {"status": "submitted", "on": days_ago(2).isoformat()})
        denied = {"status": "denied", "on": today().isoformat()}

        illegal = browser.post(url, {"status": "paid", "on": today().isoformat()})
        early = browser.post(url, {"status": "approved", "on": days_ago(30).isoformat()})
        unsaid = browser.post(url, denied)
        wrong = browser.post(url, denied | {"denial_reason": "late", "appeal_by": "2020-01-01"})
        browser.post(url, denied | {"denial_reason": "late"})

        claim.refresh_from_db()
        assert "status" in illegal.context["form"].errors
        assert "on" in early.context["form"].errors
        assert "denial_reason" in unsaid.context["form"].errors
        assert "appeal_by" in wrong.context["form"].errors
        assert (claim.status, claim.denial_reason) == ("denied", "late")
        assert "Filed too late" in browser.get(self.url(claim)).content.decode()

    def test_is_only_for_those_who_see_the_case_and_may(
        self, cast: Cast, claim: CompensationClaim, sign_in: SignIn, client: Client
    ) -> None:
        stranger = sign_in(cast.user("sol", Role.SUPERVISOR, cast.hill_team))
        lent = cast.messenger("nia", cast.harbor_night_team())
        cast.lend(claim.case, lent)

        for page in ("claim_change", "claim_move", "claim_papers", "claim_amount"):
            assert stranger.get(self.url(claim, page)).status_code == 404
            assert sign_in(lent).get(self.url(claim, page)).status_code == 403
            assert client.get(self.url(claim, page)).status_code == 302
        assert stranger.get(self.url(claim)).status_code == 404

    def test_keeps_the_crime_and_the_names_sealed(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        crime_on = dt.date(2025, 7, 13)
        known = facts(crime_on=crime_on, claimant_name="Zanzibar", claim_number="Zebra-9")
        services.open_claim(case=case, facts=known, by=mo)

        with connection.cursor() as cursor:
            for table in ("cases_compensationclaim", "cases_historicalcompensationclaim"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  a name from above
                found = repr(cursor.fetchall())
                words = ("Zanzibar", "Zebra", str(crime_on), repr(crime_on))
                assert not any(word in found for word in words)

    def test_asks_as_many_queries_for_many_papers_as_for_few(
        self, claim: CompensationClaim, mo: User, sign_in: SignIn, django_assert_max_num_queries
    ) -> None:
        for cost, _label in standards.choices("compensation_cost"):
            services.save_claim_amount(claim=claim, cost=cost, awarded=Decimal(1), by=mo)
        browser = sign_in(mo)
        browser.get(self.url(claim))

        with django_assert_max_num_queries(18):
            browser.get(self.url(claim))
