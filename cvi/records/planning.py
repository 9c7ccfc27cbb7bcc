"""Compares what the sheets say with what the records hold. Reads only; the plan is what is new."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from cvi.accounts.models import Program, Team, User, Zone
from cvi.cases.models import Case, Participant
from cvi.outreach.values import Mode
from cvi.records.dates import NotRead
from cvi.records.office import Known, Office
from cvi.records.rows import CaseLine, ContactLine, Fault, Line, Lines, PersonKey

L = TypeVar("L", bound=Line)


@dataclass(frozen=True)
class ContactPlan:
    """A contact to log."""

    line: ContactLine
    worker: User


@dataclass
class CasePlan:
    """A case to open, or one that is here, with the contacts to log in it."""

    program: Program
    opened_on: dt.date
    closed_on: dt.date | None
    worker: User | None
    line: CaseLine | None = None  # of a new case
    team: Team | None = None
    case: Case | None = None  # one that is here
    contacts: list[ContactPlan] = field(default_factory=list)

    def holds(self, day: dt.date) -> bool:
        """Answer whether the case was open on a day."""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


@dataclass
class PersonPlan:
    """One person: who they are when new, and their cases in the order of their opening."""

    lines: list[CaseLine]
    participant: Participant | None
    zone: Zone | None = None
    cases: list[CasePlan] = field(default_factory=list)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to write."""
        return any(plan.line or plan.contacts for plan in self.cases)


