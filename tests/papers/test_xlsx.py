"""Spreadsheets: what they hold, and what they never do."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cvi.papers.xlsx import Sheet, neutral, write_workbook

STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]  # noqa: RUF001


def written(*rows, about=()):
    sheet = Sheet("Rows", [("Name", 20), ("Count", 8), ("Day", 12)], rows)
    return load_workbook(BytesIO(write_workbook(title="Paper", about=about, sheets=[sheet])))


class TestWorkbook:
    def test_opens_with_what_it_is_about(self):
        book = written(about=[("Filters", "all teams"), ("For", "internal")])

        about = [[cell.value for cell in row] for row in book["About"].iter_rows()]

        assert book.sheetnames == ["About", "Rows"]
        assert about[0][0] == "Paper"
        assert about[1:] == [["Filters", "all teams"], ["For", "internal"]]

    def test_holds_text_numbers_and_days_as_such(self):
        sheet = written(["Ada", 3, dt.date(2026, 11, 22)], ["Bo", None, None])["Rows"]

        assert [cell.value for cell in sheet[2]] == ["Ada", 3, dt.datetime(2026, 11, 22)]  # noqa: DTZ001
        assert [cell.value for cell in sheet[3]] == ["Bo", None, None]

    def test_keeps_its_header_in_sight_and_filters(self):
        sheet = written(["Ada", 3, None], ["Bo", 4, None])["Rows"]

        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:C3"

    def test_names_nobody_in_its_properties(self):
        assert not written(["Ada", 1, None]).properties.creator

    def test_can_be_empty(self):
        assert written()["Rows"].max_row == 1


class TestFormulas:
    @pytest.mark.parametrize("start", STARTS)
    def test_are_never_made_of_text(self, start):
        cell = written([f"{start}cmd()", 1, None])["Rows"]["A2"]

        assert cell.data_type == "s"
        assert neutral(f"{start}cmd()").startswith("'")
        assert cell.value.startswith("'")

    def test_leave_other_text_as_it_is(self):
        assert neutral("P-7K3FQ2") == "P-7K3FQ2"

    def test_are_not_made_of_addresses_either(self):
        assert written(["https://example.org", 1, None])["Rows"]["A2"].hyperlink is None
