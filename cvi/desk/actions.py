"""What a user may do with a case they have open, as buttons."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.cases.access import allows
from cvi.cases.models import Case
from cvi.standards import reading as standards

_P = Permission
Offered = tuple[tuple[Permission, str, Promise], ...]
FIRST = {
    Program.OUTREACH: (_P.LOG_CONTACT, "outreach:contact_log", _("Log contact")),
    Program.HOSPITAL: (_P.DO_BEDSIDE_INTAKE, "hospital:intake_continue", _("Bedside intake")),
    Program.GVI: (_P.PLAN_NOTIFICATION, "gvi:notification_new", _("Plan notification")),
    Program.REENTRY: (_P.RECORD_CUSTODY, "reentry:custody_new", _("Record custody")),
}
EVERY_PROGRAM = (
    (_P.SET_GOAL, "cases:goal_new", _("Add goal")),
    (_P.PLAN_FOLLOW_UP, "cases:follow_up_new", _("Plan follow-up")),
    (_P.ADD_NOTE, "cases:note_new", _("Add note")),
    (_P.ADD_DOCUMENT, "cases:document_add", _("Add document")),
    (_P.RECORD_CONSENT, "cases:consent_new", _("Record consent")),
    (_P.SEND_REFERRAL, "referrals:referral_send", _("Refer")),
)
PLAN = (
    (_P.SET_GOAL, "cases:goal_new", _("Add goal")),
    (_P.SET_GOAL, "cases:need_list", _("Ask about needs")),
    (_P.OPEN_CASE, "referrals:case_services", _("Find a service")),
    (_P.SET_GOAL, "cases:service_new", _("Say what was done")),
    (_P.SET_GOAL, "cases:rating_new", _("Rate how it is going")),
    (_P.SET_GOAL, "cases:checkpoint_new", _("Answer a checkpoint")),
    (_P.SET_GOAL, "cases:claim_new", _("Help with victim compensation")),
    (_P.KEEP_GROUP, "cases:member_new", _("Add to a group")),
    (_P.PROPOSE_INCENTIVE, "cases:incentive_new", _("Ask for an incentive")),
)
MORE = (
    (_P.CHANGE_CASE, "cases:case_status", _("Where it stands")),
    (_P.RAISE_ALERT, "desk:alert_raise", _("Raise a safety alert")),
    (_P.KEEP_SAFETY_PLAN, "cases:safety_plan", _("Safety plan")),
    (_P.KEEP_SAFETY_PLAN, "referrals:unsafe_areas", _("Areas that are not safe")),
    (_P.OPEN_CASE, "referrals:case_services", _("Find a service")),
    (_P.SCREEN, "cases:screening_list", _("Screenings")),
    (_P.ASSESS_ELIGIBILITY, "cases:eligibility_new", _("Do they fit?")),
    (_P.ASSIGN_CASE, "cases:case_assign", _("Choose worker")),
    (_P.CHANGE_CASE, "cases:transfer_new", _("Ask someone to take over")),
    (_P.RECORD_CONSENT, "cases:agreement_new", _("They agree to take part")),
    (_P.RECORD_DEMAND, "cases:demand_new", _("A complaint or a correction")),
    (_P.RECORD_DUTY_REPORT, "cases:duty_report_new", _("A report without consent")),
    (_P.CHANGE_CASE, "cases:case_close", _("Close case")),
)


@dataclass(frozen=True)
class Action:
    """One button."""

    label: Promise
    url: str


@dataclass(frozen=True)
class CaseActions:
    """A case, the phase it is in, and what one user may do with it."""

    case: Case
    phase: str
    first: list[Action]
    more: list[Action]
    reopen_url: str


@dataclass(frozen=True)
class PlanButtons:
    """An open case, and what one user may do for its plan."""

    case: Case
    actions: list[Action]


def plan_buttons(user: User, cases: list[Case]) -> list[PlanButtons]:
    """Return what `user` may do for the plan of each open case."""
    found = [PlanButtons(case, list(_for(user, case, PLAN))) for case in cases]
    return [buttons for buttons in found if buttons.actions and not buttons.case.closed_on]


def _for(user: User, case: Case, offered: Offered) -> Iterator[Action]:
    for permission, name, label in offered:
        if allows(user, permission, case):
            yield Action(label, reverse(name, args=[case.pk]))


def of_cases(user: User, cases: list[Case]) -> list[CaseActions]:
    """Return what `user` may do with each case, and what its phase is called."""
    called = standards.PhaseNames({case.program for case in cases if case.phase})
    names = [called.of(case.phase, program=case.program, model=case.model) for case in cases]
    return [_of_case(user, case, name) for case, name in zip(cases, names, strict=True)]


def _of_case(user: User, case: Case, phase: str) -> CaseActions:
    """Return what `user` may do with a case; one that ended can be begun again."""
    may_reopen = bool(case.closed_on) and allows(user, Permission.CHANGE_CASE, case)
    return CaseActions(
        case=case,
        phase=phase,
        first=list(for_case(user, case)),
        more=list(more_for(user, case)),
        reopen_url=reverse("cases:case_reopen", args=[case.pk]) if may_reopen else "",
    )


def for_case(user: User, case: Case) -> Iterator[Action]:
    """Yield what `user` may do with an open case; the program's own action comes first."""
    if case.closed_on:
        return
    own = FIRST.get(Program(case.program))
    for permission, name, label in (*([own] if own else []), *EVERY_PROGRAM):
        if allows(user, permission, case):
            yield Action(label, reverse(name, args=[case.pk]))


def more_for(user: User, case: Case) -> Iterator[Action]:
    """Yield what is done more seldom with a case: its course, and how it ends."""
    if not case.closed_on:
        for permission, name, label in MORE:
            if allows(user, permission, case):
                yield Action(label, reverse(name, args=[case.pk]))
    if allows(user, Permission.OPEN_CASE, case):
        yield Action(_("How it went so far"), reverse("cases:case_course", args=[case.pk]))


def open_for(user: User, to: Permission, cases: list[Case]) -> Case | None:
    """Return the first open case in which `user` may do `to`."""
    return next((c for c in cases if not c.closed_on and allows(user, to, c)), None)


def first_page(case: Case) -> str:
    """Return where a case that was just opened gets its first record."""
    own = FIRST.get(Program(case.program))
    if own is None:
        return reverse("desk:participant", args=[case.participant_id])
    return reverse(own[1], args=[case.pk])
