"""Takes a file of HSDS apart into rows of tables. What their values mean is not known here."""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from cvi.papers.uploads import BYTE_ORDER_MARK, DataFile, DataType
from cvi.referrals.hsds.cells import Wrong
from cvi.referrals.hsds.tables import ADDRESS, MANY, ONE, PARTS, TABLES

MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ROWS = 60_000
ADDRESSES = "addresses"
SHARED = {"organizations", "locations", "taxonomy_terms"}
"""Tables whose rows JSON repeats wherever they belong."""

BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which table, row and column, and a code. Never the value."""

    table: str
    number: int
    column: str
    wrong: Wrong


class Unreadable(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


@dataclass
class Row:
    """One row: its table, its number as its people see it, and its values as text."""

    table: str
    number: int
    values: dict[str, str]
    of_address: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        """The id that the row has in files."""
        return self.values.get("id", "")

    def fault(self, column: str, wrong: Wrong) -> Fault:
        """Return a fault of a value in this row."""
        table = ADDRESSES if column in self.of_address else self.table
        return Fault(table, self.number, column, wrong)


@dataclass
class Rows:
    """What is in a file.

    `told` are the lists that the file has: the table, and the column and id of what they are of.
    Where a list is told, what is not in it is gone; where it is not, nothing is said of it.
    """

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})
    told: set[tuple[str, str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, row: Row) -> bool:
        """Take a row in; False where one of its id is there already."""
        self.count += 1
        if self.count > MAX_ROWS:
            raise Unreadable(Wrong.TOO_MUCH)
        if not row.id:
            self.faults.append(row.fault("id", Wrong.REQUIRED))
            return False
        if row.id in self.rows[row.table]:
            return False
        self.rows[row.table][row.id] = row
        return True


def read(file: DataFile) -> Rows:
    """Return what is in a file.

    Raises:
        Unreadable: it is no HSDS, too large, or without services.
    """
    content = file.content.removeprefix(BYTE_ORDER_MARK)
    rows = read_json(content) if file.content_type == DataType.JSON else read_zip(content)
    if not rows.rows["services"] and not rows.faults:
        raise Unreadable(Wrong.NO_SERVICES)
    return rows


def read_json(content: bytes) -> Rows:
    """Read a list of whole services, or one page of an API with `contents`."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreadable(Wrong.NOT_READ) from None
    services = found.get("contents", [found]) if isinstance(found, dict) else found
    if not isinstance(services, list):
        raise Unreadable(Wrong.NOT_READ)
    rows = Rows()
    for number, service in enumerate(services, start=1):
        if isinstance(service, dict):
            _Taker(rows, number).take("services", service)
        else:
            rows.faults.append(Fault("services", number, "", Wrong.SHAPE))
    return rows


def read_zip(content: bytes) -> Rows:
    """Read a ZIP with one CSV file a table; files and columns that we do not keep are left out."""
    rows = Rows()
    addresses: list[Row] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = dict(_tables_in(archive))
            if sum(info.file_size for info in files.values()) > MAX_UNPACKED_BYTES:
                raise Unreadable(Wrong.TOO_MUCH)
            for table, info in files.items():
                lines = list(_lines(table, _unpacked(archive, info)))
                if table == ADDRESSES:
                    addresses = lines
                else:
                    _take_lines(rows, lines)
    except BROKEN_ZIP:
        raise Unreadable(Wrong.NOT_READ) from None
    for address in addresses:
        _take_address(rows, address.values, address.number)
    rows.told |= set(_told_by(files, rows))
    return rows


