"""Which data key a record of a case is sealed under."""

from cvi.cases.models import Case
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import key_for


def core_key(case: Case) -> DataKey:
    """Return the data key of a case's participant for identity, narratives and goals."""
    return case.participant.key


def domain_key(case: Case, domain: Domain) -> DataKey:
    """Return the data key of a case's participant in another domain, minted when new."""
    participant = case.participant
    return key_for(domain=domain, realm=participant.agency_id, subject=participant.pk)
