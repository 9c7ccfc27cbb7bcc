"""Who is on call in the world that the sweeps play in, and an alert of which they are told."""

import datetime as dt
from uuid import UUID

from django.utils import timezone

from cvi.accounts.models import Program, Team, User
from cvi.accounts.roles import Role
from cvi.alerts import services as alerts
from cvi.alerts.models import Shift
from cvi.alerts.services import ShiftPlan
from cvi.alerts.values import Kind, Post
from tests.cast import Cast


def alert_of(cast: Cast, user: User) -> UUID:
    """Raise an alert in someone's name, of which only a person on duty is told."""
    team = Team(agency=cast.hill, program=Program.OUTREACH, name=f"Team of {user.username}")
    team.save()
    on_duty = cast.user(f"on-duty-{user.username}", Role.NAVIGATOR, team)
    alerts.save_work_phone(user=on_duty, number="+12155550143", by=on_duty)
    plan_shift(team, on_duty)
    return alerts.raise_alert(team=team, kind=Kind.HELP, path="/today/", by=user).pk


def plan_shift(team: Team, user: User) -> Shift:
    """Put someone on call now."""
    now = timezone.now()
    plan = ShiftPlan(team, user, Post.ON_CALL, now, now + dt.timedelta(hours=8))
    return alerts.plan_shifts(plan=plan, by=user)[0]


def a_shift(cast: Cast, team: Team, worker: User | None) -> Shift:
    """Put the worker on call, or somebody of that team."""
    user = worker or cast.user(f"backup-{team.pk}", Role.NAVIGATOR, team)
    return plan_shift(team, user)
