"""The reports as files. Run by the worker, with the owner's keys and the owner's sight."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.access import require_holds
from cvi.accounts.roles import Permission
from cvi.cases.access import open_participant
from cvi.papers import services as papers
from cvi.papers.handlers import makes
from cvi.papers.models import Job
from cvi.papers.pdf import render_pdf
from cvi.papers.xlsx import Cell, Sheet, Text, write_workbook
from cvi.reports import caseload, disclosures, lookers, rows, totals
from cvi.reports.access import open_subject
from cvi.reports.measures import MEASURES, METHOD, METHOD_OF_TOTALS, VERSION, Cases
from cvi.reports.questions import Places, Quarter, Question
from cvi.reports.receivers import (
    THRESHOLDS,
    Receiver,
    receiver_of,
    require_office,
    require_over,
)
from cvi.standards import reading as standards

PDF_ROWS = 2000
INTERNAL = gettext_lazy("Internal: do not pass on")
TOTALS_ONLY = gettext_lazy("Totals only. Small numbers are hidden.")


@makes(Job.Kind.CASELOAD_XLSX)
def make_caseload_spreadsheet(job: Job) -> Iterable[bytes]:
    """Write the counts and every case behind them, by code."""
    cases, question, places = _asked(job)
    counted = caseload.count_caseload(cases, question, places)
    about = _about(job, places.sentence(question))
    listed = _case_rows(job, cases, question, places=places)
    sheets = [
        *(_sheet_of(table, counted.totals) for table in counted.tables),
        Sheet(_("Cases"), rows.CASE_COLUMNS, listed),
    ]
    return [write_workbook(title=_("Caseload report"), about=about, sheets=sheets)]


@makes(Job.Kind.CASELOAD_PDF)
def make_caseload_pdf(job: Job) -> Iterable[bytes]:
    """Draw the counts and the exceptions: what is overdue, at most 2,000 rows."""
    cases, question, places = _asked(job)
    counted = caseload.count_caseload(cases, question, places)
    overdue = rows.overdue_rows(cases, question, places=places, limit=PDF_ROWS)
    papers.report_progress(job=job, percent=30, message=Job.Message.DRAWING)
    context: dict[str, Any] = {
        "title": _("Caseload report"),
        "question": places.sentence(question),
        "stamp": _stamp(job),
        "method": METHOD,
        "measures": MEASURES,
        "caseload": counted,
        "chart": caseload.overdue_chart(counted),
        "overdue": overdue,
        "overdue_total": caseload.total(counted, "overdue"),
    }
    return [render_pdf("pdf/caseload.html", context)]


@makes(Job.Kind.TOTALS_XLSX)
def make_totals_spreadsheet(job: Job) -> Iterable[bytes]:
    """Write the counts alone: all of them for the office, without the small ones for others."""
    title = _("Totals")
    if receiver_of(job) == Receiver.OFFICE:
        cases, question, places = _asked(job)
        counted = caseload.count_caseload(cases, question, places)
        sheets = [_sheet_of(table, counted.totals) for table in counted.tables]
        about = _about(job, places.sentence(question))
        return [write_workbook(title=title, about=about, sheets=sheets)]
    given, sentence = _totals(job)
    sheets = [_sheet_of(table, given.totals) for table in given.tables]
    about = _about(job, sentence, label=TOTALS_ONLY, method=METHOD_OF_TOTALS)
    return [write_workbook(title=title, about=about, sheets=sheets)]


@makes(Job.Kind.TOTALS_PDF)
def make_totals_pdf(job: Job) -> Iterable[bytes]:
    """Draw the counts for someone outside, without the small ones."""
    given, sentence = _totals(job)
    papers.report_progress(job=job, percent=50, message=Job.Message.DRAWING)
    context = {
        "title": _("Totals"),
        "label": TOTALS_ONLY,
        "question": sentence,
        "stamp": _stamp(job),
        "method": METHOD_OF_TOTALS,
        "measures": MEASURES,
        "given": given,
    }
    return [render_pdf("pdf/totals.html", context)]


@makes(Job.Kind.ACCESS_PDF)
def make_access_paper(job: Job) -> Iterable[bytes]:
    """Draw, in plain words and the participant's language, who saw their file and what left."""
    person = open_participant(job.owner, _subject(job), to=Permission.VIEW_ACCESS_LOG)
    papers.report_progress(job=job, percent=20, message=Job.Message.COUNTING)
    search = lookers.search_of(person, reader=job.owner)
    lines = lookers.paper_lines(search)
    left = disclosures.rows_about(person, hidden=search.hidden)
    papers.report_progress(job=job, percent=50, message=Job.Message.DRAWING)
    context = {
        "title": _("Who saw my file"),
        "person": person,
        "lines": lines,
        "disclosures": left,
        "stamp": _("Made on %(day)s for %(code)s.") % {"day": _today(), "code": person.code},
    }
    return [render_pdf("pdf/access.html", context)]


