"""Keep staff supervision, training, who is out, what staff went through, and how they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User, Zone
from cvi.alerts.services import raise_alert
from cvi.alerts.values import Kind
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.models import Case
from cvi.staffing.errors import AlreadyOut, NotOut, WrongDay
from cvi.staffing.keys import staff_key, wellbeing_key
from cvi.staffing.models import (
    Exposure,
    FlaggedCase,
    Outing,
    StaffAction,
    StaffSession,
    Training,
    Wellbeing,
)
from cvi.standards import reading as standards


@dataclass(frozen=True)
class SessionPlan:
    """What a session of staff supervision was, and when the next one is."""

    kind: str
    held_on: dt.date
    caseload_reviewed: int = 0
    notes: str = ""
    next_on: dt.date | None = None


@dataclass(frozen=True)
class Course:
    """A course that was taken: which, for how long, when, and until when it counts."""

    course: str
    hours: Decimal
    held_on: dt.date
    expires_on: dt.date | None = None


@dataclass(frozen=True)
class Way:
    """How someone goes out: back by when, with whom, and in which zone."""

    expected_at: dt.datetime
    with_whom: User | None = None
    zone: Zone | None = None


@dataclass(frozen=True)
class Happening:
    """What a worker went through, when, and a note."""

    kind: str
    happened_on: dt.date
    note: str = ""


@dataclass(frozen=True)
class Debrief:
    """When a talk was offered, what was said to it, and when it was held."""

    offered_on: dt.date | None = None
    answer: str = ""
    debriefed_on: dt.date | None = None


@transaction.atomic
def record_session(
    *,
    team: Team,
    workers: Iterable[User],
    plan: SessionPlan,
    cases: Iterable[Case] = (),
    by: User,
) -> list[StaffSession]:
    """Write down a session of staff supervision, once for each worker and under their own key.

    A case stands in the session of whoever works it, and in no other.

    Raises:
        WrongDay: the next one would not come later.
    """
    if plan.next_on and plan.next_on <= plan.held_on:
        raise WrongDay(_("Check the next date. It must be after this one."))
    found = list(cases)
    return [_one_session(team, worker, plan, cases=found, by=by) for worker in workers]


def add_action(
    *, session: StaffSession, what: str, owner: User, due_on: dt.date, by: User
) -> StaffAction:
    """Write down what was agreed in a session."""
    action = StaffAction(session=session, owner=owner, due_on=due_on)
    action.key, action.what = session.key, what
    return audit.save(action, by=by, reason=Reason.STAFF_ACTION_ADDED)


def finish_action(*, action: StaffAction, by: User) -> StaffAction:
    """Say that what was agreed is done."""
    if action.done_on:
        return action
    action.done_on = timezone.localdate()
    return audit.save(action, by=by, reason=Reason.STAFF_ACTION_DONE)


def add_training(*, worker: User, team: Team, course: Course, by: User) -> Training:
    """Write down a course that a worker took.

    Raises:
        WrongDay: it would run out before it was taken.
    """
    if course.expires_on and course.expires_on <= course.held_on:
        raise WrongDay(_("Check the last day. It must be after the course."))
    training = Training(worker=worker, team=team, **vars(course))
    return audit.save(training, by=by, reason=Reason.TRAINING_ADDED)


def remove_training(*, training: Training, by: User) -> None:
    """Take away a course that was written down by mistake."""
    audit.delete(training, by=by, reason=Reason.TRAINING_REMOVED)


@transaction.atomic
def go_out(*, team: Team, way: Way, by: User) -> Outing:
    """Say that someone goes out into the field.

    Raises:
        AlreadyOut: they are out.
    """
    User.objects.select_for_update().get(pk=by.pk)
    if Outing.objects.open().filter(worker=by).exists():
        raise AlreadyOut(_("You are out already. Say first that you are back."))
    outing = Outing(worker=by, team=team, **vars(way))
    return audit.save(outing, by=by, reason=Reason.OUTING_STARTED)


def stay_longer(*, outing: Outing, by: User) -> Outing:
    """Move the time at which someone is expected, from now or from then."""
    _require_out(outing)
    minutes = standards.number("outing_longer_minutes")
    start = max(outing.expected_at, timezone.now())
    outing.expected_at = start + dt.timedelta(minutes=minutes)
    outing.told_at = None
    return audit.save(outing, by=by, reason=Reason.OUTING_CHANGED)


def come_back(*, outing: Outing, by: User) -> Outing:
    """Say that someone is back."""
    _require_out(outing)
    outing.back_at = timezone.now()
    return audit.save(outing, by=by, reason=Reason.OUTING_ENDED)


def tell_of_late(*, now: dt.datetime, by: User) -> list[Outing]:
    """Raise a safety alert for each who is not back in time, once; return them."""
    minutes = dt.timedelta(minutes=standards.number("outing_late_minutes"))
    late = Outing.objects.to_tell(expected_before=now - minutes)
    return [row for row in late if _tell(row, now=now, by=by)]


@transaction.atomic
def _tell(outing: Outing, *, now: dt.datetime, by: User) -> bool:
    """Take one outing, unless it was taken or ended meanwhile, and tell whoever is on call."""
    held = Outing.objects.select_for_update().filter(pk=outing.pk, told_at=None, back_at=None)
    row = held.first()
    if row is None:
        return False
    row.told_at = now
    audit.save(row, by=by, reason=Reason.OUTING_LATE)
    path = reverse("staffing:team")
    raise_alert(team=row.team, kind=Kind.OTHER, subject=row.pk, path=path, by=by)
    return True


def record_exposure(*, worker: User, team: Team, happening: Happening, by: User) -> Exposure:
    """Write down that a worker went through a critical incident."""
    exposure = Exposure(worker=worker, team=team, recorded_by=by)
    exposure.key = staff_key(worker, team)
    exposure.kind, exposure.note = happening.kind, happening.note
    exposure.happened_on = happening.happened_on
    return audit.save(exposure, by=by, reason=Reason.EXPOSURE_RECORDED)


def save_debrief(*, exposure: Exposure, debrief: Debrief, by: User) -> Exposure:
    """Say that a talk was offered, what the worker said, and whether it was held.

    Raises:
        WrongDay: a day comes before what it follows.
    """
    days = [exposure.happened_on, debrief.offered_on, debrief.debriefed_on]
    known = [day for day in days if day]
    if known != sorted(known):
        raise WrongDay(_("Check these dates. The talk comes after the offer, and both after it."))
    exposure.offered_on, exposure.answer = debrief.offered_on, debrief.answer
    exposure.offered_by = (exposure.offered_by or by) if debrief.offered_on else None
    exposure.debriefed_on = debrief.debriefed_on
    return audit.save(exposure, by=by, reason=Reason.DEBRIEF_SAVED)


def write_wellbeing(
    *, team: Team, mood: int, note: str = "", is_shared: bool = False, by: User
) -> Wellbeing:
    """Keep how someone is, for themselves; shared, whoever leads their team may read it too."""
    row = Wellbeing(worker=by, team=team, is_shared=is_shared)
    row.key = staff_key(by, team) if is_shared else wellbeing_key(by, team)
    row.mood, row.note = mood, note
    return audit.save(row, by=by, reason=Reason.WELLBEING_WRITTEN)


def remove_wellbeing(*, row: Wellbeing, by: User) -> None:
    """Take away one's own note. Its versions stay sealed."""
    audit.delete(row, by=by, reason=Reason.WELLBEING_REMOVED)


def _one_session(
    team: Team, worker: User, plan: SessionPlan, *, cases: list[Case], by: User
) -> StaffSession:
    session = StaffSession(worker=worker, team=team, led_by=by)
    session.key = staff_key(worker, team)
    for name, value in vars(plan).items():
        setattr(session, name, value)
    audit.save(session, by=by, reason=Reason.STAFF_SESSION_SAVED)
    for case in (case for case in cases if case.worker_id == worker.pk):
        flagged = FlaggedCase(session=session, case=case)
        audit.save(flagged, by=by, reason=Reason.STAFF_SESSION_SAVED)
    return session


def _require_out(outing: Outing) -> None:
    if outing.back_at:
        raise NotOut(_("They are back already."))
