"""Write down bedside visits, and each step of an intake as it is made."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.errors import RuleBroken
from cvi.cases.keys import domain_key
from cvi.cases.models import Case, FollowUp, Need
from cvi.cases.services import Identity, Opening
from cvi.hospital.models import Encounter
from cvi.hospital.steps import STEPS
from cvi.hospital.values import RIGHT_NOW, Outcome
from cvi.vault.ids import uuid7
from cvi.vault.models import Domain

AFTER_DISCHARGE = "after_discharge"
UNTICKED = {Need.Status.DECLINED, Need.Status.NOT_ASSESSED, Need.Status.NO_NEED}
DAYS_TO_NEXT_TRY = {Outcome.ASLEEP: 0, Outcome.LATER: 0, Outcome.FAMILY_ONLY: 1}


class IntakeFinished(RuleBroken):
    """The intake is finished: what was said stands as it was said."""


@dataclass(frozen=True)
class Arrival:
    """How a visit went, when, and which form says so."""

    outcome: str
    present: list[str] = field(default_factory=list)
    form_id: UUID = field(default_factory=uuid7)
    started_at: dt.datetime = field(default_factory=timezone.now)


@transaction.atomic
def start_intake(*, team: Team, arrival: Arrival, by: User) -> Encounter:
    """Register someone by their code only, open their case, and write down the first visit.

    The same form sent twice makes one person.
    """
    earlier = _earlier(arrival, by)
    if earlier:
        return earlier
    person = cases.register_participant(agency=team.agency, identity=Identity(), by=by)
    opening = Opening(team=team, worker=by, status=Case.Status.ATTEMPTING)
    case = cases.open_new_case(participant=person, opening=opening, by=by)
    return _write_visit(case, arrival, by=by)


@transaction.atomic
def add_visit(*, case: Case, arrival: Arrival, by: User) -> Encounter:
    """Write down another visit to someone who has a case. The same form makes one visit.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    return _earlier(arrival, by) or _write_visit(case, arrival, by=by)


@transaction.atomic
def change_visit(*, visit: Encounter, arrival: Arrival, by: User) -> Encounter:
    """Correct how a visit went, while its intake is not finished.

    Raises:
        IntakeFinished: it is.
    """
    visit = _unfinished(visit)
    visit.outcome, visit.present = arrival.outcome, arrival.present
    return _settle(visit, by=by)


@transaction.atomic
def save_answers(
    *, visit: Encounter, number: int, answers: Mapping[str, Any], by: User
) -> Encounter:
    """Write the answers of one step, counted from 1, and go on to the next.

    Raises:
        IntakeFinished: the intake is finished.
    """
    visit = _unfinished(visit)
    for name, answer in answers.items():
        setattr(visit, name, answer)
    visit.step = max(visit.step, min(number + 1, len(STEPS)))
    return audit.save(visit, by=by, reason=Reason.INTAKE_SAVED)


@transaction.atomic
def save_needs(*, visit: Encounter, number: int, domains: list[str], by: User) -> Encounter:
    """Record the needs that are ticked; the tick of one that is not any more, is taken back.

    Raises:
        IntakeFinished: the intake is finished.
    """
    visit = _unfinished(visit)
    for domain in domains:
        need = cases.record_need(case=visit.case, domain=domain, by=by)
        if need.status in UNTICKED:
            cases.change_need(need=need, status=Need.Status.IDENTIFIED, by=by)
    dropped = Need.objects.filter(case=visit.case, status=Need.Status.IDENTIFIED)
    for need in dropped.filter(domain__in=RIGHT_NOW).exclude(domain__in=domains):
        cases.change_need(need=need, status=Need.Status.NOT_ASSESSED, by=by)
    return save_answers(visit=visit, number=number, answers={}, by=by)


@transaction.atomic
def save_about(*, visit: Encounter, number: int, changes: Mapping[str, Any], by: User) -> Encounter:
    """Write who someone is, as far as they want to say.

    Raises:
        IntakeFinished: the intake is finished.
    """
    visit = _unfinished(visit)
    cases.update_participant(participant=visit.case.participant, changes=changes, by=by)
    return save_answers(visit=visit, number=number, answers={}, by=by)


@transaction.atomic
def finish_intake(
    *,
    visit: Encounter,
    home_on: dt.date | None = None,
    at: dt.datetime | None = None,
    by: User,
) -> Encounter:
    """End an intake now or at an earlier moment, blanks and all; going home begins the follow-ups.

    Raises:
        IntakeFinished: it is finished already.
    """
    visit = _unfinished(visit)
    if home_on:
        cases.start_protocol(case=visit.case, code=AFTER_DISCHARGE, start=home_on, by=by)
    visit.finished_at = at or timezone.now()
    return audit.save(visit, by=by, reason=Reason.INTAKE_FINISHED)


def _earlier(arrival: Arrival, by: User) -> Encounter | None:
    """Return the visit that this very form made before; two taps come one after the other."""
    User.objects.select_for_update().get(pk=by.pk)
    mine = Encounter.objects.filter(specialist=by, form_id=arrival.form_id)
    return mine.select_related("case__participant").first()


def _write_visit(case: Case, arrival: Arrival, *, by: User) -> Encounter:
    visit = Encounter(
        case=case,
        key=domain_key(case, Domain.MEDICAL),
        specialist=by,
        form_id=arrival.form_id,
        started_at=arrival.started_at,
        outcome=arrival.outcome,
        present=arrival.present,
    )
    return _settle(visit, by=by)


def _settle(visit: Encounter, *, by: User) -> Encounter:
    """Go on after a talk; after anything else end the visit here and plan the next try."""
    if visit.was_talk:
        visit.step = max(visit.step, 2)
        _engage(visit.case, by=by)
    else:
        visit.finished_at = timezone.now()
        _plan_next_try(visit, by=by)
    return audit.save(visit, by=by, reason=Reason.INTAKE_SAVED)


def _engage(case: Case, *, by: User) -> None:
    if case.status in {Case.Status.REFERRED, Case.Status.ATTEMPTING}:
        cases.change_status(case=case, status=Case.Status.ENGAGED, by=by)


def _plan_next_try(visit: Encounter, *, by: User) -> None:
    """Plan it once: a second visit to someone asleep adds no second reminder."""
    case, today, kind = visit.case, timezone.localdate(), FollowUp.Kind.CHECK_IN
    if visit.outcome == Outcome.NOT_NOW:
        cases.plan_re_offer(case=case, on=today, by=by)
    elif visit.outcome == Outcome.DISCHARGED_FIRST:
        cases.start_protocol(case=case, code=AFTER_DISCHARGE, start=today, by=by)
    elif not FollowUp.objects.filter(case=case, kind=kind).open().exists():
        days = DAYS_TO_NEXT_TRY[Outcome(visit.outcome)]
        due_on = today + dt.timedelta(days=days)
        cases.plan_follow_up(case=case, kind=kind, due_on=due_on, by=by)


def _unfinished(visit: Encounter) -> Encounter:
    """Return the visit as it is now, locked, so that two taps come one after the other."""
    rows = Encounter.objects.select_for_update(of=("self",)).select_related("case__participant")
    current = rows.get(pk=visit.pk)
    current.case.require_open()
    if current.finished_at:
        raise IntakeFinished(_("This intake is finished. Nothing was changed."))
    return current
