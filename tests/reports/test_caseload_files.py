"""The caseload report as PDF and spreadsheet, from the button to the file."""

from io import BytesIO

import pytest
from django.urls import reverse, reverse_lazy
from openpyxl import load_workbook
from pypdf import PdfReader

from cvi.accounts import services as accounts
from cvi.papers.models import Job
from cvi.papers.services import run_job
from cvi.reports import tasks
from cvi.reports.measures import MEASURES
from cvi.reports.questions import Question

URL = reverse_lazy("reports:caseload_download")


@pytest.fixture
def download(sign_in, django_capture_on_commit_callbacks):
    """Return a function that presses the button, waits, and downloads."""

    def downloaded(user, kind, **asked):
        browser = sign_in(user)
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(URL, {**Question().as_params(), **asked, "kind": kind})
        job_id = answer.url.split("/")[-2]
        return browser.post(reverse("papers:job_download", args=[job_id])).getvalue()

    return downloaded


def sheet(book, name):
    """Return a sheet as dictionaries."""
    header, *rows = book[name].values
    return [dict(zip(header, row, strict=True)) for row in rows]


class TestSpreadsheet:
    @pytest.fixture
    def book(self, cast, city, download):
        return load_workbook(BytesIO(download(cast.manager(), "caseload_xlsx")))

    def test_opens_with_filters_method_and_that_it_is_internal(self, book):
        about = " ".join(str(cell) for row in book["About"].values for cell in row)

        assert book.sheetnames == ["About", "By program", "By team", "By worker", "Cases"]
        assert "This counts all programs" in about
        assert "Internal: do not pass on" in about
        assert "Export" in about
        assert all(str(measure.method) in about for measure in MEASURES)

    def test_has_a_row_for_every_case_by_code(self, book, city):
        codes = {row["Participant"] for row in sheet(book, "Cases")}

        assert codes == {
            city[name].participant.code for name in ("mine", "over", "nobodys", "other")
        }

    def test_has_rows_that_add_up_to_the_totals(self, book):
        *_lines, total = sheet(book, "By worker")

        for measure in MEASURES:
            rows = [row[measure.label] for row in sheet(book, "Cases")]
            assert sum(rows) == total[measure.label]

    def test_has_rows_that_add_up_for_each_worker(self, book):
        for line in sheet(book, "By worker")[:-1]:
            rows = [row for row in sheet(book, "Cases") if row["Worker"] == line["Worker"]]
            for measure in MEASURES:
                assert sum(row[measure.label] for row in rows) == line[measure.label]

    def test_says_what_is_due_next_and_whether_it_is_overdue(self, book, city, ago):
        rows = {row["Participant"]: row for row in sheet(book, "Cases")}
        mine, nobodys = (rows[city[name].participant.code] for name in ("mine", "nobodys"))

        assert (mine["Next follow-up due"].date(), mine["Any overdue"]) == (ago(40), "yes")
        assert (nobodys["Next follow-up due"].date(), nobodys["Any overdue"]) == (ago(0), "no")

    def test_names_no_participant(self, book):
        cells = {str(cell) for page in book for row in page.values for cell in row}

        assert not any("Zedd" in cell for cell in cells)

    def test_holds_a_supervisors_own_team_only(self, cast, city, download):
        content = download(cast.supervisor(), "caseload_xlsx")

        rows = sheet(load_workbook(BytesIO(content)), "Cases")

        assert {row["Team"] for row in rows} == {"Harbor street team (Harbor Peace)"}

    def test_keeps_to_the_filters(self, cast, city, download):
        content = download(cast.manager(), "caseload_xlsx", team=str(cast.hill_team.pk))

        rows = sheet(load_workbook(BytesIO(content)), "Cases")

        assert [row["Participant"] for row in rows] == [city["other"].participant.code]

    def test_is_read_in_pieces(self, cast, city, download, monkeypatch):
        monkeypatch.setattr("cvi.reports.rows.CHUNK", 2)

        book = load_workbook(BytesIO(download(cast.manager(), "caseload_xlsx")))

        assert len(sheet(book, "Cases")) == 4


class TestPdf:
    @pytest.fixture
    def paper(self, cast, city, download):
        return PdfReader(BytesIO(download(cast.manager(), "caseload_pdf")))

    def test_is_tagged_and_titled(self, paper):
        assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert paper.metadata.title == "Caseload report"

    def test_holds_the_totals_and_the_exceptions_by_code(self, paper, city):
        text = " ".join(page.extract_text() for page in paper.pages)

        assert "Total 3 2 1 3 1 1" in text
        assert city["mine"].participant.code in text
        assert city["nobodys"].participant.code not in text
        assert "Zedd" not in text

    def test_says_on_every_page_what_it_counts_and_for_whom_it_was_made(self, paper, cast):
        for page in paper.pages:
            text = page.extract_text()
            assert "This counts all programs" in text
            assert "Internal: do not pass on" in text
            assert "Made for user" in text

    def test_is_cut_at_its_limit_and_says_so(self, cast, city, download, monkeypatch):
        monkeypatch.setattr(tasks, "PDF_ROWS", 1)

        paper = PdfReader(BytesIO(download(cast.manager(), "caseload_pdf")))

        assert "The 1 oldest of 3" in " ".join(page.extract_text() for page in paper.pages)

    def test_can_be_made_of_nothing(self, cast, download):
        paper = PdfReader(BytesIO(download(cast.manager(), "caseload_pdf")))

        assert "No follow-up is overdue" in paper.pages[0].extract_text()


class TestAsking:
    def test_leads_to_the_progress(self, cast, city, sign_in):
        asked = {**Question().as_params(), "kind": "caseload_pdf"}

        answer = sign_in(cast.manager()).post(URL, asked)

        job = Job.objects.get()
        assert answer.url == reverse("papers:job", args=[job.pk])
        assert job.params == {**Question().as_params(), "language": "en"}

    @pytest.mark.parametrize("wrong", [{"kind": "everything"}, {"team": "x"}])
    def test_for_something_else_starts_nothing(self, cast, city, sign_in, wrong):
        asked = {**Question().as_params(), "kind": "caseload_pdf", **wrong}

        answer = sign_in(cast.manager()).post(URL, asked)

        assert answer.status_code == 302
        assert not Job.objects.exists()

    def test_for_another_team_starts_nothing(self, cast, city, sign_in):
        asked = {"kind": "caseload_pdf", "team": str(cast.hill_team.pk)}

        sign_in(cast.supervisor()).post(URL, asked)

        assert not Job.objects.exists()

    def test_is_refused_to_who_may_not_count(self, cast, city, sign_in):
        answer = sign_in(cast.auditor()).post(URL, {"kind": "caseload_pdf"})

        assert answer.status_code == 403
        assert not Job.objects.exists()

    def test_is_not_done_by_following_a_link(self, cast, sign_in):
        assert sign_in(cast.manager()).get(URL).status_code == 405

    def test_sends_a_stranger_to_sign_in(self, client, db):
        assert client.post(URL).status_code == 302

    def test_is_checked_again_when_the_worker_makes_it(self, cast, city, sign_in):
        manager = cast.manager()
        sign_in(manager).post(URL, {**Question().as_params(), "kind": "caseload_pdf"})
        accounts.end_role(membership=manager.live_memberships[0], by=cast.system)
        accounts.give_role(
            user=manager, role="auditor", place=accounts.Place(cast.ovp), by=cast.system
        )

        run_job(job_id=str(Job.objects.get().pk))

        assert Job.objects.get().message == "not_allowed"
