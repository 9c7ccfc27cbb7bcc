"""A workbook as an office keeps it: 500 rows of cases and a log of contacts, all invented."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone
from openpyxl import Workbook

FIRST = ["Zedd", "Éxample", "Sampleína", "Testó", "Mockley", "Dúmmy", "Specimen", "Fakir", "Faux"]
LAST = ["Testperson", "Sampleton", "Placeholder", "Ñotreal", "Fictive", "Inventado", "von Example"]
PROGRAMS = ["Street Outreach", "outreach", "STREET OUTREACH", "GVI", "Re-entry"]
WORKERS = {"outreach": ["Mo", "mó", "SUE ", ""], "gvi": ["Gia", ""], "reentry": ["rey", ""]}
ROWS = 500
FIRST_ROW = 5  # below three rows of title and the header
IMPOSSIBLE = {60: "Birth date", 230: "Open date", 411: "Program"}


@dataclass
class OfficeWorkbook:
    """Where it was saved, and what a person would count in it."""

    path: Path
    cases_by_worker: Counter[str] = field(default_factory=Counter)
    people: set[tuple[str, dt.date]] = field(default_factory=set)
    contacts: int = 0


def make_office_workbook(path: Path) -> OfficeWorkbook:
    """Write the workbook and count it by hand."""
    made = OfficeWorkbook(path)
    workbook = Workbook()
    cases, contacts = workbook.active, workbook.create_sheet("Contact log 2026")
    cases.title = "Caseload (all)"
    _add_titles(cases, contacts)
    for at in range(ROWS):
        _add_case(cases, contacts, made, at)
    _merge_zones(cases)
    workbook.create_sheet("Phone list").append(["Front desk", "555-0100"])
    workbook.save(path)
    return made


def _add_titles(cases, contacts):
    cases.append(["OFFICE OF VIOLENCE PREVENTION"])
    cases.append(["Caseload, all programs", None, None, None, "printed 11/02/2026"])
    cases.append([])
    cases.append(
        ["  Participant ", "D.O.B.", "Área", "PROGRAM", "Assigned To", "Fecha de apertura", "Eye"]
    )
    cases.merge_cells("A1:G1")
    cases.merge_cells("A2:C2")
    contacts.append(["Contacts", None, None])
    contacts.append(
        [
            "Client",
            "Date of birth",
            "Date",
            "Outreach worker",
            "Type",
            "Reached?",
            "Purpose",
            "Time spent",
            "Notes",
        ]
    )
    contacts.merge_cells("A1:I1")


def _add_case(cases, contacts, made, at):
    """Three in ten people come back in a second program; the dates are text in two orders."""
    person = at - 1 if at % 10 in {3, 6, 9} else at
    is_second = person != at
    name = f"{FIRST[person % 9]} {LAST[person % 7]}"
    born = dt.date(1985, 1, 1) + dt.timedelta(days=person * 17)
    opened = timezone.localdate() - dt.timedelta(days=person + 30)
    kind = ["gvi", "reentry"][at % 2] if is_second else "outreach"
    program = {"gvi": "GVI", "reentry": "Re-entry"}.get(kind) or PROGRAMS[at % 3]
    worker = WORKERS[kind][at % len(WORKERS[kind])]
    row = [_written(name, at), f"{born:%m/%d/%Y}", None, program, worker, f"{opened:%d.%m.%y}", "-"]
    number = at + FIRST_ROW
    if number in IMPOSSIBLE:
        cases.append(_impossible(row, number))
        return
    cases.append(row)
    made.people.add((name, born))
    made.cases_by_worker[worker.strip().lower().replace("ó", "o")] += 1
    if kind == "outreach":
        _add_contacts(contacts, made, (name, born, opened, worker), at)


def _written(name, at):
    """Write a name as people do: last name first, in capitals, with too many blanks."""
    first, last = name.split(" ", 1)
    return [name, f"{last}, {first}", name.upper(), f" {first}  {last} "][at % 4]


def _impossible(row, number):
    column = IMPOSSIBLE[number]
    wrong = {
        "Birth date": f"01/31/{timezone.localdate().year + 5}",
        "Open date": "25.12.1984",
        "Program": "Chess club",
    }
    at = {"Birth date": 1, "Open date": 5, "Program": 3}[column]
    return [*row[:at], wrong[column], *row[at + 1 :]]


def _add_contacts(contacts, made, case, at):
    name, born, opened, worker = case
    for days in range(at % 3):
        day = opened + dt.timedelta(days=days * 9)
        reached = at % 4 != 0
        by = worker or "Mo"
        contacts.append(
            [
                _written(name, at + 1),
                born,
                day if days else f"{day:%b} {day.day}, {day.year}",
                by,
                "In person" if at % 2 else "phone",
                "Yes" if reached else "no",
                "Check in; court" if reached else None,
                20 if reached else None,
                "Spoke about wörk",
            ]
        )
        made.contacts += 1


def _merge_zones(cases):
    """Write a zone once for a block of rows, as offices do."""
    for start in range(FIRST_ROW, FIRST_ROW + ROWS - 20, 20):
        cases.cell(start, 3, "EASTSIDE")
        cases.merge_cells(start_row=start, end_row=start + 9, start_column=3, end_column=3)
