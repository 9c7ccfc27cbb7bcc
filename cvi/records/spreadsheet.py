"""Reads a workbook or a CSV file into plain rows. What the columns mean is not known here."""

import csv
import io
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from cvi.cases.errors import RuleBroken

MAX_UNPACKED_BYTES = 300_000_000
MAX_CELLS = 5_000_000
DELIMITERS = ",;\t|"
ZIP_MAGIC = b"PK\x03\x04"
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    TypeError,
    ValueError,
)


class Unreadable(RuleBroken):
    """The file cannot be read as a spreadsheet."""


@dataclass(frozen=True)
class Row:
    """The cells of one row, and its number as the office sees it."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file."""

    name: str
    rows: list[Row]


def read_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a file.

    Raises:
        Unreadable: there is no such file, or it is damaged, locked or of another kind.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable(
            _("%(file)s cannot be opened: %(why)s.") % {"file": path.name, "why": problem.strerror}
        ) from None
    if content.startswith(ZIP_MAGIC):
        return _read_workbook(path.name, content)
    if path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        return [_read_csv(path.name, content)]
    raise _unreadable(path.name)


def _unreadable(file_name: str) -> Unreadable:
    return Unreadable(
        _(
            "%(file)s cannot be read. It may be damaged, locked with a password, or of another "
            "kind. Save it again as XLSX or CSV. Nothing was changed."
        )
        % {"file": file_name}
    )


def _read_workbook(file_name: str, content: bytes) -> list[Sheet]:
    """Read all sheets whole: in the mode that reads row by row, merged cells do not show."""
    try:
        _require_sane_size(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drop-downs and styles that we do not need
            workbook = load_workbook(io.BytesIO(content), data_only=True)
            return [Sheet(sheet.title, _rows(sheet)) for sheet in workbook.worksheets]
    except BROKEN_WORKBOOK:
        raise _unreadable(file_name) from None


def _require_sane_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("A workbook that unpacks to more than fits in memory")


def _rows(sheet: Worksheet) -> list[Row]:
    _require_near_cells(sheet)
    below = _merged_downwards(sheet)
    rows = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        whole = [below.get((number, place), cell) for place, cell in enumerate(cells, start=1)]
        rows.append(Row(number, tuple(whole)))
    return list(filter(_is_filled, rows))


def _require_near_cells(sheet: Worksheet) -> None:
    """Refuse a sheet with a stray cell at the far end: all the empty ones before it would count."""
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        raise Unreadable(
            _(
                "Sheet “%(sheet)s” reaches to row %(row)s and is mostly empty. Copy the rows that "
                "count into a new sheet and save that. Nothing was changed."
            )
            % {"sheet": sheet.title, "row": sheet.max_row}
        )


def _merged_downwards(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """Return what stands in each merged cell below its first: the value holds for all of them."""
    return {
        (row, area.min_col): sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row + 1, min(area.max_row, sheet.max_row) + 1)
    }


def _read_csv(file_name: str, content: bytes) -> Sheet:
    text = _decoded(file_name, content)
    delimiter = max(DELIMITERS, key=text.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise _unreadable(file_name) from None
    rows = [Row(n, tuple(cells)) for n, cells in enumerate(lines, start=1)]
    return Sheet(file_name, list(filter(_is_filled, rows)))


def _is_filled(row: Row) -> bool:
    return any(cell not in {None, ""} for cell in row.cells)


def _decoded(file_name: str, content: bytes) -> str:
    """Return text saved by a present-day or an old office program."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable(file_name)
