"""Mint data keys and destroy them."""

import os
import uuid
from functools import cache

from cvi.vault.errors import MasterKeyMissing
from cvi.vault.keyring import ring
from cvi.vault.master import master
from cvi.vault.models import DataKey, Domain, KekRecord


def mint_key(*, domain: Domain, realm: uuid.UUID, subject: uuid.UUID) -> DataKey:
    """Make the data key of `subject` in `domain`, for the agency `realm`.

    Raises:
        MasterKeyMissing: the active master key is not the one that was used here before.
    """
    kek = master().active_kek
    _require_known_kek(kek, master().check_value(kek))
    data_key = os.urandom(32)
    row = DataKey(kek=kek, domain=domain, realm=realm, subject=subject)
    row.wrapped = master().wrap(kek, row.pk, data_key)
    row.save(force_insert=True)
    ring().put(row.pk, data_key)
    return row


def key_for(*, domain: Domain, realm: uuid.UUID, subject: uuid.UUID) -> DataKey:
    """Return the data key of `subject` in `domain`, minted when there is none yet."""
    row = DataKey.objects.filter(subject=subject, domain=domain).first()
    return row or mint_key(domain=domain, realm=realm, subject=subject)


def destroy_key(*, key: DataKey) -> DataKey:
    """Destroy a data key: nothing that was sealed under it can ever be read again."""
    key.wrapped, key.state = None, DataKey.State.DESTROYED
    key.save(update_fields=["wrapped", "state"])
    return key


@cache
def _require_known_kek(kek: int, check_value: bytes) -> None:
    """Remember a new master key; refuse another key under an old id. Asked once a process."""
    record, _is_new = KekRecord.objects.get_or_create(pk=kek, defaults={"check_value": check_value})
    if bytes(record.check_value) != check_value:
        raise MasterKeyMissing(f"Master key {kek} is another one than before; nothing was changed")
