"""Which data key a record of a case is sealed under."""

from uuid import UUID

from cvi.cases.models import Case, Merge
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import key_for


def core_key(case: Case) -> DataKey:
    """Return the data key of a case's participant for identity, narratives and goals."""
    return case.participant.key


def domain_key(case: Case, domain: Domain) -> DataKey:
    """Return the data key of a case's participant in another domain, minted when new."""
    participant = case.participant
    return key_for(domain=domain, realm=participant.agency_id, subject=participant.pk)


def subjects_of(participant_id: UUID) -> list[UUID]:
    """Return whose keys a participant's file is sealed under: theirs, and of files merged in."""
    merged = Merge.objects.standing().filter(keep=participant_id).order_by("pk")
    return [participant_id, *merged.values_list("drop_id", flat=True)]


def keys_about(participant_id: UUID) -> list[DataKey]:
    """Return every data key of a participant. To forget someone, destroy them all."""
    return list(DataKey.objects.filter(subject__in=subjects_of(participant_id)).order_by("pk"))
