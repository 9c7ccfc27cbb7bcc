"""Files of all kinds, read or refused in one sentence."""

import datetime as dt
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cvi.records import spreadsheet
from cvi.records.columns import CASES, CONTACTS, ColumnsMissing, recognize
from cvi.records.dates import DateReader, NotRead, Order
from cvi.records.importing import read_files
from cvi.records.spreadsheet import Row, Sheet, Unreadable, read_sheets

HEADER = ("Name", "Program", "Open date")


def workbook_at(path: Path) -> Path:
    workbook = Workbook()
    workbook.active.append(["Name", "Zone", "Program"])
    workbook.active.append(["Zedd", "Eastside", "GVI"])
    workbook.active.append(["Faux", None, "GVI"])
    workbook.active.append(["Mock", None, None])
    workbook.active.merge_cells("B2:B3")
    workbook.active.merge_cells("C3:D4")
    workbook.save(path)
    return path


class TestAWorkbook:
    def test_with_a_stray_cell_at_the_far_end_is_refused_at_once(self, tmp_path: Path) -> None:
        workbook = Workbook()
        workbook.active.append(["Name", "Zone", "Program"])
        workbook.active.cell(1_048_576, 16_384).value = "x"
        workbook.save(tmp_path / "book.xlsx")

        with pytest.raises(Unreadable, match="row 1048576"):
            read_sheets(tmp_path / "book.xlsx")

    def test_gives_merged_cells_their_value_downwards_only(self, tmp_path: Path) -> None:
        sheet = read_sheets(workbook_at(tmp_path / "book.xlsx"))[0]

        assert [row.cells[:4] for row in sheet.rows[1:]] == [
            ("Zedd", "Eastside", "GVI", None),
            ("Faux", "Eastside", "GVI", None),
            ("Mock", None, "GVI", None),
        ]

    def test_keeps_the_numbers_of_its_rows_over_empty_ones(self, tmp_path: Path) -> None:
        workbook = Workbook()
        workbook.active["A4"] = "Name"
        workbook.save(tmp_path / "book.xlsx")

        assert [row.number for row in read_sheets(tmp_path / "book.xlsx")[0].rows] == [4]

    def test_that_is_damaged_is_refused(self, tmp_path: Path) -> None:
        whole = workbook_at(tmp_path / "book.xlsx").read_bytes()
        path = tmp_path / "damaged.xlsx"
        chance = random.Random(1)  # noqa: S311  noise, not a secret

        for cut in range(4, len(whole), 97):
            path.write_bytes(whole[:cut])
            with pytest.raises(Unreadable, match=r"damaged\.xlsx cannot be read"):
                read_sheets(path)
        for _time in range(200):
            noisy = bytearray(whole)
            for _byte in range(20):
                noisy[chance.randrange(len(noisy))] = chance.randrange(256)
            path.write_bytes(bytes(noisy))
            try:
                read_sheets(path)
            except Unreadable as refused:
                assert "Nothing was changed." in str(refused)  # noqa: PT017  either may happen

    def test_that_unpacks_without_end_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 1000)

        with pytest.raises(Unreadable):
            read_sheets(workbook_at(tmp_path / "book.xlsx"))

    def test_that_is_another_archive_is_refused(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
            archive.writestr("letter.txt", "Dear office")

        with pytest.raises(Unreadable):
            read_sheets(tmp_path / "book.xlsx")


class TestACsvFile:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_is_read_as_any_office_saves_it(
        self, tmp_path: Path, encoding: str, delimiter: str
    ) -> None:
        path = tmp_path / "cases.csv"
        lines = [("List",), (), HEADER, ('"Éxample' + delimiter + ' Zedd"', "GVI", "2025-01-02")]
        path.write_text("\r\n".join(delimiter.join(line) for line in lines), encoding=encoding)

        table = recognize(read_sheets(path)[0])

        assert table is not None
        assert table.rows[0].number == 4
        assert table.values(table.rows[0])["name"] == f"Éxample{delimiter} Zedd"

    def test_of_bytes_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "cases.csv").write_bytes(bytes(range(256)) * 4)

        with pytest.raises(Unreadable):
            read_sheets(tmp_path / "cases.csv")


