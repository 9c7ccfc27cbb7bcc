"""Stories 5 and 6: a manager prints the caseload report; an auditor finds a refused attempt."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from cvi.cases import services as cases
from cvi.reports import tasks  # noqa: F401  the worker's part, which the web does not load


@pytest.fixture
def caseload(cast):
    """Two people of Mo's, one of them overlooked, and one of nobody's."""
    mo = cast.messenger()
    overlooked = cast.case(worker=mo)
    cast.case(worker=mo)
    cast.case(team=cast.hill_team)
    cases.plan_follow_up(
        case=overlooked, kind="check_in", due_on=dt.date(2026, 1, 5), by=cast.system
    )
    return overlooked


def downloaded(desk, kind):
    """Ask for a file of the report, wait for the worker, and return the file's name and bytes."""
    desk.page.goto(f"{desk.server}/reports/caseload/")
    desk.page.get_by_label("What do they get?").select_option(kind)
    desk.page.get_by_role("button", name="Download").click()
    desk.sees("Until")
    with desk.page.expect_download() as download:
        desk.tap("Download file")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


class TestManager:
    def test_reads_the_report_and_takes_it_away_twice(self, cast, desk, caseload):
        manager = cast.manager()
        desk.sign_in(manager)

        desk.tap("Caseload")
        desk.sees("This counts all programs")
        desk.sees(caseload.participant.code)
        desk.shoot("manager-caseload")
        desk.page.get_by_role("link", name="Mo").click()
        desk.sees("all teams, Mo")
        name, pdf = downloaded(desk, "caseload_pdf")
        desk.shoot("manager-download")
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert name.startswith("caseload-")
        assert name.endswith(".pdf")
        assert caseload.participant.code in text
        name, xlsx = downloaded(desk, "caseload_xlsx")
        assert name.endswith(".xlsx")
        assert load_workbook(BytesIO(xlsx))["Cases"].max_row == 4

    def test_has_the_file_once(self, cast, desk, caseload):
        desk.sign_in(cast.manager())
        downloaded(desk, "caseload_pdf")

        desk.tap("Download file")
        desk.sees("This file is gone")
        desk.tap("All downloads")
        desk.sees("Downloaded")
        desk.shoot("manager-downloads")


class TestAuditor:
    def test_finds_the_attempt_to_open_a_stranger_by_address(self, cast, desk, caseload):
        stranger = cast.case(team=cast.hill_team).participant
        desk.sign_in(cast.messenger("ray"))
        answer = desk.page.goto(f"{desk.server}/people/{stranger.pk}/")
        assert answer.status == 404
        desk.page.context.clear_cookies()

        desk.sign_in(cast.auditor())
        desk.tap("Trail")
        desk.page.get_by_label("Result").select_option("refused")
        desk.tap("Show events")
        desk.sees(f"Ray tried to open participant {stranger.code} without sight of it.")
        desk.shoot("auditor-trail")

        assert "Zedd" not in desk.page.content()
