"""Who fits a program: counted, reviewed by someone else, and the answers destroyed in time."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases.errors import AlreadyAnswered, OwnReview, ReasonMissing
from cvi.cases.models import Case, Eligibility
from cvi.standards import reading as standards
from cvi.standards.models import CriteriaSet
from cvi.vault.errors import RecordSealed
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def criteria(case: Case) -> CriteriaSet:
    found = standards.criteria_set(case.program)
    assert found is not None
    return found


def answers(criteria: CriteriaSet, yes: int) -> dict[str, str]:
    codes = [row.code for row in criteria.parts.all()]
    return {code: "yes" if place < yes else "unknown" for place, code in enumerate(codes)}


def assessed(case: Case, criteria: CriteriaSet, yes: int, by: User, why: str = "") -> Eligibility:
    what = {"answers": answers(criteria, yes), "why": why}
    return services.assess_eligibility(case=case, criteria_set=criteria, by=by, **what)


class TestAssessing:
    def test_counts_the_criteria_met(self, case: Case, criteria: CriteriaSet, mo: User) -> None:
        row = assessed(case, criteria, criteria.threshold, mo)

        assert (row.met, row.asked) == (criteria.threshold, len(criteria.parts.all()))
        assert row.is_eligible

    def test_unknown_declined_and_not_asked_are_no_yes(
        self, case: Case, criteria: CriteriaSet, mo: User
    ) -> None:
        what = {row.code: "declined" for row in criteria.parts.all()}
        row = services.assess_eligibility(case=case, criteria_set=criteria, answers=what, by=mo)

        assert (row.met, row.is_eligible) == (0, False)

    def test_the_page_asks_each_criterion_and_presets_none(
        self, case: Case, criteria: CriteriaSet, mo: User, sign_in: SignIn
    ) -> None:
        browser, url = sign_in(mo), reverse("cases:eligibility_new", args=[case.pk])
        fields = browser.get(url).context["form"].fields

        typed = {f"criterion_{code}": value for code, value in answers(criteria, 5).items()}
        answer = browser.post(url, typed)

        assert len(fields) == len(criteria.parts.all()) + 1
        assert answer.status_code == 302
        assert Eligibility.objects.get().met == 5

    def test_a_missing_answer_saves_nothing(
        self, case: Case, criteria: CriteriaSet, mo: User, sign_in: SignIn
    ) -> None:
        url = reverse("cases:eligibility_new", args=[case.pk])

        answer = sign_in(mo).post(url, {"why": "They asked for help."})

        assert len(answer.context["form"].errors) == len(criteria.parts.all())
        assert "They asked for help." in answer.content.decode()
        assert not Eligibility.objects.exists()


class TestReview:
    def test_is_on_the_supervisor_s_today(
        self, cast: Cast, case: Case, criteria: CriteriaSet, mo: User, sign_in: SignIn
    ) -> None:
        row = assessed(case, criteria, 5, mo)
        browser = sign_in(cast.supervisor())
        url = reverse("cases:eligibility_review", args=[row.pk])
        assert url in browser.get("/today/").content.decode()

        browser.post(url, {"status": "approved"})

        row.refresh_from_db()
        assert row.status == Eligibility.Status.APPROVED
        assert url not in browser.get("/today/").content.decode()

    def test_is_somebody_else_s(
        self, cast: Cast, case: Case, criteria: CriteriaSet, sign_in: SignIn
    ) -> None:
        sue = cast.supervisor()
        row = assessed(case, criteria, 5, sue)

        with pytest.raises(OwnReview):
            services.review_eligibility(eligibility=row, status="approved", by=sue)
        assert str(row.pk) not in sign_in(sue).get("/today/").content.decode()

    def test_of_too_few_needs_a_reason(
        self, cast: Cast, case: Case, criteria: CriteriaSet, mo: User
    ) -> None:
        sue = cast.supervisor()
        bare = assessed(case, criteria, criteria.threshold - 1, mo)
        told = assessed(case, criteria, criteria.threshold - 1, mo, why="Their brother was hurt.")

        with pytest.raises(ReasonMissing):
            services.review_eligibility(eligibility=bare, status="approved", by=sue)
        services.review_eligibility(eligibility=told, status="approved", by=sue)

        told.refresh_from_db()
        assert told.is_override
        assert told.status == Eligibility.Status.APPROVED

    def test_happens_once(self, cast: Cast, case: Case, criteria: CriteriaSet, mo: User) -> None:
        row = assessed(case, criteria, 5, mo)
        services.review_eligibility(eligibility=row, status="sent_back", by=cast.supervisor())

        with pytest.raises(AlreadyAnswered):
            services.review_eligibility(eligibility=row, status="approved", by=cast.system)

    def test_is_not_for_messengers(
        self, cast: Cast, case: Case, criteria: CriteriaSet, mo: User, sign_in: SignIn
    ) -> None:
        row = assessed(case, criteria, 5, cast.system)
        url = reverse("cases:eligibility_review", args=[row.pk])

        assert sign_in(mo).post(url, {"status": "approved"}).status_code == 403


class TestDestroying:
    def test_takes_the_answers_and_leaves_the_count(
        self, cast: Cast, case: Case, criteria: CriteriaSet, mo: User
    ) -> None:
        row = assessed(case, criteria, 5, mo)
        days = standards.number("criteria_purge_days")

        with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
            assert services.purge_answers(by=cast.system) == 0
        with time_machine.travel(timezone.now() + dt.timedelta(days=days + 1)):
            assert services.purge_answers(by=cast.system) == 1
            assert services.purge_answers(by=cast.system) == 0

        kept = Eligibility.objects.get(pk=row.pk)
        assert (kept.met, kept.asked) == (5, row.asked)
        assert kept.answers_gone_at is not None
        with open_ring(None), pytest.raises(RecordSealed):
            _gone = kept.answers
        with open_ring(None), pytest.raises(RecordSealed):
            _gone = Eligibility.history.filter(id=row.pk).earliest("history_date").answers
        assert case.participant.name_to_use == "Zedd Testperson"

    def test_keeps_the_page_of_a_destroyed_one_open(
        self, cast: Cast, case: Case, criteria: CriteriaSet, mo: User, sign_in: SignIn
    ) -> None:
        row = assessed(case, criteria, 1, mo, why="Their brother was hurt.")
        later = dt.timedelta(days=standards.number("criteria_purge_days") + 1)
        Eligibility.objects.update(keep_answers_until=timezone.localdate() - later)
        services.purge_answers(by=cast.system)

        page = sign_in(cast.supervisor()).get(reverse("cases:eligibility_review", args=[row.pk]))

        assert page.status_code == 200
        assert "brother" not in page.content.decode()
