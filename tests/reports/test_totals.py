"""Totals for a funder or a partner, and the refusal of anything about single people."""

import datetime as dt
import random
from collections import Counter
from io import BytesIO
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse, reverse_lazy
from openpyxl import load_workbook
from pypdf import PdfReader

from cvi.audit.models import AuditEvent
from cvi.cases.models import Case
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.reports import services
from cvi.reports import tasks as _handlers  # noqa: F401  they make the papers
from cvi.reports.caseload import CUTS, Caseload, Line, Place, Table
from cvi.reports.errors import TotalsOnly
from cvi.reports.measures import MEASURES
from cvi.reports.questions import Quarter, Question, past_quarters
from cvi.reports.receivers import Receiver
from cvi.reports.suppression import cells_to_hide
from cvi.reports.totals import HIDDEN, TIED, _linked, totals_of
from cvi.standards.models import Threshold
from tests.reports.test_suppression import attack

PAGE = reverse_lazy("reports:caseload")
URL = reverse_lazy("reports:caseload_download")
ROWS = "caseload_xlsx"


@pytest.fixture
def quarter():
    return past_quarters()[0]


@pytest.fixture
def last_quarter(cast, quarter):
    """Thirteen cases of one team and three of another, all opened in the last whole quarter."""
    mine = [cast.case() for _number in range(13)]
    few = [cast.case(None, cast.hill_team) for _number in range(3)]
    Case.objects.update(opened_on=quarter.first)
    return mine, few


@pytest.fixture
def ask(sign_in, django_capture_on_commit_callbacks):
    """Return a function that presses the button, and lets the worker work."""

    def asked(user, **chosen):
        data = {**Question().as_params(), "receiver": "funder", **chosen}
        with django_capture_on_commit_callbacks(execute=True):
            return sign_in(user).post(URL, data)

    return asked


@pytest.fixture
def download(ask, sign_in):
    """Return a function that asks, waits and downloads."""

    def downloaded(user, **chosen):
        job_id = ask(user, **chosen).url.split("/")[-2]
        answer = sign_in(user).post(reverse("papers:job_download", args=[job_id]))
        return BytesIO(answer.getvalue())

    return downloaded


def refusals():
    said_no = {"action": "disclosed", "resource": "reports.caseload", "outcome": "not_allowed"}
    return [event.detail for event in AuditEvent.objects.filter(**said_no)]


def rows_of(book, name):
    return [list(row) for row in book[name].values]


class TestRowsForSomeoneOutside:
    """Worked example 12."""

    @pytest.mark.parametrize("receiver", ["funder", "partner"])
    def test_are_refused_by_the_page_beside_the_field(self, cast, city, ask, sign_in, receiver):
        manager = cast.manager()

        answer = ask(manager, kind=ROWS, receiver=receiver)

        page = sign_in(manager).get(answer.url)
        assert "28 CFR 94.115" in str(page.context["download"].errors["kind"])
        assert "as codes, encrypted and hashed too" in page.content.decode()
        assert not Job.objects.exists()
        assert refusals() == [{"kind": ROWS, "receiver": receiver}]

    def test_lead_to_the_totals_right_there(self, cast, city, ask, sign_in, quarter):
        manager = cast.manager()
        page = sign_in(manager).get(ask(manager, kind=ROWS, quarter=str(quarter.first)).url)

        text = page.content.decode()
        answer = ask(manager, kind="totals_xlsx", quarter=str(quarter.first))

        assert "You can have totals instead" in text
        assert f'name="quarter" value="{quarter.first}"' in text
        assert answer.url == reverse("papers:job", args=[Job.objects.get().pk])

    def test_keep_the_filters_that_were_chosen(self, cast, city, ask, sign_in):
        manager = cast.manager()

        answer = ask(manager, kind=ROWS, team=str(cast.hill_team.pk))

        page = sign_in(manager).get(answer.url)
        assert page.context["question"]["team"] == str(cast.hill_team.pk)

    @pytest.mark.parametrize("kind", ["caseload_csv", "hashed_xlsx", "encrypted", ""])
    def test_have_no_other_form(self, cast, city, ask, kind):
        ask(cast.manager(), kind=kind)

        assert not Job.objects.exists()

    def test_are_refused_by_the_service(self, cast, quarter):
        with pytest.raises(TotalsOnly):
            services.ask_for_totals(
                kind=ROWS, receiver=Receiver.FUNDER, quarter=quarter, by=cast.manager()
            )

        assert refusals() == [{"kind": ROWS, "receiver": "funder"}]
        assert not Job.objects.exists()

    @pytest.mark.parametrize("kind", [Job.Kind.CASELOAD_XLSX, Job.Kind.CASELOAD_PDF])
    def test_are_refused_by_the_worker(self, cast, city, kind):
        params = {**Question().as_params(), "receiver": "funder"}
        job = papers.start_job(kind=kind, params=params, by=cast.manager())

        papers.run_job.call_local(job_id=str(job.pk))

        job.refresh_from_db()
        assert (job.state, job.message, job.key) == ("failed", "not_allowed", None)
        assert refusals() == [{"kind": kind.value, "receiver": "funder"}]

    def test_leave_a_line_that_can_be_read(self, cast, city, ask, sign_in):
        ask(cast.manager(), kind=ROWS)

        page = sign_in(cast.auditor()).get(reverse("reports:trail"), {"outcome": "refused"})

        assert "caseload report" in page.content.decode()


