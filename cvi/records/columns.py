"""Which columns an import reads, what offices call them, and where a sheet has them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.cases.errors import RuleBroken
from cvi.records.spreadsheet import Row, Sheet

HEADER_WITHIN_ROWS = 30
LOOKS_LIKE = 3


@dataclass(frozen=True)
class Column:
    """A column that an import reads: its name in our template, and its other names."""

    field: str
    label: str
    about: str | Promise
    example: str
    is_needed: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of sheet."""

    title: str
    columns: tuple[Column, ...]

    @cached_property
    def _fields(self) -> dict[str, str]:
        """The field that each name of a column stands for; asked of every row."""
        names = ((c.field, name) for c in self.columns for name in (c.label, *c.others))
        return {_squeezed(name): field for field, name in names}

    def field_of(self, cell: Any) -> str | None:
        """Return which column a header cell names."""
        return self._fields.get(_squeezed(cell))

    def missing(self, fields: set[str]) -> list[str]:
        """Return the labels of the columns that cannot be done without."""
        return [c.label for c in self.columns if c.is_needed and c.field not in fields]

    def label(self, field: str) -> str:
        """Return what our template calls a column."""
        return next(c.label for c in self.columns if c.field == field)


NAME = (
    Column(
        "name",
        "Name",
        gettext_lazy("First and last name. “Last, First” is read too."),
        "Zedd Sampleton",
        is_needed=True,
        others=("participant", "participant name", "client", "client name", "full name", "nombre"),
    ),
    Column(
        "first_name",
        "First name",
        gettext_lazy("In place of Name, together with Last name."),
        "Zedd",
        others=("first", "nombre de pila"),
    ),
    Column(
        "last_name",
        "Last name",
        gettext_lazy("In place of Name, together with First name."),
        "Sampleton",
        others=("last", "surname", "apellido"),
    ),
    Column(
        "birth_date",
        "Birth date",
        gettext_lazy("Tells two people of one name apart. May be empty."),
        "2003-04-17",
        others=("date of birth", "dob", "birthdate", "birthday", "born", "fecha de nacimiento"),
    ),
)

CASES = Layout(
    "Cases",
    (
        *NAME,
        Column(
            "zone",
            "Zone",
            gettext_lazy("The name of a zone, as it is set up."),
            "Eastside",
            others=("area", "area of the city", "district", "neighborhood", "zona"),
        ),
        Column(
            "program",
            "Program",
            gettext_lazy("Street outreach, Hospital, GVI or Reentry."),
            "Street outreach",
            is_needed=True,
            others=("programme", "service line", "programa"),
        ),
        Column(
            "worker",
            "Worker",
            gettext_lazy("Name or sign-in name of the one who works the case. May be empty."),
            "Mo Demo",
            others=(
                "outreach worker",
                "case manager",
                "assigned to",
                "messenger",
                "credible messenger",
                "staff",
                "trabajador",
            ),
        ),
        Column(
            "team",
            "Team",
            gettext_lazy("Only where the agency has several teams in one program."),
            "",
            others=("team name", "equipo"),
        ),
        Column(
            "opened_on",
            "Open date",
            gettext_lazy("The day the case was opened."),
            "2026-01-15",
            is_needed=True,
            others=(
                "opened",
                "opened on",
                "date opened",
                "start date",
                "intake date",
                "enrolled",
                "enrollment date",
                "fecha de apertura",
            ),
        ),
        Column(
            "closed_on",
            "Close date",
            gettext_lazy("The day the case was closed. Empty while it is open."),
            "",
            others=("closed", "closed on", "date closed", "end date", "exit date"),
        ),
        Column(
            "status",
            "Status",
            gettext_lazy("A status as the case page shows it. Empty means enrolled, active."),
            "Active",
            others=("case status", "estado"),
        ),
        Column(
            "street_names",
            "Street name",
            gettext_lazy("What they go by. Put a comma between two."),
            "Zip",
            others=("street names", "nickname", "nicknames", "aka", "alias", "goes by", "apodo"),
        ),
        Column(
            "phone",
            "Phone",
            gettext_lazy("A phone number, with its area code."),
            "215-555-0123",
            others=("phone number", "cell", "cell phone", "mobile", "telephone", "telefono"),
        ),
        Column(
            "language",
            "Language",
            gettext_lazy("English, Spanish or another language."),
            "Spanish",
            others=("preferred language", "primary language", "idioma"),
        ),
    ),
)

