"""Training: hours are added up, and what runs out is said in time."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.models import Team, User
from cvi.staffing import services
from cvi.staffing.errors import WrongDay
from cvi.staffing.models import Training
from cvi.staffing.services import Course
from tests.cast import Cast, SignIn
from tests.staffing.conftest import today, train

pytestmark = pytest.mark.django_db
TODAY, MINE, TEAM = reverse("desk:today"), reverse("staffing:mine"), reverse("staffing:team")


def new_of(worker: User) -> str:
    return reverse("staffing:training_new", args=[worker.pk])


def remove_of(row: Training) -> str:
    return reverse("staffing:training_remove", args=[row.pk])


def typed(**changes: Any) -> dict[str, Any]:
    until = today(365).isoformat()
    said = {"course": "first_aid", "hours": "7.5", "held_on": today().isoformat()}
    return {**said, "expires_on": until, **changes}


@pytest.fixture
def browser(sue: User, sign_in: SignIn) -> Client:
    return sign_in(sue)


class TestAdding:
    def test_keeps_course_hours_and_days(self, browser: Client, mo: User) -> None:
        browser.post(new_of(mo), typed())

        row = Training.objects.get()
        assert (row.worker, row.course, row.hours) == (mo, "first_aid", Decimal("7.5"))
        assert (row.held_on, row.expires_on) == (today(), today(365))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"course": "evil"},
            {"hours": "0"},
            {"hours": "many"},
            {"hours": "999"},
            {"held_on": today(1).isoformat()},
            {"expires_on": today().isoformat()},
        ],
    )
    def test_keeps_what_was_typed_on_bad_input(
        self, browser: Client, mo: User, wrong: dict[str, str]
    ) -> None:
        assert browser.post(new_of(mo), typed(**wrong)).status_code == 200
        assert not Training.objects.exists()

    def test_in_the_service_it_ends_after_it_began(self, team: Team, mo: User, sue: User) -> None:
        course = Course("first_aid", Decimal(1), today(), today())

        with pytest.raises(WrongDay):
            services.add_training(worker=mo, team=team, course=course, by=sue)

    def test_is_for_who_leads_the_team(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        assert sign_in(mo).get(new_of(mo)).status_code == 403
        far = cast.supervisor("far", cast.hill_team)
        assert sign_in(far).get(new_of(mo)).status_code == 404


class TestShowing:
    def test_adds_up_the_hours(self, browser: Client, team: Team, mo: User, sue: User) -> None:
        for hours in (8, 16):
            train(mo, team, sue, hours=Decimal(hours))

        page = browser.get(TEAM).content.decode()

        assert "training 24 of 40 hours" in page

    def test_asks_less_of_whoever_leads(self, sue: User, sign_in: SignIn) -> None:
        assert "0 of 32 hours" in sign_in(sue).get(MINE).content.decode()

    def test_says_what_runs_out(
        self, browser: Client, team: Team, mo: User, sue: User, ann: User, sign_in: SignIn
    ) -> None:
        train(mo, team, sue, expires_on=today(10))
        train(ann, team, sue, expires_on=today(100))

        lead, worker = (b.get(TODAY).content.decode() for b in (browser, sign_in(mo)))

        assert "Training of Mo: First aid" in lead
        assert "Training of Ann" not in lead
        assert "Your training: First aid" in worker

    def test_says_nothing_once_it_was_taken_again(
        self, browser: Client, team: Team, mo: User, sue: User
    ) -> None:
        train(mo, team, sue, held_on=today(-400), expires_on=today(-1))
        train(mo, team, sue, expires_on=today(300))

        assert "Training of Mo" not in browser.get(TODAY).content.decode()

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, browser: Client, team: Team, sue: User, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(4):
            worker = cast.messenger(f"mo{number}")
            train(worker, team, sue)
        browser.get(TEAM)

        with django_assert_max_num_queries(20):
            browser.get(TEAM)


class TestRemoving:
    def test_takes_a_mistake_away(self, browser: Client, team: Team, mo: User, sue: User) -> None:
        browser.post(remove_of(train(mo, team, sue)))

        assert not Training.objects.exists()

    def test_is_for_who_leads_the_team(
        self, cast: Cast, team: Team, mo: User, sue: User, ann: User, sign_in: SignIn
    ) -> None:
        row = train(mo, team, sue)

        assert sign_in(mo).post(remove_of(row)).status_code == 403
        for user in (ann, cast.supervisor("far", cast.hill_team), cast.manager()):
            assert sign_in(user).post(remove_of(row)).status_code == 404
        assert Training.objects.exists()
