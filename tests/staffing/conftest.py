"""A team with whoever leads it, one of its workers, and what is kept about them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Role
from cvi.staffing import services
from cvi.staffing.models import Exposure, StaffSession, Wellbeing
from cvi.staffing.services import Course, Happening, SessionPlan
from tests.cast import Cast

TOLD = "Zedd was tired after the funeral."


def today(days: int = 0) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def ann(cast: Cast) -> User:
    return cast.messenger("ann")


@pytest.fixture
def team(cast: Cast) -> Team:
    return cast.harbor_team


def plan_of(**changes: Any) -> SessionPlan:
    said = {"kind": "individual", "held_on": today(), "notes": TOLD, "next_on": today(14)}
    return SessionPlan(**{**said, **changes})


@pytest.fixture
def session(team: Team, mo: User, sue: User) -> StaffSession:
    return services.record_session(team=team, workers=[mo], plan=plan_of(), by=sue)[0]


@pytest.fixture
def exposure(team: Team, mo: User, sue: User) -> Exposure:
    happening = Happening("shot_at", today(-1), TOLD)
    return services.record_exposure(worker=mo, team=team, happening=happening, by=sue)


@pytest.fixture
def note(team: Team, mo: User) -> Wellbeing:
    return services.write_wellbeing(team=team, mood=1, note=TOLD, by=mo)


def train(worker: User, team: Team, by: User, **changes: Any) -> Any:
    said = {"course": "first_aid", "hours": Decimal(8), "held_on": today(-9), **changes}
    return services.add_training(worker=worker, team=team, course=Course(**said), by=by)


def others(cast: Cast) -> list[User]:
    """Everyone who must not read what is kept about a worker of the harbor team."""
    return [
        cast.messenger("peer"),
        cast.supervisor("far", cast.hill_team),
        cast.supervisor("near", cast.harbor_night_team()),
        cast.manager(),
        cast.auditor(),
        cast.officer(),
        cast.administrator(),
        cast.user("nan", Role.NAVIGATOR, cast.harbor_team),
        cast.user("pia", Role.PROVIDER, cast.harbor_team),
    ]
