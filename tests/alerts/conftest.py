"""A team with people on call, a post that can fail, and a clock that stands still."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.alerts import services, tasks
from cvi.alerts.errors import NotSent
from cvi.alerts.models import Alert, Delivery, Shift
from cvi.alerts.services import ShiftPlan
from cvi.alerts.values import Kind, Post
from tests.cast import Cast

NOON = dt.datetime(2026, 6, 2, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=-4)))
TEXT = "Safety alert. Open the app."
PHONE = "+12155550143"


@dataclass
class Texts:
    """A provider that keeps what it sends, and fails as it is told."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    fails: Exception | None = None

    def send(self, *, to: str, text: str) -> None:
        if self.fails:
            raise self.fails
        self.sent.append((to, text))


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Texts:
    texts = Texts()
    settings.SMS_BACKEND = "a provider"
    monkeypatch.setattr("cvi.alerts.sms.backend", lambda: texts)
    return texts


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def dead_mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let no mail server be reached, until it is undone."""

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise NotSent

    with monkeypatch.context() as patch:
        patch.setattr("cvi.alerts.channels._mail", refuse)
        yield patch


def with_mail(user: User) -> User:
    user.email = f"{user.username}@example.org"
    user.save()
    return user


@dataclass
class Crew:
    """A worker who needs help, and those who are told one after the other."""

    mo: User
    first: User
    second: User
    lead: User
    team: Team

    def raise_alert(self, **changes: Any) -> Alert:
        what = {"team": self.team, "kind": Kind.HELP, "by": self.mo, **changes}
        return services.raise_alert(**what)


def plan(team: Team, user: User, post: Post = Post.ON_CALL, hours: int = 8) -> Shift:
    now = timezone.now()
    planned = ShiftPlan(
        team, user, post, now - dt.timedelta(hours=1), now + dt.timedelta(hours=hours)
    )
    return services.plan_shifts(plan=planned, by=user)[0]


@pytest.fixture
def crew(cast: Cast, clock: Any) -> Crew:
    team = cast.harbor_team
    first, second = with_mail(cast.messenger("fay")), with_mail(cast.messenger("sid"))
    crew = Crew(cast.messenger(), first, second, with_mail(cast.supervisor()), team)
    plan(team, first)
    plan(team, second, Post.BACKUP)
    return crew


def work() -> None:
    """Let the worker do what it does every minute."""
    tasks.go_on.call_local()


def minutes_on(clock: Any, minutes: float) -> None:
    clock.shift(dt.timedelta(minutes=minutes))


def receivers() -> list[str]:
    """Return who got a letter, in order."""
    return [letter.to[0].split("@")[0] for letter in mail.outbox]


def states(alert: Alert) -> dict[str, str]:
    rows = Delivery.objects.filter(alert=alert).select_related("receiver")
    return {f"{row.receiver.username} {row.channel}": row.state for row in rows}
