"""What GVI adds to a participant's timeline."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.cases.access import allows
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.gvi.models import CustomNotification
from cvi.gvi.values import Why
from cvi.vault.ids import made_at


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:
    """Yield the custom notifications of the cases in which the reader plans them."""
    own = [case for case in cases if _is_theirs(reader, case)]
    if not own:
        return
    rows = CustomNotification.objects.filter(case__in=own).newest_first()[:ENTRIES_PER_KIND]
    for row in rows:
        day = date_format(row.planned_on, "MONTH_DAY_FORMAT")
        parts = [Why(row.why).label, day, row.get_result_display()]
        if row.response:
            parts.append(row.get_response_display())
        text = " · ".join(str(part) for part in [*parts, row.note] if part)
        yield Entry(made_at(row.pk), "bell", _("Custom notification"), text)


def _is_theirs(reader: User, case: Case) -> bool:
    """Answer whether the reader holds the GVI key of a case; others see its shared record only."""
    is_gvi = case.program == Program.GVI
    return is_gvi and allows(reader, Permission.PLAN_NOTIFICATION, case)
