"""Write down where someone is not safe."""

from django.db import transaction
from django.utils import timezone

from cvi.accounts.models import User, Zone
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.keys import core_key
from cvi.cases.models import Case
from cvi.referrals.models import UnsafeAreas


@transaction.atomic
def save_unsafe_areas(
    *, case: Case, zones: list[Zone], avoids_police: bool, by: User
) -> UnsafeAreas:
    """Say where a participant is not safe, in place of what was said before.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    first, *others = [*UnsafeAreas.objects.filter(participant=case.participant_id), None]
    row = first or UnsafeAreas(participant=case.participant, key=core_key(case))
    row.zones, row.avoids_police = sorted(str(zone.pk) for zone in zones), avoids_police
    row.written_by, row.written_at = by, timezone.now()
    for other in others:
        if other is not None:
            audit.delete(other, by=by, reason=Reason.UNSAFE_AREAS_SAVED)
    return audit.save(row, by=by, reason=Reason.UNSAFE_AREAS_SAVED)
