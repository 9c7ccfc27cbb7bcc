"""Services delivered, the monthly rating, and the plan tab that shows both."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.errors import CaseClosed
from cvi.cases.models import Case, ProgressRating, ServiceDelivered
from cvi.cases.models.delivered import AMOUNTS
from cvi.cases.services import Delivery
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def done(**changes: Any) -> dict[str, Any]:
    return {
        "type": "transport",
        "units": "1.5",
        "unit": "hours",
        "funding": ["city", "voca"],
        "delivered_on": timezone.localdate().isoformat(),
        "format": "individual",
        **changes,
    }


class TestService:
    def url(self, case: Case) -> str:
        return reverse("cases:service_new", args=[case.pk])

    def test_keeps_what_was_done_for_which_goal_and_who_paid(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        goal = services.set_goal(case=case, domain="work", words="A job", by=mo)
        need = services.record_need(case=case, domain="work", by=mo)
        may = cast.messenger("may")

        answer = sign_in(mo).post(
            self.url(case), done(goal=goal.pk, need=need.pk, worker=may.pk, format="group")
        )

        row = ServiceDelivered.objects.get()
        assert answer.url == reverse("desk:plan", args=[case.participant_id])
        assert (row.type, row.units, row.unit, row.funding) == (
            "transport",
            Decimal("1.50"),
            "hours",
            ["city", "voca"],
        )
        assert (row.goal, row.need, row.delivered_by, row.format) == (goal, need, may, "group")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"type": ""}, "type"),
            ({"type": "yacht"}, "type"),
            ({"units": "0"}, "units"),
            ({"units": "-1"}, "units"),
            ({"units": "9" * 10_000}, "units"),
            ({"units": "NaN"}, "units"),
            ({"units": "1\x00"}, "units"),
            ({"unit": "moons"}, "unit"),
            ({"funding": []}, "funding"),
            ({"funding": ["casino"]}, "funding"),
            ({"delivered_on": "2999-01-01"}, "delivered_on"),
            ({"delivered_on": "1999-01-01"}, "__all__"),
            ({"format": "crowd"}, "format"),
            ({"worker": "nobody"}, "worker"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, Any], field: str
    ) -> None:
        page = sign_in(mo).post(self.url(case), done(**changes))

        assert field in page.context["form"].errors
        assert not ServiceDelivered.objects.exists()

    @pytest.mark.parametrize(
        ("units", "unit", "said"),
        [("1", "rides", "1 ride"), ("1.50", "hours", "1.5 hours"), ("3", "items", "3 things")],
    )
    def test_is_said_in_words(self, units: str, unit: str, said: str) -> None:
        assert ServiceDelivered(units=Decimal(units), unit=unit).amount == said

    def test_has_words_for_every_unit(self) -> None:
        assert set(AMOUNTS) == set(ServiceDelivered.Unit.values)

    def test_is_never_for_a_goal_of_someone_else(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        other = cast.case(mo, name="Zoe Testperson")
        goal = services.set_goal(case=other, domain="work", words="Hers", by=mo)

        page = sign_in(mo).post(self.url(case), done(goal=goal.pk))

        assert "goal" in page.context["form"].errors
        assert "Hers" not in page.content.decode()

    def test_of_a_closed_case_is_refused(self, case: Case, mo: User) -> None:
        services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=mo)
        delivery = Delivery("transport", Decimal(1), "rides", ["city"])

        with pytest.raises(CaseClosed):
            services.record_service(case=case, delivery=delivery, by=mo)
        with pytest.raises(CaseClosed):
            services.rate_progress(case=case, changes={"work": "positive"}, by=mo)

    def test_is_hidden_from_strangers(self, cast: Cast, case: Case, sign_in: SignIn) -> None:
        stranger = sign_in(cast.user("sol", Role.SUPERVISOR, cast.hill_team))

        assert stranger.get(self.url(case)).status_code == 404


class TestRating:
    def url(self, case: Case) -> str:
        return reverse("cases:rating_new", args=[case.pk])

    def typed(self, **changes: str) -> dict[str, str]:
        names = ("safety", "work", "housing", "family", "legal", "health")
        return dict.fromkeys(names, "unknown") | changes

    def test_keeps_each_part(self, case: Case, mo: User, sign_in: SignIn) -> None:
        sign_in(mo).post(self.url(case), self.typed(work="positive", family="negative"))

        row = ProgressRating.objects.get()
        assert (row.work, row.family, row.legal) == ("positive", "negative", "unknown")

    @pytest.mark.parametrize("changes", [{}, {"work": "super"}, {"work": ""}, {"work": "\x00"}])
    def test_saves_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, str]
    ) -> None:
        page = sign_in(mo).post(self.url(case), self.typed(**changes))

        assert page.context["form"].errors
        assert not ProgressRating.objects.exists()

    @pytest.mark.parametrize(("days", "is_due"), [(29, False), (30, True)])
    def test_is_due_after_a_month(
        self, case: Case, mo: User, sign_in: SignIn, days: int, is_due: bool
    ) -> None:
        day = timezone.localdate() - dt.timedelta(days=days)
        Case.objects.filter(pk=case.pk).update(enrolled_on=day)
        browser = sign_in(mo)

        listed = browser.get(reverse("cases:rating_list")).context["cases"]

        said = "Say how it is going with 1 person" in browser.get("/today/").content.decode()
        assert (listed == [case], said) == (is_due, is_due)

    def test_is_not_due_once_it_was_given(self, case: Case, mo: User, sign_in: SignIn) -> None:
        day = timezone.localdate() - dt.timedelta(days=90)
        Case.objects.filter(pk=case.pk).update(enrolled_on=day)
        services.rate_progress(case=case, changes={"work": "positive"}, by=mo)

        assert sign_in(mo).get(reverse("cases:rating_list")).context["cases"] == []


class TestPlanTab:
    def test_asks_as_many_queries_for_much_as_for_little(
        self, case: Case, mo: User, sign_in: SignIn, django_assert_max_num_queries: Any
    ) -> None:
        for domain in ("work", "housing", "legal", "family"):
            services.record_need(case=case, domain=domain, by=mo)
            goal = services.set_goal(case=case, domain=domain, words=domain, by=mo)
            delivery = Delivery("transport", Decimal(1), "rides", ["city"], goal=goal)
            services.record_service(case=case, delivery=delivery, by=mo)
            services.rate_progress(case=case, changes={"work": "positive"}, by=mo)
        browser, url = sign_in(mo), reverse("desk:plan", args=[case.participant_id])
        text = browser.get(url).content.decode()

        with django_assert_max_num_queries(28):
            browser.get(url)

        assert "A ride · 1 ride" in text
        assert reverse("cases:need_list", args=[case.pk]) in text
