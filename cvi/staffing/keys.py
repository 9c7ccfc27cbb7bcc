"""Which data key a record about a worker is sealed under."""

from cvi.accounts.access import own_subject
from cvi.accounts.models import Team, User
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import key_for


def staff_key(worker: User, team: Team) -> DataKey:
    """Return the key that a worker opens, and the supervisors of their agency."""
    return _key(Domain.STAFF_FILE, worker, team)


def wellbeing_key(worker: User, team: Team) -> DataKey:
    """Return the key that a worker opens, and nobody else."""
    return _key(Domain.WELLBEING, worker, team)


def _key(domain: Domain, worker: User, team: Team) -> DataKey:
    realm = team.agency_id
    return key_for(
        domain=domain, realm=realm, subject=own_subject(user_id=worker.pk, agency_id=realm)
    )
