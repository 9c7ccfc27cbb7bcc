"""Two agencies know one person: sealed for the privacy officer, who decides without a name."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cvi.accounts.roles import Role
from cvi.cases import reviews, services
from cvi.cases.comparing import compare_elsewhere
from cvi.cases.models import Case, MatchReview, PersonLink
from cvi.referrals import services as referrals
from cvi.referrals.services import Handoff
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain
from tests.cast import Cast, SignIn
from tests.security.world import home_of

LIST = "/cases/matches/"


@pytest.fixture
def both(cast: Cast) -> tuple[Case, Case]:
    """One person, known to Harbor and to Hill."""
    return cast.case(name="Zedd Testperson"), cast.case(team=cast.hill_team, name="Zed Testpersen")


@pytest.fixture
def review(cast: Cast, both: tuple[Case, Case]) -> MatchReview:
    (found,) = reviews.compare_elsewhere(participant=both[0].participant, by=cast.system)
    return found


@pytest.fixture
def officer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.user("pat", Role.PRIVACY_OFFICER, cast.ovp))


def url_of(review: MatchReview) -> str:
    return reverse("cases:match_review", args=[review.pk])


def text_of(browser: Client, url: str) -> str:
    with open_ring(()):
        return browser.get(url).content.decode()


def decide(browser: Client, review: MatchReview, state: str, why: str = "Asked both.") -> Any:
    with open_ring(()):
        return browser.post(url_of(review), {"state": state, "why": why})


class TestComparing:
    def test_finds_the_same_person_in_another_agency(
        self, both: tuple[Case, Case], review: MatchReview
    ) -> None:
        ((_review, sides),) = reviews.with_sides([review])

        assert {side.code for side in sides} == {case.participant.code for case in both}
        assert {(side.initials, side.born) for side in sides} == {("Z. T.", 2001)}

    def test_asks_once_about_a_pair(
        self, cast: Cast, both: tuple[Case, Case], review: MatchReview, officer: Client
    ) -> None:
        decide(officer, review, "not_same")

        for case in both:
            compare_elsewhere.call_local(participant_id=str(case.participant_id))

        assert MatchReview.objects.count() == 1

    def test_passes_over_the_own_agency_and_the_unlike(self, cast: Cast) -> None:
        case = cast.case()
        cast.case()
        cast.case(team=cast.hill_team, name="Quillo Sampleton")

        assert reviews.compare_elsewhere(participant=case.participant, by=cast.system) == []

    def test_passes_over_a_pair_that_is_linked(self, cast: Cast, both: tuple[Case, Case]) -> None:
        one, other = (case.participant for case in both)
        reviews.link_people(one=one, other=other, source="referral", by=cast.system)

        assert reviews.compare_elsewhere(participant=one, by=cast.system) == []

    def test_without_an_office_makes_nothing(self, cast: Cast, both: tuple[Case, Case]) -> None:
        cast.ovp.kind = "community"
        cast.ovp.save()
        one, other = (case.participant for case in both)

        assert reviews.compare_elsewhere(participant=one, by=cast.system) == []
        link = reviews.link_people(one=one, other=other, source="referral", by=cast.system)
        assert link is None

    def test_of_someone_who_is_gone_does_nothing(self, cast: Cast) -> None:
        compare_elsewhere.call_local(participant_id="00000000-0000-7000-8000-000000000000")

        assert not MatchReview.objects.exists()


class TestTheSeal:
    def test_opens_for_the_match_domain_of_the_office_only(
        self, cast: Cast, review: MatchReview
    ) -> None:
        for keys in (
            {
                (Domain.CORE, cast.harbor.pk),
                (Domain.CORE, cast.hill.pk),
                (Domain.CORE, cast.ovp.pk),
            },
            {(Domain.MATCH, cast.harbor.pk)},
        ):
            with open_ring(keys), pytest.raises(DomainDenied):
                _unread = MatchReview.objects.get(pk=review.pk).sides
        with open_ring({(Domain.MATCH, cast.ovp.pk)}):
            assert len(MatchReview.objects.get(pk=review.pk).sides) == 2

    def test_shows_no_id_of_either_in_the_tables(
        self, both: tuple[Case, Case], review: MatchReview, officer: Client
    ) -> None:
        decide(officer, review, "same")

        rows = ""
        with connection.cursor() as cursor:
            for table in ("cases_matchreview", "cases_personlink", "cases_historicalmatchreview"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
                rows += str(cursor.fetchall())
        for case in both:
            person = case.participant
            assert not any(w in rows for w in (str(person.pk), person.pk.hex, person.code))


class TestThePrivacyOfficer:
    def test_sees_codes_masks_and_organizations_but_no_name(
        self, both: tuple[Case, Case], review: MatchReview, officer: Client
    ) -> None:
        pages = text_of(officer, LIST) + text_of(officer, url_of(review))

        assert "Harbor Peace" in pages
        assert "Hill Forward" in pages
        assert "Z. T." in pages
        assert "Born 2001" in pages
        assert all(case.participant.code in pages for case in both)
        assert "Zed" not in pages
        assert "Testpers" not in pages

    def test_says_they_are_the_same(
        self, both: tuple[Case, Case], review: MatchReview, officer: Client
    ) -> None:
        answer = decide(officer, review, "same")

        link = PersonLink.objects.get()
        assert answer.status_code == 302
        assert {side["participant"] for side in link.sides} == {
            str(case.participant_id) for case in both
        }
        assert url_of(review) not in text_of(officer, LIST)

    @pytest.mark.parametrize("state", ["not_same", "unclear"])
    def test_says_otherwise(self, review: MatchReview, officer: Client, state: str) -> None:
        decide(officer, review, state, "Two cousins.")

        review.refresh_from_db()
        assert (review.state, review.why) == (state, "Two cousins.")
        assert not PersonLink.objects.exists()
        assert "Two cousins." in text_of(officer, url_of(review))

    @pytest.mark.parametrize(("state", "why"), [("same", ""), ("", "Asked."), ("open", "Asked.")])
    def test_must_say_what_and_why(
        self, review: MatchReview, officer: Client, state: str, why: str
    ) -> None:
        assert decide(officer, review, state, why).status_code == 200

        review.refresh_from_db()
        assert review.state == "open"

    def test_decides_once(self, review: MatchReview, officer: Client) -> None:
        decide(officer, review, "not_same")

        again = decide(officer, review, "same")

        assert again.status_code == 200
        assert not PersonLink.objects.exists()

    def test_finds_no_match_that_is_not_there(self, cast: Cast, officer: Client) -> None:
        url = reverse("cases:match_review", args=[cast.ovp.pk])

        assert officer.get(url).status_code == 404
        assert "No match waits for you." in text_of(officer, LIST)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.PRIVACY_OFFICER])
def test_nobody_else_sees_matches(
    cast: Cast, sign_in: SignIn, review: MatchReview, role: Role
) -> None:
    user = cast.user("player", role, home_of(cast, role))

    assert not MatchReview.objects.visible_to(user).exists()
    assert sign_in(user).get(LIST).status_code == 403
    assert sign_in(user).get(url_of(review)).status_code == 403


def test_an_accepted_referral_makes_a_link_and_no_match(cast: Cast) -> None:
    case = cast.case()
    cast.consent(case, cast.hill, "name", "birth_date")
    handoff = Handoff(cast.hill_team, ["name", "birth_date"], "today")
    sent = referrals.send_referral(case=case, handoff=handoff, by=cast.system)

    received = referrals.accept_referral(referral=sent, by=cast.system)

    link = PersonLink.objects.get()
    ids = {str(case.participant_id), str(received.participant_id)}
    assert {side["participant"] for side in link.sides} == ids
    assert received.participant.birth_date == dt.date(2001, 2, 3)
    assert reviews.compare_elsewhere(participant=received.participant, by=cast.system) == []
    services.update_participant(
        participant=received.participant, changes={"language": "es"}, by=cast.system
    )
    assert not MatchReview.objects.exists()
