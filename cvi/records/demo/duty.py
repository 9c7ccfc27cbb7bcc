"""Who is on call in the demo, how they are reached, and one alert that was answered."""

import datetime as dt

from django.utils import timezone

from cvi.accounts.models import User
from cvi.alerts import services
from cvi.alerts.models import Alert
from cvi.alerts.services import ShiftPlan
from cvi.alerts.values import Kind, Post
from cvi.records.demo.city import City, Home

DAY_STARTS, NIGHT_STARTS = 8, 20
DAYS_PLANNED = 12
NUMBER = "+1215555{:04d}"
"""Numbers from 555-0100 on belong to nobody."""


def put_on_call(city: City) -> None:
    """Plan the shifts of every team: by day and by night, with the supervisor as backup."""
    homes = [home for homes in city.homes.values() for home in homes]
    people = dict.fromkeys(user for home in homes for user in (*home.workers, home.supervisor))
    for number, user in enumerate(filter(None, people), start=100):
        services.save_work_phone(user=user, number=NUMBER.format(number), by=user)
    for home in homes:
        if home.supervisor:
            _plan_team(home, home.supervisor)


def ask_for_help(home: Home) -> Alert:
    """Let a worker raise an alert that whoever was told answers, and end it."""
    worker = home.workers[-1]
    alert = services.raise_alert(team=home.team, kind=Kind.HELP, by=worker)
    told = alert.deliveries.select_related("receiver").order_by("pk")[:1]
    for row in told:
        services.answer_alert(alert=alert, by=row.receiver)
    return services.end_alert(alert=alert, by=worker)


def _plan_team(home: Home, lead: User) -> None:
    """Put two workers on call in turn; the last two days of the two weeks are not planned yet."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    first, second = home.workers[0], home.workers[1 % len(home.workers)]
    for day in range(-1, DAYS_PLANNED):
        start = midnight + dt.timedelta(days=day, hours=DAY_STARTS)
        night = midnight + dt.timedelta(days=day, hours=NIGHT_STARTS)
        _plan(home, first, start)
        _plan(home, second, night)
    long = ShiftPlan(home.team, lead, Post.BACKUP, midnight, midnight + dt.timedelta(days=7), 1)
    services.plan_shifts(plan=long, by=lead)


def _plan(home: Home, user: User, start: dt.datetime) -> None:
    until = start + dt.timedelta(hours=12)
    plan = ShiftPlan(home.team, user, Post.ON_CALL, start, until)
    services.plan_shifts(plan=plan, by=home.supervisor or user)