@makes(Job.Kind.DISCLOSURES_PDF)
def make_disclosures_pdf(job: Job) -> Iterable[bytes]:
    """Draw what left about a participant in six years, by code."""
    person = open_subject(job.owner, _subject(job))
    papers.report_progress(job=job, percent=20, message=Job.Message.COUNTING)
    hidden = lookers.hidden_from(job.owner, person)
    left = disclosures.rows_about(person, hidden=hidden)
    papers.report_progress(job=job, percent=50, message=Job.Message.DRAWING)
    since = date_format(disclosures.first_moment(), "SHORT_DATE_FORMAT")
    parts = {"code": person.code, "first": since, "last": _today()}
    context = {
        "title": _("What left about one participant"),
        "question": _("What left about %(code)s, %(first)s to %(last)s.") % parts,
        "disclosures": left,
        "stamp": _stamp(job),
    }
    return [render_pdf("pdf/disclosures.html", context)]


def _subject(job: Job) -> UUID:
    return UUID(job.params["participant"])


def _today() -> str:
    return date_format(timezone.localdate(), "SHORT_DATE_FORMAT")


def _asked(job: Job) -> tuple[Cases, Question, Places]:
    """Check the owner's right and the receiver again, and read what was asked for."""
    require_office(job)
    require_holds(job.owner, Permission.VIEW_CASELOAD_REPORT)
    papers.report_progress(job=job, percent=5, message=Job.Message.COUNTING)
    cases = caseload.reportable_cases(job.owner)
    return cases, Question.of_params(job.params), caseload.places_of(cases)


def _totals(job: Job) -> tuple[totals.Totals, str]:
    """Check the owner's right again, count a whole quarter, and hide what is small."""
    require_holds(job.owner, Permission.GIVE_TOTALS)
    quarter = Quarter.of(dt.date.fromisoformat(job.params["quarter"]))
    require_over(quarter)
    papers.report_progress(job=job, percent=5, message=Job.Message.COUNTING)
    cases, question = caseload.reportable_cases(job.owner), Question(**quarter._asdict())
    places = caseload.places_of(cases)
    counted = caseload.count_caseload(cases, question, places)
    papers.report_progress(job=job, percent=20, message=Job.Message.COUNTING)
    threshold = standards.number(THRESHOLDS[receiver_of(job)])
    return totals.totals_of(counted, threshold=threshold), places.sentence(question)


def _about(
    job: Job, sentence: str, *, label: Text = INTERNAL, method: Text = METHOD
) -> list[tuple[Text, Text]]:
    return [
        (_("What this counts"), sentence),
        (_("For"), label),
        (_("Made"), _stamp(job)),
        (_("How it is counted"), method),
        *((measure.label, measure.method) for measure in MEASURES),
    ]


def _case_rows(
    job: Job, cases: Cases, question: Question, *, places: Places
) -> Iterator[list[Cell]]:
    ids = rows.case_ids(cases, question)
    for number, chunk in enumerate(rows.chunks(ids)):
        percent = 10 + 85 * number * rows.CHUNK // len(ids)
        papers.report_progress(job=job, percent=percent, message=Job.Message.WRITING)
        yield from rows.case_rows(chunk, cases, question, places=places)


def _sheet_of(table: caseload.Table | totals.Shown, sums: Sequence[Cell]) -> Sheet:
    columns: list[tuple[Text, int]] = [(table.header, 40)]
    columns += [(measure.label, 14) for measure in MEASURES]
    lines: list[list[Cell]] = [[line.label, *line.numbers] for line in table.lines]
    return Sheet(table.title, columns, [*lines, [_("Total"), *sums]])


def _stamp(job: Job) -> str:
    now = timezone.localtime()
    parts = {
        "user": str(job.owner),
        "at": f"{date_format(now, 'SHORT_DATE_FORMAT')}, {date_format(now, 'H:i')}",
        "job": job.pk,
        "version": VERSION,
    }
    return _("Made for %(user)s, %(at)s. Export %(job)s. Measures: version %(version)s.") % parts
