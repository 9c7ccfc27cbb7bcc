"""Sessions: the table holds a hash of the cookie and a sealed payload, so a copy logs nobody in."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from cvi.accounts import lock
from cvi.accounts.models import Device
from cvi.vault.errors import CiphertextRejected
from cvi.vault.secrets import open_secret, seal_secret


class SessionStore(DatabaseStore):
    """Django's database sessions with the key hashed and the payload sealed."""

    def _get_session_from_db(self) -> Session | None:
        try:
            return Session.objects.get(
                session_key=row_key(self.session_key), expire_date__gt=timezone.now()
            )
        except Session.DoesNotExist:
            self._session_key = None
            return None

    def exists(self, session_key: str) -> bool:
        """Answer whether there is such a session."""
        return Session.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row under the hashed key."""
        row = super().create_model_instance(data)
        row.session_key = row_key(row.session_key)
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  Django's own
        """Save, and undo no lock that was put on while this request was under way."""
        with transaction.atomic():
            key = row_key(self.session_key)
            row = Session.objects.select_for_update().filter(session_key=key).first()
            if row and not must_create:
                lock.keep_lock(self, self.decode(row.session_data))
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=row_key(key)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal the payload."""
        return seal_secret(b"session", json.dumps(session_dict).encode())

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Open the payload; one that was altered is an empty session."""
        text = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            payload: dict[str, Any] = json.loads(open_secret(b"session", text))
        except CiphertextRejected:
            return {}
        return payload


def row_key(key: str | None) -> str:
    """Return the key of the row in which the session of a cookie is kept."""
    return hashlib.sha256(f"sid|{key}".encode()).hexdigest()[:40]


def end(row_keys: Iterable[str]) -> None:
    """End sessions at once; whatever a browser sends next comes from nobody."""
    Session.objects.filter(session_key__in=list(row_keys)).delete()


def note_seen(key: str | None, at: dt.datetime) -> None:
    """Write down when a device was last used. That leaves no line: it is no act of anybody's."""
    Device.objects.filter(session_hash=row_key(key)).update(last_seen_at=at)
