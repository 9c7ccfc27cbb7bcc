"""What hospital-based violence intervention adds to a participant's timeline."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.cases.access import allows
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.hospital.models import Encounter
from cvi.hospital.values import Outcome
from cvi.vault.keyring import ring
from cvi.vault.models import Domain


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:
    """Yield the bedside visits, to those whose keys open what is medical, and to nobody else."""
    keys = ring()
    ours = [
        case
        for case in cases
        if case.program == Program.HOSPITAL
        and keys.opens(Domain.MEDICAL, case.participant.agency_id)
    ]
    if not ours:
        return
    visits = Encounter.objects.filter(case__in=ours).select_related("specialist").newest_first()
    may_read = {case.pk for case in ours if allows(reader, Permission.DO_BEDSIDE_INTAKE, case)}
    for visit in visits[:ENTRIES_PER_KIND]:
        text, who = str(Outcome(visit.outcome).label), visit.specialist.name
        url = (
            reverse("hospital:intake_review", args=[visit.pk]) if visit.case_id in may_read else ""
        )
        yield Entry(visit.started_at, "hospital", _("Bedside visit"), text, who, url)
