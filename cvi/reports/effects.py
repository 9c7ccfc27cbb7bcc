"""What a change of a standard would touch, in numbers: for the page on which it is changed.

Only what is cheap to count is counted; a change that nobody can count says so by saying nothing.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from cvi.accounts.models import Membership
from cvi.cases.models import Case, Consent, Eligibility
from cvi.outreach.models import Contact
from cvi.standards.models import PhaseStandard, Standard, Threshold

DAYS_A_MONTH, DAYS_A_YEAR = 30, 365


def effect_of(standard: Standard, values: dict[str, Any]) -> list[str]:
    """Return in sentences what a change would touch; nothing where it can't be counted."""
    if isinstance(standard, PhaseStandard):
        return [_in_phase(standard)]
    count = COUNTS.get(standard.code)
    if not isinstance(standard, Threshold) or count is None:
        return []
    return [count(standard, standard.number, values["number"])]


def _in_phase(phase: PhaseStandard) -> str:
    cases = _cases_under(phase).filter(phase=phase.code).count()
    said = ngettext(
        "%(count)s open case is in this phase.", "%(count)s open cases are in this phase.", cases
    )
    return said % {"count": cases}


def _above(standard: Threshold, now: int, then: int) -> str:
    loads = _loads(standard)
    before, after = (sum(load > limit for load in loads) for limit in (now, then))
    said = ngettext(
        "%(after)s worker would be above; now %(before)s.",
        "%(after)s workers would be above; now %(before)s.",
        after,
    )
    return said % {"after": after, "before": before}


def _below(standard: Threshold, now: int, then: int) -> str:
    loads = _loads(standard)
    before, after = (sum(load < limit for load in loads) for limit in (now, then))
    said = ngettext(
        "%(after)s worker with open cases would be below; now %(before)s.",
        "%(after)s workers with open cases would be below; now %(before)s.",
        after,
    )
    return said % {"after": after, "before": before}


def _quiet(standard: Threshold, now: int, then: int) -> str:
    before, after = (_quiet_for(standard, days) for days in (now, then))
    said = ngettext(
        "%(after)s person would stand on Today as not reached; now %(before)s.",
        "%(after)s people would stand on Today as not reached; now %(before)s.",
        after,
    )
    return said % {"after": after, "before": before}


def _notes(_standard: Threshold, now: int, then: int) -> str:
    before, after = (
        Contact.objects.filter(occurred_at__lt=_ago(months * DAYS_A_MONTH)).count()
        for months in (now, then)
    )
    return _past(before, after)


def _consents(_standard: Threshold, now: int, then: int) -> str:
    before, after = (
        Consent.objects.filter(expires_on__lt=_ago(years * DAYS_A_YEAR).date()).count()
        for years in (now, then)
    )
    return _past(before, after)


def _answers(standard: Threshold, now: int, then: int) -> str:
    held = Eligibility.objects.filter(answers_gone_at=None, case__in=_cases_under(standard))
    before, after = (held.filter(assessed_at__lt=_ago(days)).count() for days in (now, then))
    return _past(before, after)


def _past(before: int, after: int) -> str:
    said = ngettext(
        "%(after)s record would be past its time; now %(before)s.",
        "%(after)s records would be past their time; now %(before)s.",
        after,
    )
    return said % {"after": after, "before": before}


def _ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def _cases_under(standard: Any) -> QuerySet[Case]:
    """Return the open cases for which a standard counts, as far as program and model tell."""
    of_program = Q(program=standard.program) if standard.program else Q()
    of_model = Q(team__model=standard.model) if standard.model else Q()
    return Case.objects.open().filter(of_program & of_model).order_by()


def _loads(standard: Threshold) -> list[int]:
    """Return how many open cases each worker has in each team for which the number counts."""
    cases = _cases_under(standard).exclude(worker=None)
    if standard.role:
        held = Membership.objects.live().filter(role=standard.role)
        cases = cases.filter(worker__in=held.order_by().values("user_id"))
    counts = cases.values("team_id", "worker_id").annotate(count=Count("pk"))
    return [row["count"] for row in counts]


def _quiet_for(standard: Threshold, days: int) -> int:
    since = _ago(days)
    reached = Contact.objects.reached().filter(case=OuterRef("pk"), occurred_at__gt=since)
    cases = _cases_under(standard).filter(program="outreach", opened_on__lt=since.date())
    return cases.filter(~Exists(reached)).count()


COUNTS: dict[str, Callable[[Threshold, int, int], str]] = {
    "caseload_max": _above,
    "caseload_min": _below,
    "criteria_purge_days": _answers,
    "keep_consent_years": _consents,
    "keep_contact_note_months": _notes,
    "quiet_days": _quiet,
}
