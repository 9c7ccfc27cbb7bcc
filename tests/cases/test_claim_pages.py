"""The pages of a compensation claim: what is known, its papers, its money, and where it stands."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.models import (
    Case,
    ClaimAmount,
    ClaimPaper,
    CompensationClaim,
    Need,
)
from cvi.standards import reading as standards
from tests.cast import Cast, SignIn


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
