"""Record services delivered, and how it is going."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import WrongDay
from cvi.cases.models import Case, Goal, Need, ProgressRating, ServiceDelivered


@dataclass(frozen=True)
class Delivery:
    """What was done, how much of it, who paid, and what it was for."""

    type: str
    units: Decimal
    unit: str
    funding: list[str]
    delivered_on: dt.date = field(default_factory=timezone.localdate)
    format: str = ServiceDelivered.Format.INDIVIDUAL
    need: Need | None = None
    goal: Goal | None = None


def record_service(
    *, case: Case, delivery: Delivery, worker: User | None = None, by: User
) -> ServiceDelivered:
    """Record one service; `worker` delivered it, when it was not `by`.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: the day is to come, or before the case was opened.
    """
    case.require_open()
    _require_day_within(case, delivery.delivered_on)
    row = ServiceDelivered(case=case, delivered_by=worker or by)
    for name in Delivery.__dataclass_fields__:
        setattr(row, name, getattr(delivery, name))
    return audit.save(row, by=by, reason=Reason.SERVICE_RECORDED)


def rate_progress(*, case: Case, changes: Mapping[str, str], by: User) -> ProgressRating:
    """Say for each part of life whether it is better, the same or worse.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    row = ProgressRating(case=case, rated_by=by, **changes)
    return audit.save(row, by=by, reason=Reason.PROGRESS_RATED)


def _require_day_within(case: Case, day: dt.date) -> None:
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if day < case.opened_on:
        raise WrongDay(_("Check this date. It must not be before the case was opened."))
