"""An agency that imports, and its workbooks."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.cast import Cast
from tests.records.sheets import CASES, CONTACTS


@pytest.fixture
def harbor(cast: Cast) -> Cast:
    """An agency with one street team, a messenger and a supervisor."""
    cast.messenger("mo")
    cast.supervisor("sue")
    return cast


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """Write a workbook of one sheet of cases and, when given, one of contacts."""

    def write(cases: list[Any], contacts: list[Any] | None = None, *, header: Any = None) -> Path:
        workbook = Workbook()
        workbook.active.title = "Cases"
        for row in [header or CASES, *cases]:
            workbook.active.append(row)
        if contacts is not None:
            sheet = workbook.create_sheet("Contacts")
            for row in [CONTACTS, *contacts]:
                sheet.append(row)
        path = tmp_path / "book.xlsx"
        workbook.save(path)
        return path

    return write
