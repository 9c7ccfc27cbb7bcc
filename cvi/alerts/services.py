"""Plan shifts, raise and answer alerts, keep how people want to be written to."""

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.access import acting_membership
from cvi.accounts.models import Membership, Team, User
from cvi.alerts import channels, escalation, sending, tasks
from cvi.alerts.errors import AlertOver, NotInTeam, NotTheReceiver, ShiftOver, ShiftTwice
from cvi.alerts.models import (
    Alert,
    AlertTimes,
    Digest,
    FeedAddress,
    NoticeSettings,
    Shift,
    WorkPhone,
)
from cvi.alerts.values import Channel, Kind, Post, State
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.vault.keyring import open_also
from cvi.vault.models import Domain
from cvi.vault.services import key_for

TOKEN_BYTES = 32
A_WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class ShiftPlan:
    """Who is on call for which team, from when until when, and how many weeks more."""

    team: Team
    user: User
    post: Post
    starts_at: dt.datetime
    ends_at: dt.datetime
    weeks_more: int = 0


@dataclass(frozen=True)
class OpenedFeed:
    """A calendar address with its token as it is shown, once; the row keeps only the hash."""

    feed: FeedAddress
    token: str


@transaction.atomic
def plan_shifts(*, plan: ShiftPlan, by: User) -> list[Shift]:
    """Plan a shift, and the same again in each of the weeks that follow, by the clock.

    Raises:
        NotInTeam: they do not work in that team.
        ShiftTwice: they are on call for it, or its backup, at that time already.
    """
    held = Membership.objects.live().filter(user=plan.user, team=plan.team)
    if not held.exists() or not plan.user.is_active:
        raise NotInTeam(_("Choose someone who works in this team."))
    Team.objects.select_for_update().get(pk=plan.team.pk)  # two plans come one after the other
    planned = []
    for week in range(plan.weeks_more + 1):
        times = {"starts_at": _weeks_on(plan.starts_at, week)}
        times["ends_at"] = _weeks_on(plan.ends_at, week)
        _require_free(plan, **times)
        shift = Shift(team=plan.team, user=plan.user, post=plan.post, **times)
        planned.append(audit.save(shift, by=by, reason=Reason.SHIFT_PLANNED))
    return planned


@transaction.atomic
def end_shift(*, shift: Shift, by: User) -> Shift:
    """End a shift now; one that has not begun does not take place.

    Raises:
        ShiftOver: it has ended.
    """
    now = timezone.now()
    current = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if current.ends_at <= now or current.ends_at == current.starts_at:
        raise ShiftOver(_("This shift is over already."))
    current.ends_at = max(now, current.starts_at)
    return audit.save(current, by=by, reason=Reason.SHIFT_ENDED)


def set_times(*, team: Team, backup_after: int, lead_after: int, by: User) -> AlertTimes:
    """Say after how many minutes without an answer the next one is told."""
    times = AlertTimes.of(team)
    times.backup_after, times.lead_after = backup_after, lead_after
    return audit.save(times, by=by, reason=Reason.ALERT_TIMES_SET)


@transaction.atomic
def raise_alert(
    *, team: Team, kind: Kind, subject: UUID | None = None, path: str = "", by: User
) -> Alert:
    """Raise a safety alert: whoever is on call is written to as soon as this is committed.

    Args:
        team: whose people on call are told.
        kind: what it is about, as a code.
        subject: the id of what it is about; only the app that raised it knows what that is.
        path: where in the app it is told, with ids only; whoever opens it meets that page's door.
        by: who needs help, or saw who does.
    """
    alert = Alert(team=team, kind=kind, about_id=subject, path=path, raised_by=by)
    alert.next_at = alert.raised_at
    audit.save(alert, by=by, reason=Reason.ALERT_RAISED)
    escalation.take_due_steps(alert=alert, now=alert.raised_at, by=by)
    transaction.on_commit(tasks.send_waiting, robust=True)
    return alert


@transaction.atomic
def answer_alert(*, alert: Alert, by: User) -> Alert:
    """Say that one is on it: nobody else is told from now on.

    Raises:
        NotTheReceiver: they were not told of it.
        AlertOver: someone else has answered, or it has ended.
    """
    current = _held(alert)
    if not current.deliveries.filter(receiver=by).exists():
        raise NotTheReceiver(_("Someone else must answer this alert."))
    if not current.is_running:
        raise AlertOver(_("Someone has answered this alert already."))
    current.answered_by, current.answered_at, current.next_at = by, timezone.now(), None
    _call_off(current, by=by)
    return audit.save(current, by=by, reason=Reason.ALERT_ANSWERED)


