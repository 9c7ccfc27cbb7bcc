"""The pages of a stay in custody."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.roles import Role
from cvi.cases.models import Case, FollowUp
from cvi.reentry.models import CustodyEpisode
from tests.cast import Cast, SignIn


def new_url(case: Case) -> str:
    return reverse("reentry:custody_new", args=[case.pk])


def stay(**changes: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "facility_kind": "jail",
        "facility": "Example County Jail",
        "admitted_on": (today - dt.timedelta(days=60)).isoformat(),
        "projected_release_on": (today + dt.timedelta(days=20)).isoformat(),
        "basis": "unknown",
        **changes,
    }


class TestCustodyNew:
    def test_puts_the_release_day_on_the_list(self, cast: Cast, sign_in: SignIn) -> None:
        rey, case = cast.reentry_coordinator(), cast.case(team=cast.reentry_team)

        sign_in(rey).post(new_url(case), stay())

        episode, follow_up = CustodyEpisode.objects.get(), FollowUp.objects.get()
        assert (episode.case, episode.facility) == (case, "Example County Jail")
        assert (follow_up.kind, follow_up.due_on) == ("release", episode.projected_release_on)

    def test_hides_the_case_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.harbor_team)

        assert sign_in(cast.reentry_coordinator()).get(new_url(case)).status_code == 404

    def test_hides_a_case_that_does_not_exist(self, cast: Cast, sign_in: SignIn) -> None:
        url = reverse("reentry:custody_new", args=[uuid.uuid4()])

        assert sign_in(cast.reentry_coordinator()).get(url).status_code == 404

    def test_is_refused_to_a_navigator_of_the_case(self, cast: Cast, sign_in: SignIn) -> None:
        nan = cast.user("nan", Role.NAVIGATOR, cast.reentry_team)
        case = cast.case(nan, team=cast.reentry_team)

        assert sign_in(nan).get(new_url(case)).status_code == 403

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        assert client.get(new_url(cast.case(team=cast.reentry_team))).status_code == 302

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"facility_kind": ""}, "facility_kind"),
            ({"admitted_on": "2099-01-01"}, "admitted_on"),
            ({"released_on": "2001-01-01"}, "released_on"),
            ({"projected_release_on": "2001-01-01"}, "projected_release_on"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        case = cast.case(team=cast.reentry_team)

        answer = sign_in(cast.reentry_coordinator()).post(new_url(case), stay(**changes))

        assert field in answer.context["form"].errors
        assert "Example County Jail" in answer.content.decode()
        assert not CustodyEpisode.objects.exists()


class TestCustodyChange:
    def test_moves_the_release_day_along(self, cast: Cast, sign_in: SignIn) -> None:
        rey, case = cast.reentry_coordinator(), cast.case(team=cast.reentry_team)
        browser = sign_in(rey)
        browser.post(new_url(case), stay())
        later = timezone.localdate() + dt.timedelta(days=41)
        url = reverse("reentry:custody_change", args=[CustodyEpisode.objects.get().pk])

        browser.post(url, stay(projected_release_on=later.isoformat()))

        assert FollowUp.objects.get().due_on == later

    def test_shows_who_comes_home_soon_on_today(self, cast: Cast, sign_in: SignIn) -> None:
        rey, case = cast.reentry_coordinator(), cast.case(team=cast.reentry_team)
        browser = sign_in(rey)
        browser.post(new_url(case), stay())

        text = browser.get(reverse("desk:today")).content.decode()

        assert "Expected home" in text
