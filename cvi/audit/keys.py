"""What happens to keys, on the trail. The vault knows no trail, so this stands above it."""

from uuid import UUID

from django.db import transaction

from cvi.audit.models import AuditEvent
from cvi.audit.reasons import Reason
from cvi.audit.services import Action, Actor, insert, record
from cvi.vault import services as vault
from cvi.vault.errors import MasterKeyMissing
from cvi.vault.master import master
from cvi.vault.models import DataKey, KekRecord


def destroy_key(*, key: DataKey, by: Actor) -> DataKey:
    """Destroy a data key and leave its line: nothing sealed under it can be read again."""
    detail = {"domain": key.domain}
    with transaction.atomic():
        record(Action.DELETED, key, by=by, reason=Reason.KEY_DESTROYED, detail=detail)
        return vault.destroy_key(key=key)


def note_master_key() -> None:
    """Leave a line when the master key in use is one that the trail has not seen yet.

    A keyring is made before there is a database, and by hand; this is how its use is seen.
    """
    try:
        kek = master().active_kek
        check_value = master().check_value(kek)
    except MasterKeyMissing:
        return
    object_id = UUID(bytes=check_value + check_value)
    if AuditEvent.objects.filter(object_id=object_id).exists():
        return
    seen = AuditEvent(action=Action.CREATED, resource=KekRecord._meta.label_lower)
    seen.object_id, seen.reason, seen.detail = object_id, Reason.MASTER_KEY_SEEN, {"number": kek}
    with transaction.atomic():
        insert(seen, by=None)


def note_verified(*, values: int, failed: int, by: Actor) -> None:
    """Leave a line that every sealed value was opened as a test, and how many did not open."""
    event = AuditEvent(action=Action.VIEWED, resource=DataKey._meta.label_lower)
    event.reason, event.detail = Reason.KEYS_VERIFIED, {"values": values, "failed": failed}
    insert(event, by=by)
