"""Turns the rows of recognized sheets into cases and contacts, or says what is wrong with them."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Program
from cvi.cases.models import Case
from cvi.outreach.models import NOTE_MAX_LENGTH
from cvi.outreach.values import Mode, Outcome
from cvi.records import cells
from cvi.records.columns import CONTACTS, Table, plain
from cvi.records.dates import DateReader, NotRead, Order
from cvi.records.spreadsheet import Row

PersonKey = tuple[str, dt.date | None]
ENDED = {Case.Status.GRADUATED, Case.Status.CLOSED}
EARLIEST = dt.date(1900, 1, 1)
DATES = ("birth_date", "opened_on", "closed_on", "happened_on")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, where, and what to do. Never what stands in a cell."""

    sheet: str
    number: int
    column: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a sheet about one person."""

    sheet: str
    number: int
    name: str
    birth_date: dt.date | None

    @property
    def person(self) -> PersonKey:
        """What tells one person from another: the plain name and the birth date."""
        return plain(self.name), self.birth_date

    def fault(self, column: str, text: str) -> Fault:
        """Return what is wrong with this row."""
        return Fault(self.sheet, self.number, column, text)


@dataclass(frozen=True, kw_only=True)
class CaseLine(Line):
    """A row about a case."""

    zone: str = ""
    program: Program
    worker: str = ""
    team: str = ""
    opened_on: dt.date
    closed_on: dt.date | None = None
    status: Case.Status = Case.Status.ACTIVE
    street_names: list[str] = field(default_factory=list)
    phone: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactLine(Line):
    """A row about a contact."""

    happened_on: dt.date
    worker: str = ""
    mode: Mode
    outcome: Outcome
    purposes: list[str] = field(default_factory=list)
    duration: str = ""
    note: str = ""


@dataclass
class Lines:
    """All that was read from the sheets."""

    cases: list[CaseLine] = field(default_factory=list)
    contacts: list[ContactLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_lines(tables: list[Table], *, dates: Order | None = None) -> Lines:
    """Read every row of every table."""
    lines = Lines()
    for table in tables:
        readers = {f: _date_reader(table, f, dates) for f in DATES if f in table.places}
        lines.remarks += _remarks(table, readers)
        for row in table.rows:
            _read_row(table, row, readers=readers, into=lines)
    return lines


def _date_reader(table: Table, column: str, dates: Order | None) -> DateReader:
    return DateReader((table.values(row).get(column) for row in table.rows), asked=dates)


def _remarks(table: Table, readers: dict[str, DateReader]) -> Iterator[str]:
    yield _("Sheet “%(sheet)s”: %(count)s rows of %(kind)s.") % {
        "sheet": table.sheet,
        "count": len(table.rows),
        "kind": table.layout.title.lower(),
    }
    for column, reader in readers.items():
        for order, count in reader.evidence.items():
            yield _("  %(column)s: %(count)s dates show that the %(first)s comes first.") % {
                "column": table.layout.label(column),
                "count": count,
                "first": _("month") if order is Order.MDY else _("day"),
            }
    if table.unread:
        yield _("  Columns that are not read: %(names)s.") % {"names": ", ".join(table.unread)}


def _read_row(table: Table, row: Row, *, readers: dict[str, DateReader], into: Lines) -> None:
    given, wrong = _read_cells(table, row, readers)
    where: dict[str, Any] = {"sheet": table.sheet, "number": row.number}
    check = _check_contact if table.layout is CONTACTS else _check_case
    wrong = wrong or list(check(given))
    for column, text in wrong:
        into.faults.append(Fault(**where, column=table.layout.label(column), text=text))
    if wrong:
        return
    if table.layout is CONTACTS:
        into.contacts.append(ContactLine(**where, **_completed_contact(given)))
    else:
        into.cases.append(CaseLine(**where, **_completed_case(given)))


Wrong = tuple[str, str]


def _read_cells(
    table: Table, row: Row, readers: dict[str, DateReader]
) -> tuple[dict[str, Any], list[Wrong]]:
    """Return what the cells say, and which of them say nothing that can be read."""
    given: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for column, value in table.values(row).items():
        read = readers[column].read if column in readers else READ[column]
        try:
            given[column] = read(value)
        except NotRead as problem:
            wrong.append((column, str(problem)))
    _join_names(given)
    return given, wrong


def _join_names(given: dict[str, Any]) -> None:
    first, last = given.pop("first_name", ""), given.pop("last_name", "")
    given["name"] = given.get("name") or f"{first} {last}".strip()
    given.setdefault("birth_date", None)


def _check_person(given: dict[str, Any]) -> Iterator[Wrong]:
    if not plain(given["name"]):
        yield "name", _("There is no name. Write who this row is about.")
    born = given["birth_date"]
    if born and born > timezone.localdate():
        yield "birth_date", _("This birth date has not come yet. Correct it.")
    if born and born < EARLIEST:
        yield "birth_date", _("This birth date is before 1900. Correct it.")


def _check_case(given: dict[str, Any]) -> Iterator[Wrong]:
    yield from _check_person(given)
    yield from _check_opening(given)
    yield from _check_ending(given)


def _check_opening(given: dict[str, Any]) -> Iterator[Wrong]:
    born, opened = given["birth_date"], given.get("opened_on")
    if given.get("program") is None:
        yield "program", _("There is no program. Write which program the case is in.")
    if opened is None:
        yield "opened_on", _("There is no open date. Write when the case was opened.")
    elif opened > timezone.localdate():
        yield "opened_on", _("This open date has not come yet. Correct it.")
    elif born and opened < born <= timezone.localdate():
        yield "opened_on", _("The case was opened before the person was born. Correct one date.")


def _check_ending(given: dict[str, Any]) -> Iterator[Wrong]:
    opened, closed = given.get("opened_on"), given.get("closed_on")
    if closed and closed > timezone.localdate():
        yield "closed_on", _("This close date has not come yet. Correct it.")
    if closed and opened and closed < opened:
        yield "closed_on", _("The case was closed before it was opened. Correct one date.")
    if given.get("status") in ENDED and not closed:
        yield "closed_on", _("The case has ended. Write the day on which it was closed.")
    if closed and given.get("status") not in {None, *ENDED}:
        yield "status", _("The case has a close date, so it is closed or graduated. Correct one.")


def _check_contact(given: dict[str, Any]) -> Iterator[Wrong]:
    yield from _check_person(given)
    day = given.get("happened_on")
    if day is None:
        yield "happened_on", _("There is no date. Write when the contact was.")
    elif day > timezone.localdate():
        yield "happened_on", _("This date has not come yet. Correct it.")
    if given.get("mode") is None:
        yield "mode", _("This cell is empty. Write In person, Call, Text or Other.")
    if given.get("outcome") is None:
        yield "outcome", _("This cell is empty. Write Yes or No.")
    if len(_whole_note(given)) > NOTE_MAX_LENGTH:
        yield "note", _("The note and the purpose are longer than 500 characters. Shorten them.")


def _completed_case(given: dict[str, Any]) -> dict[str, Any]:
    default = Case.Status.CLOSED if given.get("closed_on") else Case.Status.ACTIVE
    return {**given, "status": given.get("status") or default}


def _completed_contact(given: dict[str, Any]) -> dict[str, Any]:
    """Keep what for and how long only of contacts that reached the person, as our form does."""
    was_reached = given["outcome"] is Outcome.REACHED
    codes, _words = given.get("purposes", ([], ""))
    return {
        **given,
        "outcome": _outcome(given),
        "purposes": codes if was_reached else [],
        "duration": given.get("duration", "") if was_reached else "",
        "note": _whole_note(given),
    }


def _outcome(given: dict[str, Any]) -> Outcome:
    """Return why it failed as far as it is told: a bare No to a visit means not there."""
    if given["outcome"] is Outcome.NO_ANSWER and given["mode"] is Mode.IN_PERSON:
        return Outcome.NOT_HOME
    return Outcome(given["outcome"])


def _whole_note(given: dict[str, Any]) -> str:
    """Return the note, with the purpose in the office's own words before it."""
    _codes, words = given.get("purposes", ([], ""))
    return "\n".join(filter(None, [words, given.get("note", "")]))


READ: dict[str, Callable[[Any], Any]] = {
    "name": cells.name,
    "first_name": cells.text,
    "last_name": cells.text,
    "zone": cells.text,
    "program": cells.program,
    "worker": cells.text,
    "team": cells.text,
    "status": cells.status,
    "street_names": cells.names,
    "phone": cells.phone,
    "language": cells.language,
    "mode": cells.mode,
    "outcome": cells.outcome,
    "purposes": cells.purposes,
    "duration": cells.duration,
    "note": cells.note,
}
