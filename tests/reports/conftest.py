"""A caseload that is small enough to count by hand."""

import datetime as dt

import pytest
from django.utils import timezone

from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.outreach.models import Contact


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def ago(today):
    """Return a function that says which day was so many days ago."""
    return lambda days: today - dt.timedelta(days=days)


@pytest.fixture
def overdue(cast, ago):
    """Return a function that plans a follow-up that should have been done."""

    def planned(case, days=3):
        kind, by = "check_in", cast.system
        return cases.plan_follow_up(case=case, kind=kind, due_on=ago(days), by=by)

    return planned


@pytest.fixture
def contact(cast):
    """Return a function that puts a contact of yesterday on a case."""

    def logged(case, outcome="reached", days=1):
        at = timezone.now() - dt.timedelta(days=days)
        made = Contact(case=case, worker=cast.system, occurred_at=at, mode="call", outcome=outcome)
        made.key = case.participant.key
        made.save()
        return made

    return logged


@pytest.fixture
def city(cast, ago, overdue, contact):
    """Four cases: two of Mo's (one closed), one of nobody's, one of another agency's."""
    mo = cast.messenger()
    mine, over = cast.case(worker=mo), cast.case(worker=mo)
    nobodys, other = cast.case(), cast.case(cast.messenger("hank", cast.hill_team), cast.hill_team)
    Case.objects.filter(pk=other.pk).update(opened_on=ago(100))
    Case.objects.filter(pk=over.pk).update(opened_on=ago(90))
    over.refresh_from_db()
    cases.close_case(case=over, status=Case.Status.GRADUATED, closed_on=ago(5), by=cast.system)
    overdue(mine)
    overdue(mine, days=40)
    overdue(nobodys, days=0)
    overdue(other)
    contact(mine)
    contact(mine, outcome="no_answer")
    contact(mine, days=60)
    return {"mine": mine, "over": over, "nobodys": nobodys, "other": other, "mo": mo}
