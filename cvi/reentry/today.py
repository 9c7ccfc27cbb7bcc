"""Who comes home soon."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.today import ROWS, Due
from cvi.reentry.models import CustodyEpisode

AHEAD_DAYS = 30


def due(user: User) -> Iterator[Due]:
    """Yield the people expected home within 30 days, the soonest first."""
    if not user.holds(Permission.RECORD_CUSTODY):
        return
    today = timezone.localdate()
    soon = today + dt.timedelta(days=AHEAD_DAYS)
    rows = CustodyEpisode.objects.visible_to(user).filter(
        case__closed_on=None, released_on=None, projected_release_on__lte=soon
    )
    ordered = rows.select_related("case__participant").order_by("projected_release_on")
    for row in ordered[:ROWS]:
        day = row.projected_release_on or today
        yield Due(
            case=row.case,
            reason=_("Expected home %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")},
            rank=90 + (today - day).days,
            action_url=reverse("reentry:custody_change", args=[row.pk]),
            action_label=_("Open"),
            is_late=day < today,
        )