class TestAnyFile:
    def test_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match=r"none\.xlsx cannot be opened: No such file"):
            read_sheets(tmp_path / "none.xlsx")

    @pytest.mark.parametrize("name", ["letter.docx", "old.xls", "book.xlsx"])
    def test_of_another_kind(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0 something")

        with pytest.raises(Unreadable, match="Save it again as XLSX or CSV"):
            read_sheets(tmp_path / name)

    @pytest.mark.parametrize("text", ["", "just words\n"])
    def test_without_any_table(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "cases.csv").write_text(text)

        with pytest.raises(Unreadable, match="No sheet has a row with the names of the columns"):
            read_files([tmp_path / "cases.csv"])


def sheet_of(*rows: tuple[Any, ...]) -> Sheet:
    return Sheet("Sheet1", [Row(n, cells) for n, cells in enumerate(rows, start=1)])


class TestColumns:
    def test_are_known_by_other_names(self) -> None:
        table = recognize(sheet_of(("  PARTICIPANT ", "programa", "Date Opened", "D.O.B.", "Eye")))

        assert table is not None
        assert (table.layout, table.unread) == (CASES, ["Eye"])
        assert table.places == {"name": 0, "program": 1, "opened_on": 2, "birth_date": 3}

    def test_tell_cases_from_contacts(self) -> None:
        table = recognize(sheet_of(("Client", "Date", "Type", "Reached?")))

        assert table is not None
        assert table.layout is CONTACTS

    def test_take_two_columns_for_a_name(self, tmp_path: Path) -> None:
        path = tmp_path / "cases.csv"
        path.write_text("First name,Last name,Program,Opened\nZedd,Testperson,GVI,2025-01-02\n")

        assert read_files([path]).cases[0].name == "Zedd Testperson"

    def test_that_come_again_on_each_page_are_no_rows(self) -> None:
        table = recognize(sheet_of(HEADER, ("Zedd", "GVI", "2025-01-02"), HEADER))

        assert table is not None
        assert len(table.rows) == 1

    def test_that_are_missing_are_named(self) -> None:
        with pytest.raises(ColumnsMissing, match="“Sheet1” has no column “Open date”"):
            recognize(sheet_of(("Name", "Program", "Zone")))

    def test_short_rows_are_read(self) -> None:
        table = recognize(sheet_of(HEADER, ("Zedd",)))

        assert table is not None
        assert table.values(table.rows[0]) == {"name": "Zedd"}


DAY = dt.date(2025, 3, 4)


class TestDates:
    @pytest.mark.parametrize(
        "value",
        [
            DAY,
            dt.datetime(2025, 3, 4, 13, 30),  # noqa: DTZ001  as a cell has it
            45720,
            45720.0,
            "2025-03-04",
            " 2025/3/4 ",
            "2025-03-04 00:00:00",
            "Mar 4, 2025",
            "March 4th 2025",
            "4 March 2025",
            "4 de marzo de 2025",
        ],
    )
    def test_that_can_be_read_in_one_way(self, value: Any) -> None:
        assert DateReader([]).read(value) == DAY

    @pytest.mark.parametrize("value", [None, "", "  "])
    def test_empty(self, value: Any) -> None:
        assert DateReader([]).read(value) is None

    @pytest.mark.parametrize("value", ["n/a", "13/13/2025", "2025", "May", True, 3.5, "4 Foo 2025"])
    def test_that_are_none(self, value: Any) -> None:
        with pytest.raises(NotRead, match="This is no date"):
            DateReader([]).read(value)

    def test_are_read_as_their_column_tells(self) -> None:
        assert DateReader(["12/25/2024", "3/4/2025"]).read("3/4/2025") == DAY
        assert DateReader(["25.12.2024", "4.3.25"]).read("4.3.25") == DAY

    def test_are_asked_about_where_nothing_tells(self) -> None:
        with pytest.raises(NotRead, match="no other date of the column tells"):
            DateReader(["3/4/2025"]).read("3/4/2025")

    def test_are_asked_about_where_a_column_has_both_orders(self) -> None:
        reader = DateReader(["12/25/2024", "25/12/2024", "3/4/2025"])

        assert reader.read("12/25/2024") == reader.read("25/12/2024")
        with pytest.raises(NotRead, match="month first and some day first"):
            reader.read("3/4/2025")

    @pytest.mark.parametrize(("asked", "text"), [(Order.MDY, "3/4/2025"), (Order.DMY, "4/3/2025")])
    def test_are_read_as_the_office_says(self, asked: Order, text: str) -> None:
        assert DateReader([text], asked=asked).read(text) == DAY
        assert DateReader(["12/25/2024", "25/12/2024"], asked=asked).read(text) == DAY

    def test_a_column_that_tells_is_believed_first(self) -> None:
        assert DateReader(["12/25/2024"], asked=Order.DMY).read("3/4/2025") == DAY

    def test_that_are_the_same_both_ways_need_no_telling(self) -> None:
        assert DateReader([]).read("3/3/25") == dt.date(2025, 3, 3)

    def test_short_years_are_the_last_ones(self) -> None:
        assert DateReader([]).read("3/3/99") == dt.date(1999, 3, 3)