@transaction.atomic
def end_alert(*, alert: Alert, by: User) -> Alert:
    """Say that all is well again.

    Raises:
        AlertOver: it has ended.
    """
    current = _held(alert)
    if current.ended_at:
        raise AlertOver(_("This alert has ended already."))
    current.ended_by, current.ended_at, current.next_at = by, timezone.now(), None
    _call_off(current, by=by)
    return audit.save(current, by=by, reason=Reason.ALERT_ENDED)


def save_settings(*, user: User, changes: dict[str, object], by: User) -> NoticeSettings:
    """Keep how someone wants to be written to."""
    settings = NoticeSettings.of(user)
    for name, value in changes.items():
        setattr(settings, name, value)
    return audit.save(settings, by=by, reason=Reason.NOTICES_SET)


@transaction.atomic
def save_work_phone(*, user: User, number: str, by: User) -> WorkPhone | None:
    """Keep someone's work phone, sealed under their own key; without a number there is none."""
    row = WorkPhone.objects.filter(user=user).select_related("key").first()
    if row is None and not number:
        return None
    realm = row.key.realm if row else _realm_of(user)
    with open_also((Domain.STAFF, realm, user.pk)):
        if row and not number:
            audit.delete(row, by=by, reason=Reason.WORK_PHONE_SET)
            return None
        row = row or WorkPhone(user=user)
        row.key = key_for(domain=Domain.STAFF, realm=realm, subject=user.pk)
        row.number = number
        return audit.save(row, by=by, reason=Reason.WORK_PHONE_SET)


@transaction.atomic
def send_digest(*, user: User, count: int, by: User) -> list[Digest]:
    """Have someone told how many things are due: once a day, by the ways that they chose.

    With nothing due the day is marked as done, and nothing leaves.
    """
    settings, now = NoticeSettings.of(user), timezone.now()
    day = timezone.localdate(now)
    if not settings.wants_digest_at(now) or Digest.objects.filter(receiver=user, day=day).exists():
        return []
    chosen = {Channel.EMAIL: settings.by_email, Channel.SMS: settings.by_sms}
    wanted = frozenset(way for way, is_chosen in chosen.items() if is_chosen)
    ways = channels.ways_to([user], wanted=wanted)[user]
    state = State.WAITING if count and ways else State.NOT_NEEDED
    last = settings.last_moment(now)
    rows = [
        Digest(receiver=user, channel=way, day=day, count=count, until=last, state=state)
        for way in ways or [Channel.EMAIL]
    ]
    try:
        with transaction.atomic():
            rows = [audit.save(row, by=by, reason=Reason.MESSAGE_QUEUED) for row in rows]
    except IntegrityError:  # another worker was first
        return []
    transaction.on_commit(tasks.send_waiting, robust=True)
    return rows


@transaction.atomic
def open_feed(*, user: User, by: User) -> OpenedFeed:
    """Make a new calendar address; the one before opens nothing any more."""
    close_feed(user=user, by=by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = FeedAddress(user=user, token_hash=hash_of(token=token))
    return OpenedFeed(audit.save(feed, by=by, reason=Reason.FEED_OPENED), token)


def close_feed(*, user: User, by: User) -> None:
    """End someone's calendar address, at once."""
    for feed in FeedAddress.objects.filter(user=user, ended_at=None):
        feed.ended_at = timezone.now()
        audit.save(feed, by=by, reason=Reason.FEED_CLOSED)


def hash_of(*, token: str) -> str:
    """Return what is kept of a token."""
    return sha256(b"calendar|" + token.encode()).hexdigest()


def _held(alert: Alert) -> Alert:
    return Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)


def _call_off(alert: Alert, *, by: User) -> None:
    waiting = alert.deliveries.select_for_update(of=("self",)).filter(state=State.WAITING)
    sending.call_off(rows=list(waiting), by=by)


def _weeks_on(moment: dt.datetime, weeks: int) -> dt.datetime:
    """Return the same time by the clock some weeks later, also where summer time begins or ends."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(local + weeks * A_WEEK)


def _require_free(plan: ShiftPlan, *, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    own = Shift.objects.of_teams([plan.team]).between(starts_at, ends_at).filter(user=plan.user)
    if own.exists():
        raise ShiftTwice(_("This person has a shift in this team at that time already."))


def _realm_of(user: User) -> UUID:
    """Return the agency under which someone's number is sealed: the one they act in."""
    membership = acting_membership(user)
    if membership is None:
        raise NotInTeam(_("You have no role today. Ask your administrator."))
    return membership.agency_id
