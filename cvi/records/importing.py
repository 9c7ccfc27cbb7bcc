"""Brings an office's spreadsheets in, one person a transaction, so that nothing is half written."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case, Participant
from cvi.cases.services import Identity, Opening
from cvi.outreach import services as outreach
from cvi.outreach.services import ContactDetails
from cvi.records.columns import recognize
from cvi.records.dates import Order
from cvi.records.office import Office
from cvi.records.planning import CasePlan, ContactPlan, PersonPlan, Plan
from cvi.records.rows import Fault, Line, Lines, read_lines
from cvi.records.spreadsheet import Unreadable, read_sheets

PEOPLE_PER_REPORT = 25
Progress = Callable[[int, int], None]


@dataclass
class Written:
    """How much was written, and the rows that were not after all."""

    people: int = 0
    cases: int = 0
    contacts: int = 0
    faults: list[Fault] = field(default_factory=list)


def read_files(paths: list[Path], *, dates: Order | None = None) -> Lines:
    """Read the sheets of cases and contacts in the files.

    Raises:
        Unreadable: a file is damaged or of another kind, or none has a sheet to import.
        ColumnsMissing: a sheet lacks a column that cannot be done without.
    """
    sheets = [sheet for path in paths for sheet in read_sheets(path)]
    found = [(sheet, recognize(sheet)) for sheet in sheets]
    lines = read_lines([table for _sheet, table in found if table], dates=dates)
    for sheet, table in found:
        if table is None and sheet.rows:
            lines.remarks.append(_left_out(sheet.name))
    if not any(table for _sheet, table in found):
        raise Unreadable(
            _(
                "No sheet has a row with the names of the columns. A sheet of cases needs “Name”, "
                "“Program” and “Open date”; manage.py import_template makes one to copy from."
            )
        )
    return lines


def write_plan(
    plan: Plan, *, office: Office, on_progress: Progress = lambda _done, _all: None, by: User
) -> Written:
    """Write what is planned. A person who cannot be written leaves nothing behind."""
    written = Written()
    for count, person in enumerate(plan.people, start=1):
        try:
            with transaction.atomic():
                _write_person(person, office=office, by=by)
        except (RuleBroken, ValidationError, IntegrityError) as problem:
            written.faults += _faults(person, problem)
        else:
            _count(person, written)
        if count % PEOPLE_PER_REPORT == 0 or count == len(plan.people):
            on_progress(count, len(plan.people))
    return written


def _left_out(name: str) -> str:
    return _("Sheet “%(sheet)s” is left out: no row names its columns.") % {"sheet": name}


def _write_person(person: PersonPlan, *, office: Office, by: User) -> None:
    participant = person.participant or cases.register_participant(
        agency=office.agency, identity=_identity(person), by=by
    )
    for plan in person.cases:
        if plan.line or plan.contacts:
            _write_case(plan, participant, by=by)


def _write_case(plan: CasePlan, participant: Participant, *, by: User) -> None:
    """Open the case when new, log its contacts, and close it when it has ended since."""
    case = plan.case or _open(plan, participant, by=by)
    for contact in plan.contacts:
        outreach.log_contact(case=case, contact=_details(contact), worker=contact.worker, by=by)
    if plan.line and plan.line.closed_on:
        cases.close_case(case=case, status=plan.line.status, closed_on=plan.line.closed_on, by=by)
    action = audit.Action.CREATED if plan.line else audit.Action.CHANGED
    detail = {"contacts": len(plan.contacts)}
    audit.record(action, case, by=by, reason=Reason.IMPORTED, detail=detail)


def _open(plan: CasePlan, participant: Participant, *, by: User) -> Case:
    if plan.team is None or plan.line is None:
        raise ValueError("A new case has a team and a line")
    status = Case.Status.ACTIVE if plan.closed_on else plan.line.status
    opening = Opening(plan.team, plan.worker, status, plan.opened_on)
    return cases.open_new_case(participant=participant, opening=opening, by=by)


def _identity(person: PersonPlan) -> Identity:
    """Return who a new person is: of each answer the first that is given, of street names all."""
    first = person.lines[0]
    street_names = [name for line in person.lines for name in line.street_names]
    return Identity(
        name_to_use=first.name,
        birth_date=first.birth_date,
        street_names=list(dict.fromkeys(street_names)),
        zone=person.zone,
        language=next(filter(None, (line.language for line in person.lines)), ""),
        phone=next(filter(None, (line.phone for line in person.lines)), ""),
    )


def _details(contact: ContactPlan) -> ContactDetails:
    line = contact.line
    return ContactDetails(
        mode=line.mode,
        outcome=line.outcome,
        purposes=[str(code) for code in line.purposes],
        duration=line.duration,
        note=line.note,
        occurred_at=min(_noon(line.happened_on), timezone.now()),
    )


def _noon(day: dt.date) -> dt.datetime:
    """Return the middle of a day: a sheet tells no hour."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _count(person: PersonPlan, written: Written) -> None:
    written.people += person.participant is None
    written.cases += sum(plan.line is not None for plan in person.cases)
    written.contacts += sum(len(plan.contacts) for plan in person.cases)


def _faults(person: PersonPlan, problem: Exception) -> list[Fault]:
    """Name every row of a person who could not be written; only our own words are shown."""
    text = str(problem) if isinstance(problem, RuleBroken) else _("This cannot be saved.")
    text = _("%(why)s Nothing of this person was imported.") % {"why": text}
    return [line.fault("Name", text) for line in _lines(person)]


def _lines(person: PersonPlan) -> Iterator[Line]:
    yield from person.lines
    for plan in person.cases:
        yield from (contact.line for contact in plan.contacts)
