"""Work phones: read for those who must call now, one key for each person, nothing else opened."""

from collections.abc import Iterable
from uuid import UUID

from cvi.accounts.models import User
from cvi.alerts.models import WorkPhone
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain


def numbers_of(users: Iterable[User]) -> dict[UUID, str]:
    """Return the work phone of each of some people who has one. Two queries, however many."""
    rows = list(WorkPhone.objects.filter(user__in=list(users)).select_related("key"))
    scopes = [(Domain.STAFF.value, row.key.realm, row.user_id) for row in rows]
    with open_ring(scopes):
        fresh = WorkPhone.objects.filter(pk__in=[row.pk for row in rows])
        return {row.user_id: row.number for row in fresh}


def who_has_one(users: Iterable[User]) -> set[UUID]:
    """Return which of some people have a work phone."""
    rows = WorkPhone.objects.filter(user__in=list(users))
    return set(rows.values_list("user_id", flat=True))
