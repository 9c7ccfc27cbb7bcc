"""Score screenings, and keep the plan to stay safe."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.keys import core_key, domain_key
from cvi.cases.models import Case, FollowUp, SafetyPlan, Screening
from cvi.cases.scoring import Points, is_danger, score
from cvi.cases.services.follow_ups import plan_follow_up
from cvi.standards.models import Instrument
from cvi.vault.models import Domain


@transaction.atomic
def record_screening(
    *,
    case: Case,
    instrument: Instrument,
    points: Points,
    language: str,
    taken_on: dt.date | None = None,
    by: User,
) -> Screening:
    """Keep the answers to a built-in instrument, score them, and act on a sign of danger.

    Args:
        case: whose screening it is.
        instrument: the version that was used.
        points: of each answered question, by its position as text; a skipped one is not in it.
        language: the language in which it was asked.
        taken_on: the day, by default today.
        by: who asked.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    total = score(instrument, points)
    row = _screening(case, instrument, language=language, on=taken_on, by=by)
    row.answers, row.total, row.band = dict(points), total, _band(instrument, total)
    audit.save(row, by=by, reason=Reason.SCREENING_RECORDED)
    if is_danger(instrument, points):
        day = timezone.localdate()
        plan_follow_up(case=case, kind=FollowUp.Kind.SAFETY, due_on=day, by=by)
    return row


def record_total(
    *,
    case: Case,
    instrument: Instrument,
    total: int,
    band: str = "",
    taken_on: dt.date | None = None,
    by: User,
) -> Screening:
    """Keep the total and the band of an instrument whose questions belong to others.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    row = _screening(case, instrument, language="en", on=taken_on, by=by)
    row.total, row.band = total, band
    return audit.save(row, by=by, reason=Reason.SCREENING_RECORDED)


def save_safety_plan(*, case: Case, parts: Mapping[str, str], by: User) -> SafetyPlan:
    """Write the plan to stay safe anew; the earlier wording stays in its history.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    plan = SafetyPlan.objects.filter(case=case).first()
    plan = plan or SafetyPlan(case=case, key=core_key(case))
    for name in SafetyPlan.PARTS:
        setattr(plan, name, parts.get(name, ""))
    plan.written_by, plan.written_at = by, timezone.now()
    return audit.save(plan, by=by, reason=Reason.SAFETY_PLAN_SAVED)


def _screening(
    case: Case, instrument: Instrument, *, language: str, on: dt.date | None, by: User
) -> Screening:
    row = Screening(case=case, instrument=instrument, language=language, taken_by=by)
    row.key = domain_key(case, Domain.MEDICAL)
    row.taken_on = on or timezone.localdate()
    return row


def _band(instrument: Instrument, total: int | None) -> str:
    band = None if total is None else instrument.band_of(total)
    return band.label_en if band else ""
