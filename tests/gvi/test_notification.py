"""The pages of a custom notification."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.roles import Role
from cvi.cases.models import Case, FollowUp
from cvi.gvi import services
from cvi.gvi.models import CustomNotification
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


def plan_url(case: Case) -> str:
    return reverse("gvi:notification_new", args=[case.pk])


def planned(cast: Cast, case: Case) -> CustomNotification:
    return services.plan_notification(
        case=case, why="recently_hurt", planned_on=tomorrow(), by=cast.system
    )


class TestNotificationNew:
    def test_plans_a_visit(self, cast: Cast, sign_in: SignIn) -> None:
        gia, case = cast.gvi_coordinator(), cast.case(team=cast.gvi_team)
        typed = {"why": "recently_hurt", "planned_on": tomorrow().isoformat(), "note": "Two go"}

        sign_in(gia).post(plan_url(case), typed)

        row = CustomNotification.objects.get()
        assert (row.case, row.why, row.note) == (case, "recently_hurt", "Two go")
        assert row.result == "planned"

    def test_is_sealed_to_those_without_the_gvi_key(self, cast: Cast) -> None:
        planned(cast, cast.case(team=cast.gvi_team))

        with open_ring({("core", cast.ovp.pk)}), pytest.raises(DomainDenied):
            _ = CustomNotification.objects.get().why

    def test_hides_the_case_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.harbor_team)

        assert sign_in(cast.gvi_coordinator()).get(plan_url(case)).status_code == 404

    def test_hides_a_case_that_does_not_exist(self, cast: Cast, sign_in: SignIn) -> None:
        url = reverse("gvi:notification_new", args=[uuid.uuid4()])

        assert sign_in(cast.gvi_coordinator()).get(url).status_code == 404

    def test_is_refused_to_a_navigator_of_the_case(self, cast: Cast, sign_in: SignIn) -> None:
        nan = cast.user("nan", Role.NAVIGATOR, cast.gvi_team)
        case = cast.case(nan, team=cast.gvi_team)

        assert sign_in(nan).get(plan_url(case)).status_code == 403

    def test_is_refused_to_a_reentry_worker_who_was_given_sight(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        rey, case = cast.reentry_coordinator(), cast.case(team=cast.gvi_team)
        cast.lend(case, rey)

        assert sign_in(rey).get(plan_url(case)).status_code == 403

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        assert client.get(plan_url(cast.case(team=cast.gvi_team))).status_code == 302

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"why": "", "planned_on": "2099-01-01"}, "why"),
            ({"why": "recently_hurt", "planned_on": "2001-01-01"}, "planned_on"),
            ({"why": "recently_hurt", "planned_on": "soon"}, "planned_on"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn, typed: dict[str, str], field: str
    ) -> None:
        case = cast.case(team=cast.gvi_team)

        answer = sign_in(cast.gvi_coordinator()).post(plan_url(case), {**typed, "note": "Kept"})

        assert field in answer.context["form"].errors
        assert "Kept" in answer.content.decode()
        assert not CustomNotification.objects.exists()


class TestNotificationVisit:
    def test_promises_a_contact_within_72_hours_to_whoever_wants_help(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        gia, case = cast.gvi_coordinator(), cast.case(team=cast.gvi_team)
        url = reverse("gvi:notification_visit", args=[planned(cast, case).pk])
        today = timezone.localdate()
        typed = {"result": "delivered", "tried_on": today, "delivered_to": "person"}

        sign_in(gia).post(url, {**typed, "response": "accepted"})

        follow_up = FollowUp.objects.filter(case=case).earliest("due_on")
        assert follow_up.kind == "after_notification"
        assert follow_up.due_on == today + dt.timedelta(days=3)

    def test_asks_who_took_the_message(self, cast: Cast, sign_in: SignIn) -> None:
        row = planned(cast, cast.case(team=cast.gvi_team))
        url = reverse("gvi:notification_visit", args=[row.pk])
        typed = {"result": "delivered", "tried_on": timezone.localdate()}

        answer = sign_in(cast.gvi_coordinator()).post(url, typed)

        assert "delivered_to" in answer.context["form"].errors

    def test_is_answered_once(self, cast: Cast, sign_in: SignIn) -> None:
        row = planned(cast, cast.case(team=cast.gvi_team))
        url = reverse("gvi:notification_visit", args=[row.pk])
        browser = sign_in(cast.gvi_coordinator())
        typed = {"result": "called_off", "tried_on": timezone.localdate()}
        browser.post(url, typed)

        answer = browser.post(url, typed)

        assert "done already" in answer.context["form"].non_field_errors()[0]


class TestTimeline:
    def test_tells_a_navigator_nothing_of_the_notification(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        nan = cast.user("nan", Role.NAVIGATOR, cast.gvi_team)
        case = cast.case(nan, team=cast.gvi_team)
        planned(cast, case)

        answer = sign_in(nan).get(reverse("desk:participant", args=[case.participant_id]))

        assert answer.status_code == 200
        assert "Custom notification" not in answer.content.decode()

    def test_tells_the_coordinator(self, cast: Cast, sign_in: SignIn) -> None:
        gia, case = cast.gvi_coordinator(), cast.case(team=cast.gvi_team)
        planned(cast, case)

        answer = sign_in(gia).get(reverse("desk:participant", args=[case.participant_id]))

        assert "Was hurt not long ago" in answer.content.decode()


class TestToday:
    def test_shows_a_planned_visit_until_it_was_made(self, cast: Cast, sign_in: SignIn) -> None:
        gia, case = cast.gvi_coordinator(), cast.case(team=cast.gvi_team)
        row = planned(cast, case)
        browser = sign_in(gia)
        before = browser.get(reverse("desk:today")).content.decode()
        visit = services.Visit("called_off", timezone.localdate())
        services.record_visit(notification=row, visit=visit, by=gia)

        after = browser.get(reverse("desk:today")).content.decode()

        assert "Visit planned for" in before
        assert "Visit planned for" not in after
