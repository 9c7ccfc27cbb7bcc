"""A team answers whether someone it knows is the person a colleague takes in."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import Program, Team, User
from cvi.cases import sight
from cvi.cases.models import CaseGrant, SightRequest
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def bay_team(cast: Cast) -> Team:
    team = Team(agency=cast.harbor, program=Program.REENTRY, name="Harbor reentry team")
    team.save()
    return team


@pytest.fixture
def asked(cast: Cast, mo: User, bay_team: Team) -> SightRequest:
    return sight.request_sight(case=cast.case(team=bay_team), by=mo)


@pytest.fixture
def sue(cast: Cast, bay_team: Team, sign_in: SignIn) -> Client:
    return sign_in(cast.supervisor(team=bay_team))


def url_of(asked: SightRequest) -> str:
    return reverse("cases:sight_answer", args=[asked.pk])


def text_of(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


def day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


class TestTheSupervisor:
    def test_finds_the_question_on_today(self, sue: Client, asked: SightRequest) -> None:
        page = text_of(sue, "/today/")

        assert "Mo is taking someone in, and asks whether it is Zedd Testperson." in page
        assert url_of(asked) in page

    def test_lets_the_colleague_see_the_file_until_a_day(
        self, sue: Client, asked: SightRequest, mo: User, sign_in: SignIn
    ) -> None:
        sue.post(url_of(asked), {"answer": "yes", "until": day(7)})

        grant = CaseGrant.objects.get(content_object=asked.case, user=mo)
        assert grant.kind == CaseGrant.Kind.HAND_OFF
        assert timezone.localdate(grant.expires_at) == timezone.localdate() + dt.timedelta(days=8)
        file = reverse("desk:participant", args=[asked.case.participant_id])
        browser = sign_in(mo)
        assert file in text_of(browser, "/today/")
        with open_ring(()):
            assert browser.get(file).status_code == 200

    def test_says_no(self, sue: Client, asked: SightRequest, mo: User, sign_in: SignIn) -> None:
        sue.post(url_of(asked), {"answer": "no"})

        assert not CaseGrant.objects.filter(user=mo).exists()
        page = text_of(sign_in(mo), "/today/")
        assert "Harbor reentry team says no" in page
        assert "Zedd" not in page

    @pytest.mark.parametrize("until", ["", "nonsense", day(-1), day(91)])
    def test_is_asked_again_for_a_day_that_will_not_do(
        self, sue: Client, asked: SightRequest, until: str
    ) -> None:
        page = sue.post(url_of(asked), {"answer": "yes", "until": until})

        assert page.status_code == 200
        assert not CaseGrant.objects.exists()

    def test_answers_once(self, sue: Client, asked: SightRequest) -> None:
        sue.post(url_of(asked), {"answer": "no"})

        again = sue.post(url_of(asked), {"answer": "yes", "until": day(7)})

        assert "answered this already" in again.content.decode()
        assert not CaseGrant.objects.exists()


class TestOthers:
    def test_of_the_team_may_not_answer(
        self, cast: Cast, asked: SightRequest, bay_team: Team, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.user("ray", "reentry_coordinator", bay_team))

        assert browser.get(url_of(asked)).status_code == 403
        assert "taking someone in" not in text_of(browser, "/today/")

    def test_of_another_team_see_nothing(
        self, cast: Cast, asked: SightRequest, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.supervisor("sol"))

        assert browser.get(url_of(asked)).status_code == 404
        assert "taking someone in" not in text_of(browser, "/today/")


def test_an_assignment_is_not_cut_short(cast: Cast, mo: User) -> None:
    case = cast.case(mo)
    asked = sight.request_sight(case=case, by=mo)

    until = timezone.localdate()
    sight.answer_sight_request(request=asked, until=until, by=cast.system)

    assert CaseGrant.objects.get(user=mo).kind == CaseGrant.Kind.ASSIGNMENT