CONTACTS = Layout(
    "Contacts",
    (
        *NAME,
        Column(
            "happened_on",
            "Date",
            gettext_lazy("The day of the contact."),
            "2026-02-03",
            is_needed=True,
            others=("contact date", "date of contact", "day", "fecha"),
        ),
        Column(
            "worker",
            "Worker",
            gettext_lazy("Who made the contact. Empty means the worker of the case."),
            "Mo Demo",
            others=("outreach worker", "messenger", "made by", "by", "staff", "trabajador"),
        ),
        Column(
            "mode",
            "How",
            gettext_lazy("In person, Call, Text or Other."),
            "In person",
            is_needed=True,
            others=("mode", "type", "contact type", "type of contact", "method"),
        ),
        Column(
            "outcome",
            "Reached",
            gettext_lazy("Yes or No; or why not: No answer, Not there, Left a message…"),
            "Yes",
            is_needed=True,
            others=("outcome", "result", "reached?", "made contact", "resultado"),
        ),
        Column(
            "purposes",
            "What for",
            gettext_lazy("Check in, Calm a conflict, A goal… Other words go into the note."),
            "Check in, A goal",
            others=("purpose", "purposes", "reason", "topic"),
        ),
        Column(
            "duration",
            "Minutes",
            gettext_lazy("How long it took, as a number of minutes."),
            "20",
            others=("duration", "min", "mins", "length", "time spent", "minutos"),
        ),
        Column(
            "note",
            "Note",
            gettext_lazy("At most 500 characters."),
            "Talked about work.",
            others=("notes", "comment", "comments", "notas"),
        ),
    ),
)


class ColumnsMissing(RuleBroken):
    """A sheet cannot be read without the columns that it lacks."""


@dataclass(frozen=True)
class Table:
    """A sheet whose columns were recognized. `places` says where each field stands."""

    sheet: str
    layout: Layout
    places: dict[str, int]
    rows: list[Row]
    unread: list[str]

    def values(self, row: Row) -> dict[str, Any]:
        """Return what a row says, by field."""
        return {f: row.cells[at] for f, at in self.places.items() if at < len(row.cells)}


def plain(value: Any) -> str:
    """Return text without accents, case, punctuation and extra blanks, to compare it by."""
    letters = unicodedata.normalize("NFKD", str(value if value is not None else ""))
    letters = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", letters))


def _squeezed(value: Any) -> str:
    """Return plain text without its blanks: D.O.B. is DOB."""
    return plain(value).replace(" ", "")


def recognize(sheet: Sheet) -> Table | None:
    """Return a sheet as a table of cases or of contacts, or None when it is neither.

    Raises:
        ColumnsMissing: it looks like one, but a column is missing that cannot be done without.
    """
    near: tuple[int, list[str]] = (0, [])
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        for layout in (CASES, CONTACTS):
            places = _places(row, layout)
            missing = layout.missing(_fields(places))
            if not missing:
                return _table(sheet, layout, at)
            near = max(near, (len(places), missing))
    if near[0] >= LOOKS_LIKE:
        raise ColumnsMissing(
            _("Sheet “%(sheet)s” has no column %(columns)s. Add it, or write it over the column.")
            % {"sheet": sheet.name, "columns": ", ".join(f"“{label}”" for label in near[1])}
        )
    return None


def _table(sheet: Sheet, layout: Layout, at: int) -> Table:
    places = _places(sheet.rows[at], layout)
    read = set(places.values())
    return Table(
        sheet=sheet.name,
        layout=layout,
        places=places,
        rows=[row for row in sheet.rows[at + 1 :] if not _is_header(row, layout)],
        unread=[
            str(cell)
            for place, cell in enumerate(sheet.rows[at].cells)
            if place not in read and plain(cell)
        ],
    )


def _places(row: Row, layout: Layout) -> dict[str, int]:
    """Return where a row names which column; the first counts where two have one name."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        field = layout.field_of(cell)
        if field:
            places.setdefault(field, place)
    return places


def _fields(places: dict[str, int]) -> set[str]:
    has_both_names = {"first_name", "last_name"} <= set(places)
    return set(places) | ({"name"} if has_both_names else set())


def _is_header(row: Row, layout: Layout) -> bool:
    """Answer whether a row names the columns once more, as on each printed page."""
    return not layout.missing(_fields(_places(row, layout)))