def _tables_in(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    names = {other: t.name for t in TABLES.values() for other in (t.name, *t.other_file_names)}
    names[ADDRESSES] = ADDRESSES
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if path.suffix.casefold() == ".csv" and path.stem.casefold() in names:
            yield names[path.stem.casefold()], info


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """Return the text of a file, no more of it than its header says."""
    with archive.open(info) as file:
        content = file.read(MAX_UNPACKED_BYTES + 1)
    if len(content) > MAX_UNPACKED_BYTES:
        raise Unreadable(Wrong.TOO_MUCH)
    try:
        return content.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError:
        raise Unreadable(Wrong.NOT_READ) from None


def _lines(table: str, content: str) -> Iterator[Row]:
    """Yield the rows of a CSV file; the first row below the names of the columns is row 2."""
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    try:
        for line in reader:
            values = {k.strip(): v or "" for k, v in line.items() if isinstance(k, str)}
            yield Row(table, reader.line_num, {k: v.strip() for k, v in values.items()})
    except csv.Error:
        raise Unreadable(Wrong.NOT_READ) from None


def _take_lines(rows: Rows, lines: Iterable[Row]) -> None:
    for row in lines:
        if row.table == "attributes" and row.values.get("link_entity", "service") not in SERVICES:
            continue
        if not rows.add(row) and row.id:
            rows.faults.append(row.fault("id", Wrong.TWICE))


SERVICES = {"", "service", "services"}
"""How a file may call a service, of which an attribute says something."""


def _told_by(files: Iterable[str], rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield the lists that a ZIP has: each table of parts, of all that is in the file."""
    for table in set(files) & set(PARTS):
        for ref in TABLES[table].refs:
            if ref.name in PARTS[table]:
                yield from ((table, ref.name, pk) for pk in rows.rows[ref.table])


class _Taker:
    """Takes one service of JSON apart; all its rows have its number."""

    def __init__(self, rows: Rows, number: int) -> None:
        self.rows, self.number = rows, number

    def take(self, table: str, found: dict[str, Any]) -> str:
        """Take in a row with all that stands inside; return its id."""
        row = Row(table, self.number, dict(_plain_values(table, found)))
        is_new = self.rows.add(row)
        if not row.id:
            return ""
        if not is_new:
            self._join(row)
        known = self.rows.rows[table][row.id]
        self._take_inside(known, found)
        return row.id

    def _take_inside(self, row: Row, found: dict[str, Any]) -> None:
        for name, (table, column) in ONE.get(row.table, {}).items():
            inner = found.get(name)
            if isinstance(inner, dict):
                row.values.setdefault(column, self.take(table, inner))
        for name, column in MANY.get(row.table, {}).items():
            if name in found:
                self._take_list(name, column, found[name], owner=row)

    def _join(self, row: Row) -> None:
        """Add what a row says that stands a second time; a service stands once."""
        if row.table == "services":
            self.rows.faults.append(row.fault("id", Wrong.TWICE))
        for name, value in row.values.items():
            self.rows.rows[row.table][row.id].values.setdefault(name, value)

    def _take_list(self, table: str, column: str, found: Any, *, owner: Row) -> None:
        parts = [] if found is None else found
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            self.rows.faults.append(owner.fault(table, Wrong.SHAPE))
            return
        if column in PARTS.get(table, ()):
            self.rows.told.add((table, column, owner.id))
        for part in parts:
            if table == ADDRESSES:
                values = {name: _as_text(value) for name, value in part.items()}
                _take_address(self.rows, {**values, column: owner.id}, owner.number)
            else:
                self.take(table, {**part, column: part.get(column) or owner.id})


def _plain_values(table: str, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the values of a row of JSON that hold nothing inside."""
    inside = MANY.get(table, {}).keys() | ONE.get(table, {}).keys()
    for name, value in found.items():
        if name not in inside and (value is None or isinstance(value, str | int | float)):
            yield name, _as_text(value)


def _take_address(rows: Rows, values: dict[str, str], number: int) -> None:
    """Let a location have its address: of several the first that is not for letters alone."""
    location = rows.rows["locations"].get(values.get("location_id", ""))
    if location is None:
        fault = Fault(ADDRESSES, number, "location_id", Wrong.NOT_FOUND)
        rows.faults.append(fault)
        return
    if location.of_address and values.get("address_type") == "postal":
        return
    if location.of_address and not location.values.get("_is_postal"):
        return
    location.of_address = {column.name for column in ADDRESS}
    for name in location.of_address & set(values):
        location.values[name] = values[name]
    location.values["_is_postal"] = "yes" if values.get("address_type") == "postal" else ""


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()
