"""Sessions: the table holds a hash of the cookie and a sealed payload, so a copy logs nobody in."""

import hashlib
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from cvi.vault.errors import CiphertextRejected
from cvi.vault.secrets import open_secret, seal_secret


class SessionStore(DatabaseStore):
    """Django's database sessions with the key hashed and the payload sealed."""

    def _get_session_from_db(self) -> Session | None:
        try:
            return Session.objects.get(
                session_key=_hashed(self.session_key), expire_date__gt=timezone.now()
            )
        except Session.DoesNotExist:
            self._session_key = None
            return None

    def exists(self, session_key: str) -> bool:
        """Answer whether there is such a session."""
        return Session.objects.filter(session_key=_hashed(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row under the hashed key."""
        row = super().create_model_instance(data)
        row.session_key = _hashed(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=_hashed(key)).delete()

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


def _hashed(key: str | None) -> str:
    return hashlib.sha256(f"sid|{key}".encode()).hexdigest()[:40]
