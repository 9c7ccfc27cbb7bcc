"""Finding people by any name they go by, written as it is heard."""

import pytest
from django.urls import reverse

from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.cases.services import Identity, Opening
from tests.cast import Cast, SignIn


@pytest.fixture
def wanted(cast: Cast) -> Case:
    identity = Identity(
        name_to_use="José Sampleton",
        legal_name="Joseph Núñez-Sampleton",
        street_names=["Lil Smokey", "Ñandú"],
    )
    person = cases.register_participant(agency=cast.harbor, identity=identity, by=cast.system)
    opening = Opening(team=cast.harbor_team)
    for name in ("Abe Example", "Wanda Otherwise", "Terrence Placeholder"):
        cast.case(name=name)
    return cases.open_new_case(participant=person, opening=opening, by=cast.system)


def found(cast: Cast, sign_in: SignIn, text: str) -> list[Case]:
    answer = sign_in(cast.supervisor()).post(reverse("desk:people"), {"name": text})
    return [case for case, _day in answer.context["people"]]


@pytest.mark.parametrize(
    "text",
    [
        "José Sampleton",
        "jose sampleton",
        "JOSE",
        "Sampelton",
        "Smapleton Jose",
        "Joseph Nunez",
        "nunez sampleton",
        "lil smokey",
        "Smoky",
        "Lil Smoke",
        "nandu",
        "Ñandu",
    ],
)
def test_finds_someone(cast: Cast, wanted: Case, sign_in: SignIn, text: str) -> None:
    assert found(cast, sign_in, text)[:1] == [wanted]


@pytest.mark.parametrize("text", ["Zzyzx", "Ñandú Qwertz Uiop", "😀"])
def test_finds_nobody_else(cast: Cast, wanted: Case, sign_in: SignIn, text: str) -> None:
    cases.update_participant(
        participant=wanted.participant, changes={"street_names": []}, by=cast.system
    )

    assert found(cast, sign_in, text) == []


def test_finds_a_merged_file_by_the_name_of_either(
    cast: Cast, wanted: Case, sign_in: SignIn
) -> None:
    twin = cast.case(name="Pepe Demostrado")
    what = {"status": "closed", "exit_reason": "moved", "closed_on": twin.opened_on}
    cases.close_case(case=twin, by=cast.system, **what)
    people = {"keep": wanted.participant, "drop": twin.participant}
    cases.merge_people(**people, by=cast.system)

    assert found(cast, sign_in, "Pepe Demostrado") == [wanted]
