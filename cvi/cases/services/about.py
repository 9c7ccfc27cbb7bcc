"""Write down what someone told about their life, how to reach them, and that they died."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered
from cvi.cases.models import About, Case, ContactPoint, FollowUp, Participant
from cvi.cases.services.follow_ups import finish_follow_up, plan_follow_up
from cvi.cases.services.people import make_findable
from cvi.cases.values import Answer
from cvi.standards import reading as standards

UNASKED = ("", Answer.NOT_ASKED)
SUPPORT = {
    FollowUp.Kind.FAMILY_SUPPORT: "family_support_days",
    FollowUp.Kind.STAFF_SUPPORT: "staff_support_days",
}


def update_about(*, participant: Participant, changes: Mapping[str, Any], by: User) -> About:
    """Write what `changes` says about someone's life; what it does not name stays.

    The first answer about housing, school, work and insurance is kept as their baseline.
    """
    about = About.objects.filter(participant=participant).first() or About(participant=participant)
    about.key = participant.key
    for field in About._meta.concrete_fields:
        if field.name in changes:
            setattr(about, field.name, changes[field.name])
    _keep_first(about)
    return audit.save(about, by=by, reason=Reason.PARTICIPANT_UPDATED)


def save_contact_point(
    *, participant: Participant, point: ContactPoint | None, changes: Mapping[str, Any], by: User
) -> ContactPoint:
    """Write a way to reach someone: a new one where `point` is None."""
    point = point or ContactPoint(participant=participant)
    point.key = participant.key
    for name, value in changes.items():
        setattr(point, name, value)
    audit.save(point, by=by, reason=Reason.PARTICIPANT_UPDATED)
    make_findable(participant=participant)
    return point


def drop_contact_point(*, point: ContactPoint, by: User) -> Participant:
    """Take a way to reach someone away, as when a number is no longer safe."""
    participant = point.participant
    audit.delete(point, by=by, reason=Reason.PARTICIPANT_UPDATED)
    make_findable(participant=participant)
    return participant


@transaction.atomic
def record_death(
    *, participant: Participant, died_on: dt.date | None, cause: str, by: User
) -> Participant:
    """Note that someone died. What was planned stops; family and team are looked after.

    Nothing is closed by it: each case is closed by its own people, in their own time.
    """
    is_news = participant.death is None
    participant.death = {"on": died_on.isoformat() if died_on else None, "cause": cause}
    audit.save(participant, by=by, reason=Reason.DEATH_RECORDED)
    if is_news:
        for case in Case.objects.filter(participant=participant).open().select_related("team"):
            _stop_follow_ups(case, by=by)
            _look_after(case, by=by)
    return participant


@transaction.atomic
def take_death_back(*, participant: Participant, by: User) -> Participant:
    """Note that someone lives after all. What was stopped has to be planned again.

    Raises:
        AlreadyAnswered: nobody wrote down that they died.
    """
    if participant.death is None:
        raise AlreadyAnswered(_("This was taken back already."))
    participant.death = None
    audit.save(participant, by=by, reason=Reason.DEATH_TAKEN_BACK)
    planned = FollowUp.objects.open().filter(
        case__participant=participant, kind__in=list(SUPPORT), case__closed_on=None
    )
    for follow_up in planned.select_related("case"):
        _finish(follow_up, by=by)
    return participant


def _keep_first(about: About) -> None:
    today = timezone.localdate().isoformat()
    first = dict(about.baseline)
    for name in About.STANDINGS:
        value = getattr(about, name)
        if name not in first and value not in UNASKED:
            first[name] = {"was": value, "on": today}
    about.baseline = first


def _stop_follow_ups(case: Case, *, by: User) -> None:
    for follow_up in FollowUp.objects.open().filter(case=case).select_related("case"):
        _finish(follow_up, by=by)


def _look_after(case: Case, *, by: User) -> None:
    today = timezone.localdate()
    for kind, number in SUPPORT.items():
        days = standards.number(number, program=case.program, model=case.model)
        plan_follow_up(case=case, kind=kind, due_on=today + dt.timedelta(days=days), by=by)


def _finish(follow_up: FollowUp, *, by: User) -> None:
    finish_follow_up(follow_up=follow_up, outcome=FollowUp.Outcome.NO_LONGER_NEEDED, by=by)
