"""What the caseload report counts. A measure is a set of rows, so every number has its rows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cvi.accounts.models import end_of
from cvi.cases.models import Case, FollowUp
from cvi.outreach.models import Contact
from cvi.outreach.values import Outcome
from cvi.papers.xlsx import Text
from cvi.reports.questions import Question

VERSION = "1"

Cases = QuerySet[Case]
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Measure:
    """One column: its name, how it is counted, the rows that count, the way from row to case."""

    code: str
    label: Text
    method: Text
    rows: Callable[[Cases, Question], Rows]
    way: str = ""


def open_cases(cases: Cases, question: Question) -> Rows:
    """Keep the cases that are open at the end of the last day.

    Source: our own rule, domain.md 7.3 (caseload per worker).
    """
    return cases.filter(Q(closed_on=None) | Q(closed_on__gt=question.last))


def opened_cases(cases: Cases, question: Question) -> Rows:
    """Keep the cases that were opened in the period.

    Source: our own rule, after "new admissions in period" (OJJDP, domain.md 2.0).
    """
    return cases.filter(opened_on__range=(question.first, question.last))


def closed_cases(cases: Cases, question: Question) -> Rows:
    """Keep the cases that were closed in the period.

    Source: our own rule, after "cases closed in period" (OJJDP, domain.md 2.0).
    """
    return cases.filter(closed_on__range=(question.first, question.last))


def average_stay(cases: Cases, question: Question) -> int | None:
    """Return the average length of stay in days, of the cases closed in the period.

    Source: OJJDP Title II (domain.md 2.0): days from intake to exit, of those who left, divided by
    the cases closed in the period. None where none was closed.
    """
    dates = closed_cases(cases, question).order_by().values_list("opened_on", "closed_on")
    days = [(closed_on - opened_on).days for opened_on, closed_on in dates]
    return round(sum(days) / len(days)) if days else None


def overdue_follow_ups(cases: Cases, question: Question) -> Rows:
    """Keep the follow-ups of open cases that were due before the last day and not done by its end.

    Source: our own rule; the same as Today shows a worker.
    """
    not_done = Q(done_at=None) | Q(done_at__date__gt=question.last)
    due = FollowUp.objects.filter(not_done, due_on__lt=question.last)
    return due.filter(case__in=open_cases(cases, question))


def contacts_reached(cases: Cases, question: Question) -> Rows:
    """Keep the contacts of the period in which the participant was reached.

    Source: our own rule, domain.md 1.2.3: tries are work, and are counted apart.
    """
    return _contacts(cases, question).filter(outcome=Outcome.REACHED)


def contacts_tried(cases: Cases, question: Question) -> Rows:
    """Keep the tries of the period that did not reach the participant.

    Source: our own rule, domain.md 1.2.3.
    """
    return _contacts(cases, question).exclude(outcome=Outcome.REACHED)


def _contacts(cases: Cases, question: Question) -> Rows:
    since, until = end_of(question.first - dt.timedelta(days=1)), end_of(question.last)
    return Contact.objects.filter(occurred_at__gte=since, occurred_at__lt=until, case__in=cases)


MEASURES = (
    Measure("open", _("Open cases"), _("Open at the end of the last day."), open_cases),
    Measure("opened", pgettext_lazy("cases", "Opened"), _("Opened in the period."), opened_cases),
    Measure(
        "closed",
        pgettext_lazy("cases", "Closed"),
        _("Graduated or closed in the period."),
        closed_cases,
    ),
    Measure(
        "overdue",
        _("Overdue follow-ups"),
        _("Due before the last day and not done by its end, in open cases."),
        overdue_follow_ups,
        way="case__",
    ),
    Measure(
        "reached",
        _("Contacts, reached"),
        _("In the period, whoever made the contact."),
        contacts_reached,
        way="case__",
    ),
    Measure(
        "tried",
        _("Tries, not reached"),
        _("In the period, whoever tried."),
        contacts_tried,
        way="case__",
    ),
)

METHOD = _(
    "A person in two programs, or known to two agencies, is one case in each. A case counts for "
    "the team and the worker that it has now. Numbers of fewer than eleven are shown: this paper "
    "is internal."
)

METHOD_OF_TOTALS = _(
    "A person in two programs, or known to two agencies, is one case in each. A case counts for "
    "the team and the worker that it has now. Small numbers are hidden, and others with them "
    "where a sum would give a small one away. Zeros are shown."
)
