"""Take an alert from one to the next: on call, backup, supervisor, until someone answers.

Each step has its planned moment, counted from the one before it. A worker that comes back late
takes every step whose moment has passed, each once, and tells whoever is on call by then. A step
that would reach nobody waits for nobody.
"""

import datetime as dt

from django.db import transaction

from cvi.accounts.models import Membership, User
from cvi.accounts.roles import Role
from cvi.accounts.system import system_user
from cvi.alerts import channels
from cvi.alerts.models import Alert, AlertTimes, Delivery, Shift
from cvi.alerts.values import Channel, Post, State, Step
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

POSTS = {Step.ON_CALL: Post.ON_CALL, Step.BACKUP: Post.BACKUP}
LAST = max(Step)


def escalate_due(*, now: dt.datetime) -> None:
    """Let every alert go on whose next step has come; each in a transaction of its own."""
    for alert_id in list(Alert.objects.due_at(now).values_list("pk", flat=True)):
        with transaction.atomic():
            due = Alert.objects.due_at(now).select_for_update(skip_locked=True, of=("self",))
            alert = due.filter(pk=alert_id).first()
            if alert:  # another worker may have taken it
                take_due_steps(alert=alert, now=now, by=system_user())


def take_due_steps(*, alert: Alert, now: dt.datetime, by: User) -> Alert:
    """Take each step whose moment has come, and say when the next one is due."""
    while alert.next_at and alert.next_at <= now:
        step = Step(alert.step + 1)
        receivers = receivers_of(alert, step, now)
        for receiver, ways in channels.ways_to(receivers).items():
            _tell(alert, step, receiver, ways, by)
        wait = AlertTimes.of(alert.team).after(step) if receivers else dt.timedelta()
        alert.step = step
        alert.next_at = None if step == LAST else alert.next_at + wait
    return audit.save(alert, by=by, reason=Reason.ALERT_WENT_ON)


def receivers_of(alert: Alert, step: Step, now: dt.datetime) -> list[User]:
    """Return who is told at a step: nobody twice, and nobody of what they raised themselves."""
    told = set(alert.deliveries.exclude(step=step).values_list("receiver_id", flat=True))
    told.add(alert.raised_by_id)
    if step in POSTS:
        found = on_post(alert, POSTS[step], now)
    else:
        leads = _holders(Role.SUPERVISOR, team=alert.team)
        found = [user for user in leads if user.pk not in told] or _holders(Role.MANAGER)
    unlike = {user.pk: user for user in found if user.pk not in told}
    return list(unlike.values())


def on_post(alert: Alert, post: Post, now: dt.datetime) -> list[User]:
    """Return who is on call, or the backup, for an alert's team at a moment."""
    shifts = Shift.objects.of_teams([alert.team]).at(now).of_staff().filter(post=post)
    return [shift.user for shift in shifts.in_order()]


def _holders(role: Role, **where: object) -> list[User]:
    held = Membership.objects.live().filter(role=role, user__is_active=True, **where)
    return [m.user for m in held.select_related("user")]


def _tell(alert: Alert, step: Step, receiver: User, ways: list[Channel], by: User) -> None:  # noqa: PLR0917  as said aloud
    """Write down the messages to one person; the worker sends them."""
    for channel in ways:
        row = Delivery(alert=alert, step=step, receiver=receiver, channel=channel)
        audit.save(row, by=by, reason=Reason.MESSAGE_QUEUED)
    if not ways:
        row = Delivery(alert=alert, step=step, receiver=receiver, channel=Channel.EMAIL)
        row.state = State.NO_ADDRESS
        audit.save(row, by=by, reason=Reason.MESSAGE_QUEUED)
