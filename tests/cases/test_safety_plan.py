"""A plan to stay safe: in their words, blank where they like, and on paper in their language."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases import tasks as _handlers  # noqa: F401  they make the papers
from cvi.cases.models import Case, SafetyPlan
from cvi.papers.models import Job
from cvi.papers.services import run_job
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def url_of(case: Case) -> str:
    return reverse("cases:safety_plan", args=[case.pk])


def test_keeps_what_they_said_and_leaves_the_rest_blank(
    case: Case, mo: User, sign_in: SignIn
) -> None:
    sign_in(mo).post(url_of(case), {"safe_places": "At my aunt's"})

    plan = SafetyPlan.objects.get()
    assert (plan.safe_places, plan.warning_signs) == ("At my aunt's", "")
    assert [answer for _question, answer in plan.parts_said] == ["At my aunt's"]


def test_is_written_anew_with_its_past_kept(case: Case, mo: User, sign_in: SignIn) -> None:
    browser = sign_in(mo)
    browser.post(url_of(case), {"safe_places": "At my aunt's"})

    assert "At my aunt&#x27;s" in browser.get(url_of(case)).content.decode()
    browser.post(url_of(case), {"safe_places": "Nowhere now"})

    assert SafetyPlan.objects.get().safe_places == "Nowhere now"
    assert SafetyPlan.history.count() == 2


@pytest.mark.parametrize("typed", [{}, {"safe_places": " "}, {"safe_places": "x" * 10_000}])
def test_saves_nothing_of_nothing_or_too_much(
    case: Case, mo: User, sign_in: SignIn, typed: dict[str, str]
) -> None:
    answer = sign_in(mo).post(url_of(case), typed)

    assert answer.status_code == 200
    assert not SafetyPlan.objects.exists()


def test_takes_emoji_and_words_from_right_to_left(case: Case, mo: User, sign_in: SignIn) -> None:
    sign_in(mo).post(url_of(case), {"safe_people": "خالتي 🙂"})

    assert SafetyPlan.objects.get().safe_people == "خالتي 🙂"


@pytest.mark.parametrize(("language", "title"), [("en", "My plan to stay safe"), ("es", "Mi plan")])
def test_is_printed_in_their_language_without_a_program(
    case: Case, mo: User, sign_in: SignIn, language: str, title: str
) -> None:
    services.save_safety_plan(case=case, parts={"safe_places": "At my aunt's"}, by=mo)
    browser = sign_in(mo)

    browser.post(reverse("cases:safety_plan_print", args=[case.pk]), {"language": language})
    run_job.call_local(job_id=str(Job.objects.get().pk))
    answer = browser.post(reverse("papers:job_download", args=[Job.objects.get().pk]))

    page = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages[0]
    text = " ".join(page.extract_text().split())
    assert title in text
    assert "At my aunt's" in text
    assert "outreach" not in text.lower()
    assert "Zedd" not in text


def test_is_a_stranger_s_404(cast: Cast, case: Case, sign_in: SignIn) -> None:
    stranger = sign_in(cast.messenger("bo", cast.hill_team))

    assert stranger.get(url_of(case)).status_code == 404
    url = reverse("cases:safety_plan_print", args=[case.pk])
    assert stranger.post(url, {"language": "en"}).status_code == 404


def test_is_not_printed_before_it_is_written(case: Case, mo: User, sign_in: SignIn) -> None:
    answer = sign_in(mo).post(
        reverse("cases:safety_plan_print", args=[case.pk]), {"language": "en"}
    )

    assert answer.url == url_of(case)
    assert not Job.objects.exists()
