"""A closed case stands as it is: every form says so, and nothing is half written."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services as cases
from cvi.cases.errors import CaseClosed
from cvi.cases.models import Case, FollowUp, Goal, Note
from cvi.gvi import services as gvi
from cvi.gvi.models import CustomNotification
from cvi.reentry import services as reentry
from cvi.reentry.models import CustodyEpisode
from cvi.reentry.services import Stay
from tests.cast import Cast, SignIn

CLOSED = "This case is closed."


def today() -> dt.date:
    return timezone.localdate()


def close(case: Case, by: User) -> None:
    cases.close_case(case=case, status=Case.Status.CLOSED, closed_on=today(), by=by)


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def closed(cast: Cast, mo: User) -> Case:
    case = cast.case(mo)
    close(case, by=cast.system)
    return case


class TestPages:
    @pytest.mark.parametrize(
        ("page", "typed"),
        [
            ("goal_new", {"domain": "work", "words": "A job"}),
            ("follow_up_new", {"kind": "check_in", "due_on": "2099-01-05"}),
            ("note_new", {"text": "Met at the corner"}),
        ],
    )
    def test_say_so_and_write_nothing(
        self, mo: User, closed: Case, sign_in: SignIn, page: str, typed: dict[str, Any]
    ) -> None:
        answer = sign_in(mo).post(reverse(f"cases:{page}", args=[closed.pk]), typed)

        assert answer.status_code == 200
        assert CLOSED in answer.content.decode()
        assert not any(kind.objects.exists() for kind in (Goal, FollowUp, Note))

    def test_leave_a_goal_and_a_follow_up_as_they_stood(
        self, cast: Cast, mo: User, sign_in: SignIn
    ) -> None:
        case = cast.case(mo)
        goal = cases.set_goal(case=case, domain="work", words="A job", by=mo)
        item = cases.plan_follow_up(case=case, kind="check_in", due_on=today(), by=mo)
        close(case, by=mo)
        browser = sign_in(mo)

        changed = browser.post(reverse("cases:goal_change", args=[goal.pk]), {"status": "met"})
        done = browser.post(
            reverse("cases:follow_up_finish", args=[item.pk]),
            {"outcome": "reached", "mode": "call"},
        )

        assert CLOSED in changed.content.decode()
        assert CLOSED in done.content.decode()
        assert Goal.objects.get().status == Goal.Status.ACTIVE
        assert FollowUp.objects.get().done_at is None

    def test_name_nothing_as_due(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        case = cast.case(mo)
        cases.plan_follow_up(case=case, kind="check_in", due_on=today(), by=mo)
        close(case, by=mo)
        browser = sign_in(mo)

        person = browser.get(reverse("desk:participant", args=[case.participant_id]))

        assert browser.get(reverse("desk:today")).context["due"] == []
        assert person.context["follow_ups"] == []


class TestPrograms:
    def test_keep_a_notification_as_it_was_planned(self, cast: Cast) -> None:
        case = cast.case(team=cast.gvi_team)
        row = gvi.plan_notification(
            case=case, why="recently_hurt", planned_on=today(), by=cast.system
        )
        close(case, by=cast.system)
        visit = gvi.Visit("delivered", today(), "person", "accepted")

        with pytest.raises(CaseClosed):
            gvi.record_visit(notification=row, visit=visit, by=cast.system)

        assert CustomNotification.objects.get().result == "planned"

    def test_keep_a_stay_in_custody_as_it_was_known(self, cast: Cast, sign_in: SignIn) -> None:
        rey, case = cast.reentry_coordinator(), cast.case(team=cast.reentry_team)
        episode = reentry.record_custody(case=case, stay=Stay("jail"), by=cast.system)
        close(case, by=cast.system)
        typed = {
            "facility_kind": "prison",
            "basis": "unknown",
            "projected_release_on": today().isoformat(),
        }

        answer = sign_in(rey).post(reverse("reentry:custody_change", args=[episode.pk]), typed)

        assert CLOSED in answer.content.decode()
        assert CustodyEpisode.objects.get().facility_kind == "jail"
