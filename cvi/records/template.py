"""Makes the empty workbook that an office copies its records into."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from cvi.accounts.models import Program
from cvi.outreach.values import Mode
from cvi.records.columns import CASES, CONTACTS, Layout

LAST_ROW = 5000
WIDTH = 18
HEADER = PatternFill("solid", fgColor="DFE1E2")
GUIDE = ("Sheet", "Column", "Needed", "What to write", "Example")
GUIDE_WIDTHS = (12, 16, 10, 70, 24)


def make_template() -> Workbook:
    """Return the workbook: a sheet of cases, one of contacts, and one that explains them."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for layout in (CASES, CONTACTS):
        _add_layout(workbook.create_sheet(layout.title), layout)
    _offer(workbook[CASES.title], columns_of(CASES).index("Program"), Program.labels)
    _offer(workbook[CONTACTS.title], columns_of(CONTACTS).index("How"), Mode.labels)
    _add_guide(workbook.create_sheet("How to fill in"))
    return workbook


def write_template(path: Path) -> None:
    """Write the workbook to a file."""
    save_workbook(make_template(), path)


def columns_of(layout: Layout) -> list[str]:
    """Return the labels that stand in the template: one column for the name is enough."""
    return [c.label for c in layout.columns if c.field not in {"first_name", "last_name"}]


def _add_layout(sheet: Worksheet, layout: Layout) -> None:
    sheet.append(columns_of(layout))
    _dress(sheet, [WIDTH] * len(columns_of(layout)))


def _offer(sheet: Worksheet, place: int, labels: list[Any]) -> None:
    """Offer a list to choose from in the column at `place`, counted from 0."""
    letter = get_column_letter(place + 1)
    words = ",".join(map(str, labels))
    offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    offer.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(offer)


def _add_guide(sheet: Worksheet) -> None:
    sheet.append(GUIDE)
    for layout in (CASES, CONTACTS):
        for column in layout.columns:
            needed = "yes" if column.is_needed else ""
            about = str(column.about)
            sheet.append([layout.title, column.label, needed, about, column.example])
    _dress(sheet, list(GUIDE_WIDTHS))


def _dress(sheet: Worksheet, widths: list[int]) -> None:
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True), HEADER
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = width
