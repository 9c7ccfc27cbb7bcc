"""What the pages show: who is on call, where the plan has holes, how far an alert is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import Promise

from cvi.accounts.models import Team, User
from cvi.alerts import escalation, phones
from cvi.alerts.models import Alert, AlertTimes, Delivery, Digest, NoticeSettings, Shift
from cvi.alerts.values import Post, Step
from cvi.audit import reading as trail

PLANNED_DAYS = 14


@dataclass(frozen=True)
class Person:
    """Someone who can be called now; `phone` is empty where none is known."""

    name: str
    phone: str


@dataclass(frozen=True)
class Duty:
    """Who is on call, and who the backup, for one team now."""

    team: Team
    on_call: list[Person]
    backup: list[Person]


@dataclass(frozen=True)
class Stretch:
    """A time at which nobody is on call, or more than one."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    names: str = ""


@dataclass(frozen=True)
class Roster:
    """The coming two weeks of one team."""

    team: Team
    shifts: list[Shift]
    gaps: list[Stretch]
    overlaps: list[Stretch]
    backup_gaps: int
    times: AlertTimes


@dataclass(frozen=True)
class Told:
    """One person at one step: their number, when they opened the alert, each message."""

    name: str
    phone: str
    seen_at: dt.datetime | None
    messages: list[Delivery]


@dataclass(frozen=True)
class StepShown:
    """One step of an alert: who was told, or who will be and when."""

    label: str | Promise
    is_taken: bool
    due_at: dt.datetime | None
    people: list[Told]


def duties(teams: list[Team]) -> list[Duty]:
    """Return who is on call for each team now. A fixed number of queries."""
    shifts = list(Shift.objects.of_teams(teams).at(timezone.now()).of_staff().in_order())
    numbers = phones.numbers_of(shift.user for shift in shifts)

    def on(team: Team, post: Post) -> list[Person]:
        found = [s.user for s in shifts if s.team_id == team.pk and s.post == post]
        return [Person(user.name, numbers.get(user.pk, "")) for user in dict.fromkeys(found)]

    return [Duty(team, on(team, Post.ON_CALL), on(team, Post.BACKUP)) for team in teams]


def rosters(teams: list[Team]) -> list[Roster]:
    """Return the coming two weeks of each team, with what is wrong with them."""
    start = timezone.now()
    end = start + dt.timedelta(days=PLANNED_DAYS)
    shifts = list(Shift.objects.of_teams(teams).between(start, end).in_order())
    kept = {row.team_id: row for row in AlertTimes.objects.filter(team__in=teams)}
    return [
        _roster(
            [s for s in shifts if s.team_id == team.pk],
            kept.get(team.pk) or AlertTimes(team=team),
            (start, end),
        )
        for team in teams
    ]


def _roster(
    shifts: list[Shift], times: AlertTimes, window: tuple[dt.datetime, dt.datetime]
) -> Roster:
    on_call = [s for s in shifts if s.post == Post.ON_CALL]
    backup = [s for s in shifts if s.post == Post.BACKUP]
    found = list(stretches(on_call, *window))
    return Roster(
        team=times.team,
        shifts=shifts,
        gaps=[stretch for stretch in found if not stretch.names],
        overlaps=[stretch for stretch in found if stretch.names],
        backup_gaps=sum(not stretch.names for stretch in stretches(backup, *window)),
        times=times,
    )


def stretches(shifts: list[Shift], start: dt.datetime, end: dt.datetime) -> Iterator[Stretch]:
    """Yield when nobody holds a post, and when several do, between two moments, in order."""
    marks = {start, end, *(s.starts_at for s in shifts), *(s.ends_at for s in shifts)}
    moments = sorted(mark for mark in marks if start <= mark <= end)

    def names_at(piece: tuple[dt.datetime, dt.datetime]) -> tuple[str, ...]:
        return tuple(s.user.name for s in shifts if s.starts_at <= piece[0] < s.ends_at)

    for names, group in groupby(pairwise(moments), key=names_at):
        pieces = list(group)
        if len(names) != 1:
            yield Stretch(pieces[0][0], pieces[-1][1], ", ".join(names))


def steps_of(alert: Alert) -> list[StepShown]:
    """Return each step of an alert as its page shows it, with whom to call at every one."""
    rows = list(alert.deliveries.select_related("receiver").order_by("step", "pk"))
    coming = _coming(alert) if alert.is_running else {}
    people = {row.receiver for row in rows}.union(*coming.values())
    numbers, seen = phones.numbers_of(people), trail.first_looks(alert.pk)
    shown = []
    for step in Step:
        sent = [row for row in rows if row.step == step]
        told = dict.fromkeys([row.receiver for row in sent] or coming.get(step, []))
        if alert.step >= step or alert.is_running:
            due_at = alert.next_at if step == alert.step + 1 else None
            people_shown = [
                Told(
                    user.name,
                    numbers.get(user.pk, ""),
                    seen.get(user.pk),
                    [row for row in sent if row.receiver_id == user.pk],
                )
                for user in told
            ]
            shown.append(StepShown(step.label, alert.step >= step, due_at, people_shown))
    return shown


def _coming(alert: Alert) -> dict[Step, list[User]]:
    """Return who would be told at each step that has not come."""
    now = timezone.now()
    coming = [step for step in Step if step > alert.step]
    return {step: escalation.receivers_of(alert, step, now) for step in coming}


def phone_of(user: User) -> str:
    """Return someone's work phone, or nothing."""
    return phones.numbers_of([user]).get(user.pk, "")


def notices_of(user: User) -> dict[str, Any]:
    """Return how someone is written to and called, as their form shows it."""
    kept = NoticeSettings.of(user)
    names = ("has_digest", "digest_hour", "by_email", "by_sms", "quiet_from", "quiet_until")
    return {name: getattr(kept, name) for name in names} | {"number": phone_of(user)}


def wanting_digest(now: dt.datetime) -> list[User]:
    """Return who is to get today's digest now and has not got it."""
    day = timezone.localdate(now)
    sent = Digest.objects.filter(receiver=OuterRef("user"), day=day)
    rows = NoticeSettings.objects.filter(~Exists(sent), has_digest=True, user__is_active=True)
    rows = rows.select_related("user").order_by("pk")
    return [row.user for row in rows if row.wants_digest_at(now)]
