"""The visits that are planned."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.today import ROWS, Due
from cvi.gvi.models import CustomNotification
from cvi.gvi.values import Result

AHEAD_DAYS = 7


def due(user: User) -> Iterator[Due]:
    """Yield the visits that are late or planned for the next 7 days."""
    if not user.holds(Permission.PLAN_NOTIFICATION):
        return
    today = timezone.localdate()
    rows = CustomNotification.objects.visible_to(user).filter(
        case__closed_on=None,
        result__in=[Result.PLANNED, Result.ATTEMPTED],
        planned_on__lte=today + dt.timedelta(days=AHEAD_DAYS),
    )
    for row in rows.select_related("case__participant").order_by("planned_on")[:ROWS]:
        day = date_format(row.planned_on, "MONTH_DAY_FORMAT")
        yield Due(
            case=row.case,
            reason=_("Visit planned for %(day)s") % {"day": day},
            rank=100 + (today - row.planned_on).days,
            action_url=reverse("gvi:notification_visit", args=[row.pk]),
            action_label=_("Say how it went"),
            is_late=row.is_overdue,
        )
