"""Which intakes are to be gone on with."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.today import ROWS, Due
from cvi.hospital.models import Encounter
from cvi.hospital.steps import step_url

FIRST = 1000  # someone is waiting in a bed


def due(user: User) -> Iterator[Due]:
    """Yield the intakes that were left, the newest first, to those who can go on with them."""
    if not user.holds(Permission.DO_BEDSIDE_INTAKE):
        return
    left = Encounter.objects.visible_to(user).unfinished().newest_first()
    left = left.filter(case__closed_on=None)
    for visit in left.select_related("case__participant", "case__team")[:ROWS]:
        yield Due(
            case=visit.case,
            reason=_("Intake not finished"),
            rank=FIRST,
            action_url=step_url(visit),
            action_label=_("Go on"),
        )
