"""The supervisor looks at the team's work, one thing at a time; some of it is sent back."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services as cases
from cvi.cases.errors import AlreadyAnswered, OwnReview
from cvi.cases.models import Case, WorkReview
from cvi.referrals import services as referrals
from cvi.referrals.services import Handoff
from cvi.staffing import services as staffing
from cvi.staffing.services import Way
from tests.cast import Cast, SignIn

QUEUE = "/review/"
GOOD = {"verdict": "approved", "words": ""}


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo, name="Zedd Testperson")


def url_of(subject: Any) -> str:
    return reverse("desk:review_item", args=[subject.pk])


def looked_at(case: Case, by: User, verdict: str = "approved", words: str = "") -> WorkReview:
    return cases.review_work(
        case=case, kind="intake", subject=case.pk, verdict=verdict, words=words, by=by
    )


class TestTheQueue:
    def test_has_a_new_intake(self, case: Case, sue: User, sign_in: SignIn) -> None:
        page = sign_in(sue).get(QUEUE).content.decode()

        assert "Intake: Zedd Testperson" in page
        assert url_of(case) in page

    def test_has_a_closing_and_no_intake_of_it(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        today = timezone.localdate()
        cases.close_case(case=case, status="closed", exit_reason="moved", closed_on=today, by=mo)

        page = sign_in(sue).get(QUEUE).content.decode()

        assert "Closing: Zedd Testperson" in page
        assert "Intake:" not in page

    def test_has_a_safety_that_got_worse(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        looked_at(case, sue)
        cases.rate_progress(case=case, changes={"safety": "negative"}, by=mo)

        assert "Safety got worse: Zedd Testperson" in sign_in(sue).get(QUEUE).content.decode()

    def test_has_a_safety_task(self, case: Case, mo: User, sue: User, sign_in: SignIn) -> None:
        cases.plan_follow_up(case=case, kind="safety", due_on=timezone.localdate(), by=mo)

        assert "Safety task: Zedd Testperson" in sign_in(sue).get(QUEUE).content.decode()

    def test_has_a_referral_that_nobody_answered(
        self, cast: Cast, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        cast.consent(case, cast.hill, "name")
        handoff = Handoff(cast.hill_team, ["name"], "today")
        row = referrals.send_referral(case=case, handoff=handoff, by=mo)
        browser = sign_in(sue)
        assert "Referral without an answer" not in browser.get(QUEUE).content.decode()

        type(row).objects.filter(pk=row.pk).update(
            due_on=timezone.localdate() - dt.timedelta(days=9)
        )

        assert "Referral without an answer" in browser.get(QUEUE).content.decode()
        assert "Hill street team" in browser.get(url_of(row)).content.decode()

    def test_leaves_out_old_cases_those_of_others_and_one_s_own(
        self, cast: Cast, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        old = cast.case(mo, name="Olde Testperson")
        Case.objects.filter(pk=old.pk).update(opened_on=timezone.localdate() - dt.timedelta(60))
        cast.case(sue, name="Owna Testperson")
        cast.case(None, team=cast.hill_team, name="Hilla Testperson")

        assert "Nothing to review." in sign_in(sue).get(QUEUE).content.decode()

    def test_is_shut_to_workers(self, mo: User, sign_in: SignIn) -> None:
        assert sign_in(mo).get(QUEUE).status_code == 403

    def test_asks_as_many_queries_for_many_things_as_for_one(
        self,
        cast: Cast,
        case: Case,
        mo: User,
        sue: User,
        sign_in: SignIn,
        django_assert_num_queries: Any,
    ) -> None:
        browser = sign_in(sue)
        browser.get(QUEUE)
        for number in range(4):
            cast.case(mo, name=f"Zed Number {number}")
        browser.get(QUEUE)

        with django_assert_num_queries(17):
            browser.get(QUEUE)


class TestOneThing:
    def test_shows_what_was_written_and_what_changed_since(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        cases.record_need(case=case, domain="housing", by=mo)
        cases.add_note(case=case, text="Came by the office", by=mo)

        page = sign_in(sue).get(url_of(case)).content.decode()

        assert "A place to stay" in page
        assert "Came by the office" in page
        assert "1 open case" in page

    def test_stands_beside_the_last_time_the_worker_was_out(
        self, cast: Cast, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        way = Way(timezone.now() + dt.timedelta(hours=1))
        outing = staffing.go_out(team=cast.harbor_team, way=way, by=mo)
        browser = sign_in(sue)
        assert "In the field now" in browser.get(url_of(case)).content.decode()

        staffing.come_back(outing=outing, by=mo)

        assert "Last back from the field" in browser.get(url_of(case)).content.decode()

    def test_that_is_good_leaves_the_queue(self, case: Case, sue: User, sign_in: SignIn) -> None:
        browser = sign_in(sue)

        browser.post(url_of(case), GOOD)

        assert WorkReview.objects.get().verdict == "approved"
        assert "Nothing to review." in browser.get(QUEUE).content.decode()

    def test_goes_on_to_the_next(
        self, cast: Cast, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        other = cast.case(mo, name="Other Testperson")
        first, second = sorted([case, other], key=lambda one: str(one.pk))

        answer = sign_in(sue).post(url_of(first), GOOD)

        assert answer.url == url_of(second)

    @pytest.mark.parametrize(
        "typed",
        [
            {"verdict": ""},
            {"verdict": "sent_back", "words": ""},
            {"verdict": "nonsense"},
            {"verdict": "approved", "words": "x" * 10_000},
            {"verdict": "approved", "words": "a\x00b"},
        ],
    )
    def test_saves_nothing_when_something_is_wrong(
        self, case: Case, sue: User, sign_in: SignIn, typed: dict[str, str]
    ) -> None:
        answer = sign_in(sue).post(url_of(case), typed)

        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert not WorkReview.objects.exists()

    def test_that_someone_else_decided_says_who_and_when(
        self, cast: Cast, case: Case, sue: User, sign_in: SignIn
    ) -> None:
        looked_at(case, cast.supervisor("lou"))

        page = sign_in(sue).get(url_of(case), follow=True).content.decode()

        assert "looked at this on" in page

    def test_is_decided_once(self, cast: Cast, case: Case, sue: User) -> None:
        looked_at(case, sue)

        with pytest.raises(AlreadyAnswered):
            looked_at(case, cast.supervisor("lou"))

    def test_is_never_one_s_own(self, cast: Cast, sue: User) -> None:
        with pytest.raises(OwnReview):
            looked_at(cast.case(sue), sue)

    def test_of_another_team_does_not_exist(self, cast: Cast, case: Case, sign_in: SignIn) -> None:
        stranger = cast.supervisor("bo", cast.hill_team)

        assert sign_in(stranger).get(url_of(case)).status_code == 404
        assert sign_in(stranger).post(url_of(case), GOOD).status_code == 404


class TestSentBack:
    def test_waits_on_the_worker_s_today_until_it_is_done(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        row = looked_at(case, sue, "sent_back", "Good start. What do they want next?")
        browser = sign_in(mo)
        assert (
            "Sent back to you: Intake, Zedd Testperson" in browser.get("/today/").content.decode()
        )

        url = reverse("cases:work_review", args=[row.pk])
        assert "What do they want next?" in browser.get(url).content.decode()
        browser.post(reverse("cases:work_review_settle", args=[row.pk]))

        row.refresh_from_db()
        assert row.settled_at
        assert "Sent back to you" not in browser.get("/today/").content.decode()

    def test_to_talk_about_waits_for_the_supervisor(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        looked_at(case, sue, "talk_first")

        assert "To talk about: Intake" in sign_in(sue).get("/today/").content.decode()
        assert "To talk about" not in sign_in(mo).get("/today/").content.decode()

    def test_to_talk_about_stands_on_the_agenda_of_staff_supervision(
        self, case: Case, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        row = looked_at(case, sue, "talk_first")
        browser = sign_in(sue)
        agenda = reverse("staffing:session_new", args=[mo.pk])
        assert reverse("cases:work_review", args=[row.pk]) in browser.get(agenda).content.decode()

        cases.settle_review(review=row, by=sue)

        assert "To talk about" not in browser.get(agenda).content.decode()

    def test_is_hidden_from_strangers(
        self, cast: Cast, case: Case, sue: User, sign_in: SignIn
    ) -> None:
        row = looked_at(case, sue, "sent_back", "More, please.")
        stranger = sign_in(cast.messenger("bo", cast.hill_team))

        assert stranger.get(reverse("cases:work_review", args=[row.pk])).status_code == 404
        assert stranger.post(reverse("cases:work_review_settle", args=[row.pk])).status_code == 404
