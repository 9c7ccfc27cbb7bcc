"""Incentives: asked for, decided by someone else, paid once, and limited by the month."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.errors import (
    AlreadyAnswered,
    CaseClosed,
    LimitReached,
    OwnReview,
    ReasonMissing,
    WrongDay,
)
from cvi.cases.models import Case, Incentive
from cvi.cases.services import Payment, Proposal
from cvi.standards import reading as standards
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def asked(case: Case, by: User, amount: str = "50") -> Incentive:
    proposal = Proposal("milestone", Decimal(amount), "Kept eight check-ins", ["city"])
    return services.propose_incentive(case=case, proposal=proposal, by=by)


def decided(row: Incentive, by: User, status: str = "approved", answer: str = "") -> Incentive:
    return services.decide_incentive(incentive=row, status=status, answer=answer, by=by)


def paid(row: Incentive, by: User) -> Incentive:
    payment = Payment("cash", "Receipt 7", timezone.localdate())
    return services.pay_incentive(incentive=row, payment=payment, by=by)


def form(**changes: Any) -> dict[str, Any]:
    kept = {"kind": "milestone", "amount": "50.00", "reason": "Kept words", "funding": ["city"]}
    return {**kept, **changes}


class TestAsking:
    def url(self, case: Case) -> str:
        return reverse("cases:incentive_new", args=[case.pk])

    def test_keeps_what_for_and_for_which_goal(self, case: Case, mo: User, sign_in: SignIn) -> None:
        goal = services.set_goal(case=case, domain="work", words="A job", by=mo)
        browser = sign_in(mo)
        plan = reverse("desk:plan", args=[case.participant_id])
        assert self.url(case) in browser.get(plan).content.decode()

        answer = browser.post(self.url(case), form(goal=goal.pk, reason="Zoë 🕊️ \u202eמ"))

        row = Incentive.objects.get()
        assert answer.url == plan
        assert (row.amount, row.goal, row.reason) == (Decimal(50), goal, "Zoë 🕊️ \u202eמ")
        assert (row.status, row.proposed_by) == ("proposed", mo)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": "0"},
            {"amount": "-5"},
            {"amount": "1.005"},
            {"amount": "NaN"},
            {"amount": "1e9"},
            {"amount": "fifty"},
            {"amount": "1001"},
            {"kind": "bribe"},
            {"funding": []},
            {"reason": ""},
            {"reason": "x" * 10_000},
            {"reason": "nul\x00"},
            {"goal": "01a20644-e730-7c32-8013-a5e788848adc"},
        ],
    )
    def test_bad_input_is_kept_and_saves_nothing(
        self, case: Case, mo: User, sign_in: SignIn, wrong: dict[str, Any]
    ) -> None:
        answer = sign_in(mo).post(self.url(case), form(**wrong))

        page = answer.content.decode()
        assert answer.context["form"].errors
        assert "Kept words" in page or wrong.get("reason", "kept")[:3] != "kep"
        assert not Incentive.objects.exists()

    def test_is_refused_for_a_closed_case(self, case: Case, mo: User) -> None:
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)
        with pytest.raises(CaseClosed):
            asked(case, mo)

    def test_is_not_for_strangers_or_clinicians(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, client: Any
    ) -> None:
        row = asked(case, mo)
        stranger = sign_in(cast.messenger("hal", cast.hill_team))
        bedside = cast.case(team=cast.mercy_team)
        clinician = sign_in(cast.user("clara", Role.CLINICIAN, cast.mercy_team))

        for url in (self.url(case), reverse("cases:incentive", args=[row.pk])):
            assert stranger.get(url).status_code == 404
            assert client.get(url).status_code == 302
        assert clinician.get(self.url(bedside)).status_code == 403


class TestLimit:
    def test_counts_what_waits_but_not_what_was_declined_or_cancelled(
        self, case: Case, mo: User, sue: User
    ) -> None:
        limit = standards.number("incentive_month_max_dollars", program=case.program)
        declined = asked(case, mo, str(limit))
        with pytest.raises(LimitReached):
            asked(case, mo, "0.01")
        decided(declined, sue, "declined", "Not now")
        services.cancel_incentive(incentive=asked(case, mo, str(limit)), by=mo)

        asked(case, mo, str(limit - 10))

        with pytest.raises(LimitReached, match=r"\$10.00 are left"):
            asked(case, mo, "10.01")

    def test_begins_anew_each_month(self, case: Case, mo: User) -> None:
        limit = standards.number("incentive_month_max_dollars", program=case.program)
        with time_machine.travel(timezone.now() - dt.timedelta(days=40), tick=False):
            asked(case, mo, str(limit))

        assert asked(case, mo, str(limit)).pk

    def test_tells_nothing_of_another_program(self, cast: Cast, mo: User) -> None:
        case = cast.case(team=cast.gvi_team)
        opening = services.Opening(team=cast.reentry_team)
        other = services.open_new_case(
            participant=case.participant, opening=opening, by=cast.system
        )
        limit = standards.number("incentive_month_max_dollars", program=case.program)
        asked(other, cast.system, str(limit))

        assert asked(case, cast.system, str(limit)).pk


class TestDeciding:
    def test_is_on_the_supervisor_s_today_until_it_is_done(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        row = asked(case, mo)
        url, browser = reverse("cases:incentive_decide", args=[row.pk]), sign_in(sue)
        today = browser.get("/today/").content.decode()
        assert url in today
        assert "Mo asks for $50.00 for Zedd Testperson." in today

        browser.post(url, {"status": "approved", "answer": ""})

        row.refresh_from_db()
        assert (row.status, row.decided_by) == ("approved", sue)
        assert url not in browser.get("/today/").content.decode()
        pay = reverse("cases:incentive_pay", args=[row.pk])
        assert pay in sign_in(mo).get("/today/").content.decode()

    def test_is_never_for_who_asked_or_who_works_the_case(
        self, cast: Cast, case: Case, sue: User, sign_in: SignIn
    ) -> None:
        own, worked = asked(case, sue), asked(cast.case(sue), cast.system)

        for row in (own, worked):
            with pytest.raises(OwnReview):
                decided(row, sue)
            assert str(row.pk) not in sign_in(sue).get("/today/").content.decode()
        own.status, own.decided_by = "approved", sue
        own.decided_on = timezone.localdate()
        with pytest.raises(IntegrityError), transaction.atomic():
            own.save()

    def test_is_not_for_messengers(self, cast: Cast, case: Case, mo: User, sign_in: SignIn) -> None:
        row = asked(case, cast.system)
        url = reverse("cases:incentive_decide", args=[row.pk])

        assert sign_in(mo).post(url, {"status": "approved"}).status_code == 403

    def test_a_no_says_why(self, case: Case, mo: User, sue: User, sign_in: SignIn) -> None:
        row = asked(case, mo)
        url = reverse("cases:incentive_decide", args=[row.pk])

        assert sign_in(sue).post(url, {"status": "declined"}).context["form"].errors["answer"]
        with pytest.raises(ReasonMissing):
            decided(row, sue, "declined")
        sign_in(sue).post(url, {"status": "declined", "answer": "The budget is used up."})

        row.refresh_from_db()
        assert (row.status, row.answer) == ("declined", "The budget is used up.")

    def test_happens_once_and_while_the_case_is_open(
        self, cast: Cast, case: Case, mo: User, sue: User
    ) -> None:
        first, second = asked(case, mo), asked(case, mo)
        decided(first, sue)
        with pytest.raises(AlreadyAnswered):
            decided(first, sue, "declined", "No")
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)
        with pytest.raises(CaseClosed):
            decided(second, sue)

        assert decided(second, sue, "declined", "Closed").status == "declined"


class TestPaying:
    def test_keeps_how_the_receipt_and_the_day(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        row = decided(asked(case, mo), sue)
        url = reverse("cases:incentive_pay", args=[row.pk])
        today = timezone.localdate()
        typed = {"how": "card", "receipt": "Card 4471, Sue saw it", "paid_on": today.isoformat()}

        sign_in(mo).post(url, typed)

        row.refresh_from_db()
        assert (row.status, row.how, row.paid_on, row.paid_by) == ("paid", "card", today, mo)
        assert row.receipt == "Card 4471, Sue saw it"
        with pytest.raises(AlreadyAnswered):
            paid(row, mo)

    def test_waits_for_the_approval(self, case: Case, mo: User) -> None:
        with pytest.raises(AlreadyAnswered):
            paid(asked(case, mo), mo)

    @pytest.mark.parametrize("days", [1, -1])
    def test_is_never_before_the_approval_or_after_today(
        self, case: Case, mo: User, sue: User, days: int
    ) -> None:
        row = decided(asked(case, mo), sue)
        day = timezone.localdate() + dt.timedelta(days=days)

        payment = Payment("cash", "Receipt 7", day)
        with pytest.raises(WrongDay):
            services.pay_incentive(incentive=row, payment=payment, by=mo)

    def test_of_what_was_promised_goes_on_after_the_case(
        self, case: Case, mo: User, sue: User
    ) -> None:
        row = decided(asked(case, mo), sue)
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)

        assert paid(row, sue).status == "paid"


class TestTakingBack:
    def test_ends_what_was_not_paid(self, case: Case, mo: User, sue: User, sign_in: SignIn) -> None:
        row = asked(case, mo)
        url = reverse("cases:incentive_cancel", args=[row.pk])

        sign_in(mo).post(url)

        row.refresh_from_db()
        assert row.status == "cancelled"
        with pytest.raises(AlreadyAnswered):
            decided(row, sue)

    def test_is_too_late_after_the_payment(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        row = paid(decided(asked(case, mo), sue), mo)

        answer = sign_in(mo).post(reverse("cases:incentive_cancel", args=[row.pk]), follow=True)

        row.refresh_from_db()
        assert row.status == "paid"
        assert "too late" in answer.content.decode()


class TestHistory:
    def test_stands_on_the_plan_with_totals_and_on_the_timeline(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        paid(decided(asked(case, mo, "300"), sue), mo)
        asked(case, mo, "25.50")
        browser, person = sign_in(mo), case.participant_id

        plan = browser.get(reverse("desk:plan", args=[person])).content.decode()
        past = browser.get(reverse("desk:participant", args=[person])).content.decode()

        assert "$300.00 paid so far" in plan
        assert "$25.50 not paid yet" in plan
        assert "Milestone allowance · $300.00 · Paid" in past

    def test_shows_who_may_what(
        self, cast: Cast, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        row = asked(case, mo)
        url = reverse("cases:incentive", args=[row.pk])
        decide = reverse("cases:incentive_decide", args=[row.pk])
        pay = reverse("cases:incentive_pay", args=[row.pk])

        for_sue, for_mo = (sign_in(user).get(url).content.decode() for user in (sue, mo))
        assert (decide in for_sue, decide in for_mo, pay in for_mo) == (True, False, False)
        decided(row, sue)

        assert pay in sign_in(mo).get(url).content.decode()
