"""What hospital-based violence intervention adds to a participant's timeline."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Program
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.hospital.models import Encounter
from cvi.hospital.values import Outcome
from cvi.vault.keyring import ring
from cvi.vault.models import Domain


def entries(cases: list[Case]) -> Iterator[Entry]:
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
    for visit in visits[:ENTRIES_PER_KIND]:
        text = str(Outcome(visit.outcome).label)
        kind = _("Bedside visit")
        yield Entry(visit.started_at, "hospital", kind, text, visit.specialist.name)
