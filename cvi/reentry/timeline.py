"""What reentry adds to a participant's timeline."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.cases.access import allows
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.reentry.models import CustodyEpisode
from cvi.vault.ids import made_at


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:
    """Yield the stays in custody of the cases in which the reader records them."""
    own = [case for case in cases if _is_theirs(reader, case)]
    if not own:
        return
    for row in CustodyEpisode.objects.filter(case__in=own).newest_first()[:ENTRIES_PER_KIND]:
        yield Entry(
            made_at(row.pk),
            "calendar",
            gettext_lazy("Custody"),
            _text(row),
            url=reverse("reentry:custody_change", args=[row.pk]),
        )


def _text(row: CustodyEpisode) -> str:
    parts = [row.get_facility_kind_display(), row.facility]
    if row.released_on:
        parts.append(_("came home %(day)s") % {"day": _day(row.released_on)})
    elif row.projected_release_on:
        parts.append(_("expected home %(day)s") % {"day": _day(row.projected_release_on)})
    return " · ".join(part for part in parts if part)


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _is_theirs(reader: User, case: Case) -> bool:
    """Answer whether the reader works on custody in this case; others see its shared record."""
    is_reentry = case.program == Program.REENTRY
    return is_reentry and allows(reader, Permission.RECORD_CUSTODY, case)
