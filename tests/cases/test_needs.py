"""Needs: gone through quickly, changed one by one; what was declined is offered again."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.errors import CaseClosed
from cvi.cases.models import Case, FollowUp, Need
from cvi.cases.values import LifeDomain
from tests.cast import Cast, SignIn

S = Need.Status


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def need(case: Case, mo: User) -> Need:
    return services.record_need(case=case, domain="mental_health", by=mo)


def answers(**changes: str) -> dict[str, str]:
    return {domain.value: "not_assessed" for domain in LifeDomain} | changes


def list_url(case: Case) -> str:
    return reverse("cases:need_list", args=[case.pk])


class TestDeclined:
    def test_on_2_january_is_offered_again_30_january_to_13_february(
        self, need: Need, mo: User
    ) -> None:
        day = dt.date(2027, 1, 2)

        services.change_need(need=need, status=S.DECLINED, on=day, by=mo)

        need.refresh_from_db()
        offer = FollowUp.objects.get()
        window = (dt.date(2027, 1, 30), dt.date(2027, 2, 13))
        assert (need.status, need.re_offer_on, need.re_offer_until) == ("declined", *window)
        assert (offer.kind, offer.need, offer.opens_on, offer.due_on) == ("re_offer", need, *window)

    @pytest.mark.parametrize(("days", "is_shown", "is_late"), [(27, 0, 0), (28, 1, 0), (43, 1, 1)])
    def test_appears_on_today_when_due(
        self, need: Need, mo: User, sign_in: SignIn, days: int, is_shown: int, is_late: int
    ) -> None:
        day = timezone.localdate() - dt.timedelta(days=days)
        services.change_need(need=need, status=S.DECLINED, on=day, by=mo)

        rows = [row for row in sign_in(mo).get("/today/").context["due"] if "Offer" in row.reason]

        assert [row.is_late for row in rows] == [bool(is_late)] * is_shown

    def test_again_moves_the_offer_on(self, need: Need, mo: User) -> None:
        today = timezone.localdate()
        services.change_need(need=need, status=S.DECLINED, on=today, by=mo)
        services.change_need(need=need, status=S.DECLINED, on=today + dt.timedelta(days=9), by=mo)

        assert FollowUp.objects.get().opens_on == today + dt.timedelta(days=37)

    def test_when_offered_again_plans_one_more(self, need: Need, mo: User) -> None:
        day = timezone.localdate() - dt.timedelta(days=30)
        services.change_need(need=need, status=S.DECLINED, on=day, by=mo)

        services.finish_follow_up(follow_up=FollowUp.objects.get(), outcome="declined", by=mo)

        need.refresh_from_db()
        later = timezone.localdate() + dt.timedelta(days=28)
        assert FollowUp.objects.open().get().opens_on == need.re_offer_on == later
        assert need.status == S.DECLINED

    @pytest.mark.parametrize(
        ("status", "outcome"), [("in_progress", "reached"), ("met", "no_longer_needed")]
    )
    def test_is_not_the_end(self, need: Need, mo: User, status: str, outcome: str) -> None:
        services.change_need(need=need, status=S.DECLINED, by=mo)

        services.change_need(need=need, status=status, by=mo)

        assert (need.re_offer_on, FollowUp.objects.get().outcome) == (None, outcome)

    def test_counts_the_days_that_the_site_has_set(
        self, need: Need, mo: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        days = {"re_offer_after_days": 7, "re_offer_until_days": 9}
        monkeypatch.setattr("cvi.standards.reading.numbers", lambda *_codes, **_more: days)

        services.change_need(need=need, status=S.DECLINED, on=dt.date(2027, 1, 2), by=mo)

        assert (need.re_offer_on, need.re_offer_until) == (
            dt.date(2027, 1, 9),
            dt.date(2027, 1, 11),
        )


class TestList:
    def test_writes_what_was_answered_and_nothing_else(
        self, case: Case, mo: User, need: Need, sign_in: SignIn
    ) -> None:
        said = answers(mental_health="identified", housing="identified", phone="no_need")

        answer = sign_in(mo).post(list_url(case), said | {"work": "declined"})

        assert answer.url == reverse("desk:plan", args=[case.participant_id])
        assert dict(Need.objects.values_list("domain", "status")) == {
            "mental_health": "identified",
            "housing": "identified",
            "phone": "no_need",
            "work": "declined",
        }
        assert need.history.count() == 1
        assert FollowUp.objects.get().need.domain == "work"

    def test_offers_what_stands_now(
        self, case: Case, mo: User, need: Need, sign_in: SignIn
    ) -> None:
        services.change_need(need=need, status=S.MET, by=mo)
        browser = sign_in(mo)

        form = browser.get(list_url(case)).context["form"]
        browser.post(list_url(case), answers(mental_health="met"))

        assert form["mental_health"].value() == "met"
        assert need.history.count() == 2

    @pytest.mark.parametrize("said", ["", "cured", "met", "\x00", "x" * 10_000, "😀", "שלום"])
    def test_keeps_every_answer_when_one_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, said: str
    ) -> None:
        page = sign_in(mo).post(list_url(case), answers(housing=said, work="identified"))

        assert set(page.context["form"].errors) == {"housing"}
        assert page.context["form"]["work"].value() == "identified"
        assert not Need.objects.exists()

    def test_of_a_closed_case_refuses(self, case: Case, mo: User, sign_in: SignIn) -> None:
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)

        page = sign_in(mo).post(list_url(case), answers(work="identified"))

        assert "This case is closed." in page.content.decode()
        assert not Need.objects.exists()

    def test_is_only_for_those_who_see_the_case_and_may(
        self, cast: Cast, case: Case, sign_in: SignIn, client: Client
    ) -> None:
        stranger = sign_in(cast.messenger("max", cast.hill_team))
        lent = cast.gvi_coordinator()
        cast.lend(case, lent)

        assert stranger.get(list_url(case)).status_code == 404
        assert sign_in(lent).get(list_url(case)).status_code in {403, 404}
        assert client.get(list_url(case)).status_code == 302


class TestNeed:
    def url(self, need: Need) -> str:
        return reverse("cases:need", args=[need.pk])

    def test_says_where_it_stands_and_how_soon(self, need: Need, mo: User, sign_in: SignIn) -> None:
        typed = {"status": "in_progress", "urgency": "today"}

        answer = sign_in(mo).post(self.url(need), typed)

        need.refresh_from_db()
        assert answer.status_code == 302
        assert (need.status, need.urgency) == ("in_progress", "today")

    @pytest.mark.parametrize(
        ("typed", "field"),
        [({"status": ""}, "status"), ({"status": "met", "urgency": "\x00"}, "urgency")],
    )
    def test_saves_nothing_when_something_is_wrong(
        self, need: Need, mo: User, sign_in: SignIn, typed: dict[str, Any], field: str
    ) -> None:
        page = sign_in(mo).post(self.url(need), typed)

        need.refresh_from_db()
        assert field in page.context["form"].errors
        assert need.status == S.IDENTIFIED

    def test_of_a_closed_case_stays(self, case: Case, need: Need, mo: User) -> None:
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)

        with pytest.raises(CaseClosed):
            services.change_need(need=need, status=S.MET, by=mo)

    def test_is_hidden_from_strangers(self, cast: Cast, need: Need, sign_in: SignIn) -> None:
        stranger = sign_in(cast.user("sol", Role.SUPERVISOR, cast.hill_team))

        assert stranger.get(self.url(need)).status_code == 404
        assert stranger.get(reverse("cases:need", args=[uuid.uuid4()])).status_code == 404
