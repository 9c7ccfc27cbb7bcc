"""Goals: in their own words, with steps to tick off and looks back."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services
from cvi.cases.errors import CaseClosed, WrongDay, WrongStep
from cvi.cases.models import Case, Goal, GoalReview, GoalStep
from cvi.cases.models.goals import ENDED, STEPS
from cvi.cases.services import Review, Step
from tests.cast import Cast, SignIn

WORDS = "A room where nobody knows me"
STRANGE = ["😀 מפתח", "x" * 500]


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def goal(case: Case, mo: User) -> Goal:
    return services.set_goal(case=case, domain="housing", words=WORDS, by=mo)


def close(case: Case, by: User) -> None:
    services.close_case(case=case, status="closed", closed_on=timezone.localdate(), by=by)


class TestNew:
    def url(self, case: Case) -> str:
        return reverse("cases:goal_new", args=[case.pk])

    @pytest.mark.parametrize("words", [WORDS, *STRANGE])
    def test_keeps_their_words_and_a_first_step(
        self, case: Case, mo: User, sign_in: SignIn, words: str
    ) -> None:
        typed = {"domain": "housing", "words": words, "baseline": "On a couch"}
        step = {"step_words": "Call about the room", "step_owner": "worker"}

        answer = sign_in(mo).post(self.url(case), typed | step)

        goal, first = Goal.objects.get(), GoalStep.objects.get()
        assert answer.url == reverse("desk:plan", args=[case.participant_id])
        assert (goal.words, goal.baseline) == (words, "On a couch")
        assert (first.goal, first.words, first.owner) == (goal, "Call about the room", "worker")

    def test_needs_no_step(self, case: Case, mo: User, sign_in: SignIn) -> None:
        sign_in(mo).post(self.url(case), {"domain": "work", "words": WORDS})

        assert Goal.objects.get().baseline == ""
        assert not GoalStep.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"words": ""}, "words"),
            ({"words": "x" * 10_000}, "words"),
            ({"words": "a\x00b"}, "words"),
            ({"domain": "yacht"}, "domain"),
            ({"target_on": "2027-02-30"}, "target_on"),
            ({"target_on": "1999-01-01"}, "__all__"),
            ({"target_on": "2999-01-01"}, "__all__"),
            ({"step_words": "Call", "step_due_on": "2999-01-01"}, "__all__"),
            ({"step_words": "x" * 10_000}, "step_words"),
            ({"step_words": "Call", "step_owner": "police"}, "step_owner"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        typed = {"domain": "work", "words": WORDS, "baseline": "Kept words"}

        page = sign_in(mo).post(self.url(case), typed | changes)

        assert field in page.context["form"].errors
        assert "Kept words" in page.content.decode()
        assert not Goal.objects.exists()
        assert not GoalStep.objects.exists()


class TestPage:
    def url(self, goal: Goal) -> str:
        return reverse("cases:goal", args=[goal.pk])

    def test_shows_their_words_first_and_how_far_they_are(
        self, goal: Goal, mo: User, sign_in: SignIn
    ) -> None:
        steps = [
            services.add_goal_step(goal=goal, step=Step(f"Step {n}", "family"), by=mo)
            for n in range(3)
        ]
        services.tick_goal_step(step=steps[0], is_done=True, by=mo)

        text = sign_in(mo).get(self.url(goal)).content.decode()

        assert f'<h1 class="quote">{WORDS}</h1>' in text
        assert "1 of 3 steps done" in text

    def test_ticks_a_step_and_takes_it_back(self, goal: Goal, mo: User, sign_in: SignIn) -> None:
        step = services.add_goal_step(goal=goal, step=Step("Call", "participant"), by=mo)
        browser, url = sign_in(mo), reverse("cases:step_tick", args=[step.pk])

        browser.post(url, {"is_done": "yes"})
        step.refresh_from_db()
        assert (step.done_on, step.done_by) == (timezone.localdate(), mo)

        browser.post(url, {"is_done": "no"})
        step.refresh_from_db()
        assert (step.done_on, step.done_by) == (None, None)

    def test_adds_a_step(self, goal: Goal, mo: User, sign_in: SignIn) -> None:
        url = reverse("cases:step_new", args=[goal.pk])

        wrong = sign_in(mo).post(url, {"step_words": "", "step_owner": "worker"})
        sign_in(mo).post(url, {"step_words": "Ask the aunt", "step_owner": "family"})

        assert "step_words" in wrong.context["form"].errors
        assert GoalStep.objects.get().words == "Ask the aunt"

    def test_asks_as_many_queries_for_many_steps_as_for_one(
        self, goal: Goal, mo: User, sign_in: SignIn, django_assert_max_num_queries
    ) -> None:
        for number in range(12):
            services.add_goal_step(goal=goal, step=Step(f"Step {number}", "family"), by=mo)
            services.review_goal(goal=goal, review=Review("active", "Well"), by=mo)
        browser = sign_in(mo)
        browser.get(self.url(goal))

        with django_assert_max_num_queries(16):
            browser.get(self.url(goal))

    def test_is_hidden_from_strangers(
        self, cast: Cast, goal: Goal, sign_in: SignIn, client: Any
    ) -> None:
        stranger = sign_in(cast.user("sol", Role.SUPERVISOR, cast.hill_team))

        assert stranger.get(self.url(goal)).status_code == 404
        assert client.get(self.url(goal)).status_code == 302


class TestReview:
    def url(self, goal: Goal) -> str:
        return reverse("cases:goal_change", args=[goal.pk])

    def test_keeps_what_was_said_and_by_whom(self, goal: Goal, mo: User, sign_in: SignIn) -> None:
        typed = {"status": "met", "note": "Has a key now", "resolved_via": "referral"}

        sign_in(mo).post(self.url(goal), typed | {"is_signed_off": "yes"})

        goal.refresh_from_db()
        row = GoalReview.objects.get()
        assert (goal.status, goal.resolved_via, goal.is_signed_off) == ("met", "referral", True)
        assert (row.status, row.note, row.reviewed_by) == ("met", "Has a key now", mo)

    @pytest.mark.parametrize(("said", "kept"), [("", None), ("no", False), ("yes", True)])
    def test_tells_not_asked_from_no(
        self, goal: Goal, mo: User, sign_in: SignIn, said: str, kept: bool | None
    ) -> None:
        sign_in(mo).post(self.url(goal), {"status": "met", "is_signed_off": said})

        goal.refresh_from_db()
        assert goal.is_signed_off is kept

    @pytest.mark.parametrize("after", Goal.Status.values)
    @pytest.mark.parametrize("before", Goal.Status.values)
    def test_goes_only_where_a_goal_can_go(
        self, goal: Goal, mo: User, before: str, after: str
    ) -> None:
        Goal.objects.filter(pk=goal.pk).update(status=before)
        goal.refresh_from_db()

        if after == before or after in STEPS[before]:
            services.review_goal(goal=goal, review=Review(after), by=mo)
        else:
            with pytest.raises(WrongStep):
                services.review_goal(goal=goal, review=Review(after), by=mo)

        assert all(Goal.Status.ACTIVE in STEPS[status] for status in ENDED)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"status": "won"}, "status"),
            ({"status": "active", "resolved_via": "referral"}, "resolved_via"),
            ({"resolved_via": "luck"}, "resolved_via"),
            ({"is_signed_off": "perhaps"}, "is_signed_off"),
            ({"note": "x" * 10_000}, "note"),
            ({"note": "a\x00b"}, "note"),
        ],
    )
    def test_saves_nothing_when_something_is_wrong(
        self, goal: Goal, mo: User, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        page = sign_in(mo).post(self.url(goal), {"status": "met", "note": "Kept"} | changes)

        goal.refresh_from_db()
        assert field in page.context["form"].errors
        assert goal.status == "active"
        assert not GoalReview.objects.exists()


class TestClosedCase:
    def test_refuses(self, case: Case, goal: Goal, mo: User) -> None:
        step = services.add_goal_step(goal=goal, step=Step("Call", "worker"), by=mo)
        close(case, by=mo)
        goal.refresh_from_db()

        with pytest.raises(CaseClosed):
            services.add_goal_step(goal=goal, step=Step("Call", "worker"), by=mo)
        with pytest.raises(CaseClosed):
            services.review_goal(goal=goal, review=Review("met"), by=mo)
        with pytest.raises(CaseClosed):
            services.tick_goal_step(step=GoalStep.objects.get(pk=step.pk), is_done=True, by=mo)

    def test_shows_the_goal_without_buttons(
        self, case: Case, goal: Goal, mo: User, sign_in: SignIn
    ) -> None:
        close(case, by=mo)

        text = sign_in(mo).get(reverse("cases:goal", args=[goal.pk])).content.decode()

        assert WORDS in text
        assert reverse("cases:goal_change", args=[goal.pk]) not in text


class TestDays:
    @pytest.mark.parametrize("days", [-1, 366 * 11])
    def test_are_within_reach(self, case: Case, mo: User, days: int) -> None:
        day = case.opened_on + dt.timedelta(days=days)

        with pytest.raises(WrongDay):
            services.set_goal(case=case, domain="work", words=WORDS, target_on=day, by=mo)