@dataclass
class Plan:
    """All that an import would write, what is here already, and what is wrong."""

    people: list[PersonPlan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cases_here: int = 0
    contacts_here: int = 0

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many people, cases and contacts are new."""
        cases = [case for person in self.people for case in person.cases]
        return (
            sum(person.participant is None for person in self.people),
            sum(case.line is not None for case in cases),
            sum(len(case.contacts) for case in cases),
        )


def make_plan(lines: Lines, *, office: Office, known: Known) -> Plan:
    """Return what of the lines is new."""
    plan = Plan(faults=list(lines.faults))
    births = _births(lines, known)
    cases = _by_person(lines.cases)
    contacts = _by_person([_with_birth_date(line, births) for line in lines.contacts])
    for key in dict.fromkeys([*cases, *contacts]):
        planner = _Planner(office, known, plan)
        doubt = _doubt(key, births=births, known=known)
        if doubt:
            for line in [*cases.get(key, []), *contacts.get(key, [])]:
                plan.faults.append(line.fault("Birth date", doubt))
            continue
        person = planner.person(key, cases.get(key, []))
        planner.add_contacts(person, contacts.get(key, []))
        if person.is_needed:
            plan.people.append(person)
    plan.faults.sort(key=lambda fault: (fault.sheet, fault.number))
    return plan


def _births(lines: Lines, known: Known) -> dict[str, set[dt.date | None]]:
    """Return the birth dates that each name has, in the records or the sheets of cases."""
    births: dict[str, set[dt.date | None]] = defaultdict(set)
    for name, days in known.births.items():
        births[name] |= days
    for line in lines.cases:
        births[line.person[0]].add(line.person[1])
    return births


def _with_birth_date(line: ContactLine, births: dict[str, set[dt.date | None]]) -> ContactLine:
    """Complete a contact that names a person only, when just one person has that name."""
    days = births.get(line.person[0], set())
    if line.birth_date or len(days) != 1:
        return line
    return replace(line, birth_date=next(iter(days)))


def _by_person(lines: list[L]) -> dict[PersonKey, list[L]]:
    groups: dict[PersonKey, list[L]] = {}
    for line in lines:
        groups.setdefault(line.person, []).append(line)
    return groups


def _doubt(key: PersonKey, *, births: dict[str, set[dt.date | None]], known: Known) -> str:
    """Return why it is not sure whom a row means, or empty text."""
    name = key[0]
    days = births.get(name, set())
    if len(days) > 1 and (None in days or key[1] is None):
        return _(
            "This name stands in the sheets or the records more than once, and not always with a "
            "birth date. Write the birth date in each place, so that nobody is mixed up."
        )
    if len({person.pk for person in known.people.get(key, [])}) > 1:
        return _("The records hold two people with this name and birth date. Add this row by hand.")
    return ""


class _Planner:
    """Plans the rows of one person."""

    def __init__(self, office: Office, known: Known, plan: Plan) -> None:
        self.office, self.known, self.plan = office, known, plan
        self.open: set[str] = set()

    def person(self, key: PersonKey, lines: list[CaseLine]) -> PersonPlan:
        """Plan a person with their cases; a row that cannot be taken is left out and named."""
        found = self.known.people.get(key, [])
        person = PersonPlan(lines=[], participant=found[0] if found else None)
        here = self.known.cases.get(found[0].pk, []) if found else []
        person.cases = [_case_here(case) for case in here]
        self.open = {case.program for case in here if case.closed_on is None}
        for line in sorted(lines, key=lambda line: (line.opened_on, line.number)):
            same = _same_case(person.cases, line)
            if same is None:
                self._add_case(person, line)
            elif same.line and same.line.worker != line.worker:
                text = _("The sheets name two workers for this case. Leave one row.")
                self.plan.faults.append(line.fault("Worker", text))
            else:
                self.plan.cases_here += 1
        person.cases.sort(key=lambda case: case.opened_on)
        return person

    def _add_case(self, person: PersonPlan, line: CaseLine) -> None:
        column = "Zone"
        try:
            zone = self.office.zone(line.zone)
            column = "Worker"
            worker = self.office.worker(line.worker)
            column = "Program"
            team = self.office.team(line.program, line.team, worker)
            self._require_place(line, worker, team)
        except NotRead as problem:
            self.plan.faults.append(line.fault(column, str(problem)))
            return
        if line.closed_on is None:
            self.open.add(line.program)
        person.lines.append(line)
        person.zone = person.zone or zone
        case = CasePlan(line.program, line.opened_on, line.closed_on, worker, line=line, team=team)
        person.cases.append(case)

    def _require_place(self, line: CaseLine, worker: User | None, team: Team) -> None:
        if worker and not self.office.is_in(worker, team):
            raise NotRead(
                _("The worker has no role in the team “%(team)s”. Give them one, or correct it.")
                % {"team": team.name}
            )
        if line.program in self.open:
            raise NotRead(
                _(
                    "This person has an open case in this program already, opened on another "
                    "day. Correct the open date, or close the other case first."
                )
            )

    def add_contacts(self, person: PersonPlan, lines: list[ContactLine]) -> None:
        """Plan the contacts of a person, each in the outreach case that was open on that day."""
        seen: set[str] = set()
        here: dict[tuple[object, dt.date, UUID, str], int] = {}
        for line in lines:
            content = repr(replace(line, sheet="", number=0, name=""))
            if content in seen:
                self.plan.contacts_here += 1
                continue
            seen.add(content)
            try:
                case, contact = self._place(person, line)
            except NotRead as problem:
                self.plan.faults.append(line.fault("Date", str(problem)))
                continue
            self._add_contact(case, contact, here)

    def _place(self, person: PersonPlan, line: ContactLine) -> tuple[CasePlan, ContactPlan]:
        cases = [case for case in person.cases if case.program == Program.OUTREACH]
        if not cases:
            raise NotRead(
                _("There is no street outreach case of this person, by name and birth date.")
            )
        open_then = [case for case in cases if case.holds(line.happened_on)]
        if not open_then:
            raise NotRead(_("The street outreach case was not open on that day. Correct the date."))
        worker = self.office.worker(line.worker) or open_then[-1].worker
        if worker is None:
            raise NotRead(_("The case has no worker. Write who made the contact."))
        return open_then[-1], ContactPlan(line, worker)

    def _add_contact(
        self,
        case: CasePlan,
        contact: ContactPlan,
        here: dict[tuple[object, dt.date, UUID, str], int],
    ) -> None:
        """Take a contact, but of several alike only those beyond what the records hold."""
        line = contact.line
        if case.case is None:
            case.contacts.append(contact)
            return
        key = (case.case.pk, line.happened_on, contact.worker.pk, Mode(line.mode).value)
        left = here.setdefault(key, self.known.contacts[key])
        if left:
            here[key] = left - 1
            self.plan.contacts_here += 1
        elif case.closed_on:
            text = _("The street outreach case is closed, so no contact can be added.")
            self.plan.faults.append(line.fault("Date", text))
        else:
            case.contacts.append(contact)


def _case_here(case: Case) -> CasePlan:
    program = Program(case.program)
    return CasePlan(program, case.opened_on, case.closed_on, case.worker, case=case)


def _same_case(cases: list[CasePlan], line: CaseLine) -> CasePlan | None:
    same = (c for c in cases if c.program == line.program and c.opened_on == line.opened_on)
    return next(same, None)
