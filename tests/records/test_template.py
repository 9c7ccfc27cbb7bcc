"""The template, and the page that explains it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from cvi.records.columns import CASES, CONTACTS, recognize
from cvi.records.spreadsheet import read_sheets
from cvi.records.template import make_template

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEMPLATE = DOCS / "import-template.xlsx"


def contents(workbook):
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}


def test_the_one_in_the_docs_is_the_one_that_is_made():
    made = {
        title: [tuple(c or None for c in row) for row in rows]
        for title, rows in contents(make_template()).items()
    }

    assert contents(load_workbook(TEMPLATE)) == made


def test_its_sheets_are_recognized():
    tables = [recognize(sheet) for sheet in read_sheets(TEMPLATE)]

    assert [table and table.layout for table in tables] == [CASES, CONTACTS, None]


def test_the_page_names_every_column():
    page = (DOCS / "import.md").read_text()

    labels = {column.label for layout in (CASES, CONTACTS) for column in layout.columns}
    assert {label for label in labels if f"| {label} |" not in page} == set()


def test_the_command_writes_it(tmp_path, capsys):
    call_command("import_template", str(tmp_path / "new.xlsx"))

    assert contents(load_workbook(tmp_path / "new.xlsx")) == contents(load_workbook(TEMPLATE))


def test_the_command_says_where_it_cannot_write(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("import_template", str(tmp_path / "none" / "new.xlsx"))
