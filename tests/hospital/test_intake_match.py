"""At the bedside: a name is told in the fifth step, and someone may be known already."""

from typing import Any

import pytest
from django.urls import reverse

from cvi.accounts.models import User
from cvi.cases.models import Participant
from cvi.hospital import services
from cvi.hospital.models import Encounter
from cvi.hospital.services import Arrival
from tests.cast import Cast, SignIn

SAID = {
    "name_to_use": "Zedd Testperson",
    "birth_date_month": "2",
    "birth_date_day": "3",
    "birth_date_year": "2001",
}


@pytest.fixture
def hana(cast: Cast) -> User:
    return cast.specialist()


@pytest.fixture
def visit(cast: Cast, hana: User) -> Encounter:
    return services.start_intake(team=cast.mercy_team, arrival=Arrival("talked"), by=hana)


def url_of(visit: Encounter) -> str:
    return reverse("hospital:intake_about", args=[visit.pk])


def name_of(visit: Encounter) -> Any:
    return Participant.objects.get(pk=visit.case.participant_id).name_to_use


class TestTheStep:
    def test_asks_before_the_name_is_saved(
        self, cast: Cast, hana: User, visit: Encounter, sign_in: SignIn
    ) -> None:
        cast.case(team=cast.mercy_team)

        page = sign_in(hana).post(url_of(visit), SAID)

        assert "Is it one of these?" in page.content.decode()
        assert name_of(visit) == ""

    def test_goes_on_when_it_is_none_of_these(
        self, cast: Cast, hana: User, visit: Encounter, sign_in: SignIn
    ) -> None:
        cast.case(team=cast.mercy_team)

        answer = sign_in(hana).post(url_of(visit), SAID | {"match_answer": "new"})

        assert answer.status_code == 302
        assert name_of(visit) == "Zedd Testperson"

    def test_goes_on_when_nobody_is_like_them(
        self, cast: Cast, hana: User, visit: Encounter, sign_in: SignIn
    ) -> None:
        cast.case(team=cast.hill_team)

        answer = sign_in(hana).post(url_of(visit), SAID)

        assert answer.status_code == 302
        assert name_of(visit) == "Zedd Testperson"

    def test_does_not_ask_twice_about_the_same_name(
        self, cast: Cast, hana: User, visit: Encounter, sign_in: SignIn
    ) -> None:
        cast.case(team=cast.mercy_team)
        browser = sign_in(hana)
        browser.post(url_of(visit), SAID | {"match_answer": "new"})

        answer = browser.post(url_of(visit), SAID | {"language": "es"})

        assert answer.status_code == 302
