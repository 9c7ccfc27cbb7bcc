"""What participants take home: their plan, and what is written down about them."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cvi.accounts import services as accounts
from cvi.accounts.models import Program, User
from cvi.cases import services
from cvi.cases import tasks as _handlers  # noqa: F401  they make the papers
from cvi.cases.models import Case
from cvi.cases.services import Opening, Step
from cvi.papers.models import Job
from cvi.papers.services import run_job
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo, name="Zedd Testperson")


def printed(browser: Client, name: str, case: Case, language: str = "en") -> str:
    """Have a paper printed, and return its words."""
    url = reverse(f"cases:{name}", args=[case.participant_id])
    assert browser.post(url, {"language": language}).status_code == 302
    job = Job.objects.get()
    run_job.call_local(job_id=str(job.pk))
    answer = browser.post(reverse("papers:job_download", args=[job.pk]))
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


class TestMyPlan:
    def test_has_goals_in_their_words_and_the_steps_to_take(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        goal = services.set_goal(case=case, domain="work", words="Drive a truck", by=mo)
        done = Step("Find my papers", "participant")
        done = services.add_goal_step(goal=goal, step=done, by=mo)
        services.tick_goal_step(step=done, is_done=True, by=mo)
        services.add_goal_step(goal=goal, step=Step("Book the test", "participant"), by=mo)
        soon = timezone.localdate() + dt.timedelta(days=3)
        services.plan_follow_up(case=case, kind="safety", due_on=soon, by=mo)

        text = printed(sign_in(mo), "goals_print", case)

        assert "My plan" in text
        assert "Drive a truck" in text
        assert "Book the test" in text
        assert "Find my papers" not in text
        assert "When we talk next" in text
        for secret in ("Zedd", "Safety", "outreach"):
            assert secret not in text

    def test_leaves_out_what_ended(self, case: Case, mo: User, sign_in: SignIn) -> None:
        goal = services.set_goal(case=case, domain="housing", words="A room of my own", by=mo)
        services.change_goal(goal=goal, status="declined", by=mo)

        assert "A room of my own" not in printed(sign_in(mo), "goals_print", case)

    def test_is_printed_in_spanish(self, case: Case, mo: User, sign_in: SignIn) -> None:
        services.set_goal(case=case, domain="work", words="Manejar un camión", by=mo)

        text = printed(sign_in(mo), "goals_print", case, "es")

        assert "Mi plan" in text
        assert "Manejar un camión" in text


class TestSummary:
    def test_says_what_is_written_down(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        cast.consent(case, cast.hill, "name")
        services.record_need(case=case, domain="housing", by=mo)
        services.update_about(
            participant=case.participant, changes={"orientation": "gay", "pronouns": "he"}, by=mo
        )
        services.add_note(case=case, text="Said a thing in trust", by=mo)

        text = printed(sign_in(mo), "summary_print", case)

        assert "What we wrote down about you" in text
        assert cast.hill.name in text
        assert "A place to stay" in text
        for secret in ("Gay", "in trust", "Zedd"):
            assert secret not in text

    def test_names_no_relatives(self, case: Case, mo: User, sign_in: SignIn) -> None:
        who = {"name": "Aunt Placeholder", "relation": "grandparent"}
        services.save_relative(participant=case.participant, relative=None, changes=who, by=mo)

        text = printed(sign_in(mo), "summary_print", case)

        assert "1 relative or friend" in text
        assert "Placeholder" not in text

    def test_shows_the_goals_of_the_reader_s_cases_alone(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        reentry = accounts.set_up_team(
            agency=cast.harbor, program=Program.REENTRY, name="Harbor reentry", by=mo
        )
        opening = Opening(team=reentry)
        other = services.open_new_case(participant=case.participant, opening=opening, by=mo)
        services.set_goal(case=other, domain="work", words="Not theirs to read", by=mo)

        assert "Not theirs to read" not in printed(sign_in(mo), "summary_print", case)


@pytest.mark.parametrize("name", ["goals_print", "summary_print"])
class TestBoth:
    def test_ask_for_a_language(self, case: Case, mo: User, sign_in: SignIn, name: str) -> None:
        url = reverse(f"cases:{name}", args=[case.participant_id])

        sign_in(mo).post(url, {"language": "xx"})

        assert not Job.objects.exists()

    def test_are_a_stranger_s_404(self, cast: Cast, case: Case, sign_in: SignIn, name: str) -> None:
        stranger = sign_in(cast.messenger("bo", cast.hill_team))
        url = reverse(f"cases:{name}", args=[case.participant_id])

        assert stranger.post(url, {"language": "en"}).status_code == 404
