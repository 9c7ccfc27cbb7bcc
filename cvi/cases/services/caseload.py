"""Open cases, say where they stand, and close them."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User, end_of
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyOpen, WrongDay, WrongStep
from cvi.cases.models import Case, Participant, PhaseChange, StatusChange
from cvi.cases.models.case import ENDED, STEPS
from cvi.cases.services.assignments import assign_worker, end_assignments
from cvi.cases.services.groups import leave_all_groups
from cvi.standards import reading as standards


@dataclass(frozen=True)
class Opening:
    """How a case begins."""

    team: Team
    worker: User | None = None
    status: Case.Status = Case.Status.ACTIVE
    opened_on: dt.date = field(default_factory=timezone.localdate)
    referral_source: str = ""
    referred_on: dt.date | None = None


def open_new_case(*, participant: Participant, opening: Opening, by: User) -> Case:
    """Open a case in the program of a team, linked to the last one that ended there.

    Raises:
        AlreadyOpen: the participant has an open case in this program.
    """
    program = opening.team.program
    before = participant.cases.filter(program=program)
    if before.open().exists():
        raise AlreadyOpen(_("This person has an open case in this program already."))
    case = Case(
        participant=participant,
        team=opening.team,
        program=program,
        status=opening.status,
        opened_on=opening.opened_on,
        referral_source=opening.referral_source,
        referred_on=opening.referred_on,
        earlier=before.newest_first().first(),
    )
    _enroll(case, opening.opened_on)
    audit.save(case, by=by, reason=Reason.CASE_OPENED)
    _note_step(case, before="", on=case.opened_on, by=by)
    if case.phase:
        _note_phase(case, on=case.opened_on, by=by)
    if opening.worker:
        assign_worker(case=case, worker=opening.worker, on=opening.opened_on, by=by)
    return case


def change_status(*, case: Case, status: str, on: dt.date | None = None, by: User) -> Case:
    """Say where an open case stands from a day on. Saying the same again changes nothing.

    Raises:
        CaseClosed: the case is closed.
        WrongStep: a case that stands here cannot go there.
        WrongDay: the day is to come, or before the case was opened.
    """
    case.require_open()
    if case.status == status:
        return case
    day = on or timezone.localdate()
    before, phase_before = case.status, case.phase
    _step(case, status, day)
    _enroll(case, day)
    audit.save(case, by=by, reason=Reason.CASE_UPDATED)
    _note_step(case, before=before, on=day, by=by)
    if case.phase != phase_before:
        _note_phase(case, on=day, by=by)
    return case


def change_phase(*, case: Case, phase: str, on: dt.date | None = None, by: User) -> Case:
    """Say in which phase of the program a case is from a day on.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: the day is to come, or before the case was opened.
    """
    case.require_open()
    if case.phase == phase:
        return case
    day = on or timezone.localdate()
    _require_day_within(case, day)
    case.phase = phase
    audit.save(case, by=by, reason=Reason.CASE_UPDATED)
    _note_phase(case, on=day, by=by)
    return case


@transaction.atomic
def change_course(
    *, case: Case, status: str, phase: str = "", on: dt.date | None = None, by: User
) -> Case:
    """Say where an open case stands and in which phase, in one go.

    Raises:
        CaseClosed, WrongStep, WrongDay: as `change_status` and `change_phase`.
    """
    before = case.phase
    change_status(case=case, status=status, on=on, by=by)
    return change_phase(case=case, phase=phase, on=on, by=by) if phase != before else case


def close_case(
    *, case: Case, status: str, closed_on: dt.date, exit_reason: str = "", by: User
) -> Case:
    """Close a case as graduated or closed. Whoever worked it sees it for some days more.

    Raises:
        CaseClosed: it is closed already.
        WrongStep: a case that stands here cannot end so.
        WrongDay: the day is to come, or before the case was opened.
    """
    case.require_open()
    before = case.status
    _step(case, status, closed_on)
    case.closed_on, case.exit_reason = closed_on, exit_reason
    audit.save(case, by=by, reason=Reason.CASE_CLOSED)
    _note_step(case, before=before, on=closed_on, by=by)
    days = standards.number("sight_after_closing_days", program=case.program, model=case.model)
    until = end_of(timezone.localdate() + dt.timedelta(days=days))
    end_assignments(case=case, on=closed_on, sight_until=until, by=by)
    leave_all_groups(case=case, on=closed_on, by=by)
    return case


def _step(case: Case, status: str, day: dt.date) -> None:
    after = Case.Status(status)
    if after not in STEPS[Case.Status(case.status)]:
        said = {"before": case.get_status_display(), "after": after.label}
        raise WrongStep(_("A case can't go from “%(before)s” to “%(after)s”.") % said)
    _require_day_within(case, day)
    case.status = after


def _require_day_within(case: Case, day: dt.date) -> None:
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if day < case.opened_on:
        raise WrongDay(_("Check this date. It must not be before the case was opened."))


def _enroll(case: Case, day: dt.date) -> None:
    """Note the day of enrolment, and begin with the program's first phase."""
    if case.status != Case.Status.ACTIVE or case.enrolled_on:
        return
    case.enrolled_on = day
    phases = standards.phases(case.program, model=case.model)
    case.phase = case.phase or (phases[0].code if phases else "")


def _note_step(case: Case, *, before: str, on: dt.date, by: User) -> StatusChange:
    step = StatusChange(case=case, before=before, status=case.status, changed_on=on, changed_by=by)
    step.reason = case.exit_reason if case.status in ENDED else ""
    return audit.save(step, by=by, reason=Reason.CASE_UPDATED)


def _note_phase(case: Case, *, on: dt.date, by: User) -> PhaseChange:
    entered = PhaseChange(case=case, phase=case.phase, entered_on=on, changed_by=by)
    return audit.save(entered, by=by, reason=Reason.CASE_UPDATED)