class TestSpreadsheet:
    def test_hides_small_numbers_and_what_gives_them_away(self, cast, last_quarter, download):
        book = load_workbook(download(cast.manager(), kind="totals_xlsx"))

        header, harbor, hill, total = rows_of(book, "By team")
        opened = header.index("Opened")
        assert (harbor[opened], hill[opened], total[opened]) == ("hidden", "hidden", 16)
        assert total[header.index("Closed")] == 0

    def test_has_no_row_for_a_person(self, cast, last_quarter, download):
        book = load_workbook(download(cast.manager(), kind="totals_xlsx"))

        words = " ".join(str(cell) for page in book for row in page.values for cell in row)
        codes = [case.participant.code for cases in last_quarter for case in cases]
        assert book.sheetnames == ["About", "By program", "By team"]
        assert "Totals only. Small numbers are hidden." in words
        assert "Internal" not in words
        assert not [code for code in codes if code in words]

    def test_hides_less_from_a_partner(self, cast, last_quarter, download):
        Threshold.objects.filter(code="small_cell_partner").update(number=3, lowest=3)

        book = load_workbook(download(cast.manager(), kind="totals_xlsx", receiver="partner"))

        assert [row[2] for row in rows_of(book, "By team")] == ["Opened", 13, 3, 16]

    def test_shows_our_own_office_everything(self, cast, city, download):
        book = load_workbook(download(cast.manager(), kind="totals_xlsx", receiver="office"))

        words = " ".join(str(cell) for row in book["About"].values for cell in row)
        assert rows_of(book, "By team")[-1] == ["Total", 3, 2, 1, 3, 1, 1]
        assert "Internal: do not pass on" in words

    def test_leaves_the_filters_aside_for_others(self, cast, last_quarter, download):
        filters = {"team": str(cast.harbor_team.pk)}

        book = load_workbook(download(cast.manager(), kind="totals_xlsx", **filters))

        assert rows_of(book, "By team")[-1][2] == 16

    def test_can_be_made_of_nothing(self, cast, download):
        book = load_workbook(download(cast.manager(), kind="totals_xlsx"))

        assert rows_of(book, "By team")[1:] == [["Total", 0, 0, 0, 0, 0, 0]]


class TestPdf:
    def test_says_on_every_page_that_small_numbers_are_hidden(self, cast, last_quarter, download):
        paper = PdfReader(download(cast.manager(), kind="caseload_pdf"))

        for page in paper.pages:
            assert "Totals only. Small numbers are hidden." in page.extract_text()

    def test_has_totals_and_no_follow_up_of_anyone(self, cast, last_quarter, overdue, download):
        overdue(last_quarter[0][0], days=100)

        paper = PdfReader(download(cast.manager(), kind="caseload_pdf"))

        text = " ".join(page.extract_text() for page in paper.pages)
        assert "Total 16 16 0 hidden 0 0" in text
        assert "the oldest first" not in text
        assert last_quarter[0][0].participant.code not in text


