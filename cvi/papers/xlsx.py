"""Spreadsheets with flat memory: a sheet that says what they are, then sheets of rows."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Text = str | Promise
Cell = Text | int | dt.date | None

# What a spreadsheet program may take for a formula, in both widths.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows: its title (at most 31 characters), its columns with widths, its rows."""

    title: Text
    columns: Sequence[tuple[Text, int]]
    rows: Iterable[Sequence[Cell]]


def write_workbook(
    *, title: Text, about: Sequence[tuple[Text, Text]], sheets: Iterable[Sheet]
) -> bytes:
    """Write a workbook. `about` says what was asked for and how it was counted, in pairs."""
    made = BytesIO()
    with (
        tempfile.TemporaryDirectory() as rows_on_disk,
        Workbook(made, {**OPTIONS, "tmpdir": rows_on_disk}) as book,
    ):
        book.set_properties({"title": str(title), "author": "", "comments": ""})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        date = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        _write_about(book.add_worksheet(_("About")), [(title, ""), *about], (bold, wrapped))
        for sheet in sheets:
            _write_sheet(book.add_worksheet(str(sheet.title)), sheet, (bold, date))
    return made.getvalue()


def neutral(text: Text) -> str:
    """Return text that no spreadsheet program will take for a formula, also not after copying."""
    plain = str(text)
    return f"'{plain}" if plain.startswith(FORMULA_STARTS) else plain


def _write_about(
    sheet: Worksheet, pairs: Iterable[tuple[Text, Text]], formats: tuple[Format, Format]
) -> None:
    bold, wrapped = formats
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for number, (label, value) in enumerate(pairs):
        sheet.write_string(number, 0, neutral(label), bold)
        sheet.write_string(number, 1, neutral(value), wrapped)


def _write_sheet(sheet: Worksheet, content: Sheet, formats: tuple[Format, Format]) -> None:
    bold, date = formats
    for place, (header, width) in enumerate(content.columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, neutral(header), bold)
    sheet.freeze_panes(1, 0)
    number = 0
    for number, row in enumerate(content.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(sheet, (number, place), cell, date)
    sheet.autofilter(0, 0, number, len(content.columns) - 1)


def _write_cell(  # noqa: PLR0917  a cell has a place, a value and a way to show dates
    sheet: Worksheet, at: tuple[int, int], cell: Cell, date: Format
) -> None:
    if cell is None:
        return
    if isinstance(cell, dt.date):
        sheet.write_datetime(*at, cell, date)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, neutral(cell))