class TestAsking:
    def test_leaves_a_line_with_receiver_and_quarter(self, cast, city, ask, quarter):
        ask(cast.manager(), kind="caseload_pdf")

        line = AuditEvent.objects.get(action="created", resource="papers.job")
        assert line.detail["receiver"] == "funder"
        assert line.detail["quarter"] == str(quarter.first)

    def test_is_not_a_supervisors_to_do(self, cast, city, ask, quarter):
        supervisor = cast.supervisor()

        ask(supervisor, kind="totals_xlsx")

        assert not Job.objects.exists()
        with pytest.raises(PermissionDenied):
            services.ask_for_totals(
                kind="totals_xlsx", receiver=Receiver.FUNDER, quarter=quarter, by=supervisor
            )

    def test_shows_a_supervisor_no_choice_of_receiver(self, cast, city, sign_in):
        form = sign_in(cast.supervisor()).get(PAGE).context["download"]

        assert [field.name for field in form.visible_fields()] == ["kind"]

    @pytest.mark.parametrize("day", ["2026-02-31", "0001-01-01", "x", "9999-12-31", "\0"])
    def test_for_days_that_are_no_quarter_starts_nothing(self, cast, city, ask, day):
        ask(cast.manager(), kind="totals_xlsx", quarter=day)

        assert not Job.objects.exists()

    def test_for_a_quarter_that_is_not_over_is_refused(self, cast, today):
        with pytest.raises(PermissionDenied):
            services.ask_for_totals(
                kind="totals_xlsx",
                receiver=Receiver.FUNDER,
                quarter=Quarter.of(today),
                by=cast.manager(),
            )

    def test_is_checked_again_by_the_worker(self, cast, today):
        params = {"receiver": "funder", "quarter": str(today)}
        job = papers.start_job(kind=Job.Kind.TOTALS_XLSX, params=params, by=cast.manager())

        papers.run_job.call_local(job_id=str(job.pk))

        assert Job.objects.get().message == "not_allowed"

    @pytest.mark.parametrize("query", ["receiver=x", "receiver=funder&kind=x&quarter=\0"])
    def test_by_an_odd_address_shows_the_page(self, cast, city, sign_in, query):
        assert sign_in(cast.manager()).get(f"{PAGE}?{query}").status_code == 200


class TestQuarters:
    @pytest.mark.parametrize(
        ("day", "first", "last"),
        [
            (dt.date(2024, 2, 29), dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
            (dt.date(2026, 6, 30), dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
            (dt.date(2026, 12, 1), dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ],
    )
    def test_are_three_months_of_the_calendar(self, day, first, last):
        assert Quarter.of(day) == (first, last)

    def test_do_not_overlap(self):
        quarters = past_quarters()

        for later, earlier in pairwise(quarters):
            assert earlier.last + dt.timedelta(days=1) == later.first


def random_caseload(chance):
    """Return a caseload of random places whose cases were opened before or in the period."""
    counts = {}
    for worker in range(chance.randint(1, 10)):
        place = Place(chance.choice("ab"), chance.choice("uvwx"), str(worker))
        open_, closed = chance.randint(0, 18), chance.choice([0, 0, 1, 3, 12])
        opened = chance.randint(0, open_ + closed)
        counted = {"open": open_, "closed": closed, "opened": opened}
        counts[place] = Counter(counted, overdue=chance.randint(0, 12))
    tables = []
    for number, (cut, title, header) in enumerate(CUTS):
        codes = sorted({place[number] for place in counts})
        lines = [Line(code, code, _sum(counts, number, code)) for code in codes]
        tables.append(Table(cut, title, header, lines))
    return Caseload(tables, totals=_sum(counts), counts=counts)


def _sum(counts, number=0, code=None):
    parts = [c for place, c in counts.items() if code is None or place[number] == code]
    return [sum(part[measure.code] for part in parts) for measure in MEASURES]


class TestAttack:
    @pytest.mark.parametrize("seed", range(12))
    def test_over_all_tables_of_a_paper_finds_nothing(self, seed):
        caseload = random_caseload(random.Random(seed))  # noqa: S311
        for group in (TIED, ("overdue",)):
            paper = _linked(caseload, group)

            hidden = cells_to_hide(paper, 11)

            for cell in hidden:
                least, most = attack(paper, hidden, cell)
                assert most > least
                assert paper.printed[cell] > 10 or most >= 10

    def test_meets_one_word_for_all_that_is_hidden(self):
        caseload = random_caseload(random.Random(3))  # noqa: S311

        given = totals_of(caseload, threshold=11)

        numbers = [n for table in given.tables for line in table.lines for n in line.numbers]
        assert {n for n in numbers if not isinstance(n, int)} == {HIDDEN}
        assert not [n for n in numbers if isinstance(n, int) and 0 < n < 11]
