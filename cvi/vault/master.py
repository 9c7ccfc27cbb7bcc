"""The master keys: read from the keyring file or the environment, never from the database."""

import base64
import binascii
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings

from cvi.vault.errors import MasterKeyMissing

KINDS = ("kek", "index", "audit", "misc")


def expand(key: bytes, info: bytes) -> bytes:
    """Derive a 32-byte key for one use, named by `info`, from a root key."""
    return HKDFExpand(algorithm=SHA256(), length=32, info=info).derive(key)


@dataclass(frozen=True)
class MasterKeys:
    """The root keys by kind and id; the active one of each kind is the one used for writing."""

    roots: dict[str, dict[int, bytes]]
    active: dict[str, int]

    @property
    def active_kek(self) -> int:
        """The id of the master key under which new data keys are wrapped."""
        return self.active["kek"]

    def derive(self, kind: str, info: bytes) -> bytes:
        """Derive a 32-byte key for `info` from the active root of `kind`."""
        return expand(self.roots[kind][self.active[kind]], info)

    def check_value(self, kek_id: int) -> bytes:
        """Return 8 bytes that tell one master key from another and give nothing else away."""
        return hmac.digest(expand(self._kek(kek_id), b"kcv"), b"vault-kcv", "sha256")[:8]

    def wrap(self, kek_id: int, data_key_id: UUID, data_key: bytes) -> bytes:
        """Wrap a 32-byte data key, bound to the id of its row.

        Source: RFC 3394 (AES key wrap).
        """
        return aes_key_wrap(self._wrapping_key(kek_id, data_key_id), data_key)

    def unwrap(self, kek_id: int, data_key_id: UUID, wrapped: bytes) -> bytes:
        """Open a wrapped data key.

        Raises:
            MasterKeyMissing: the master key is not here, is a wrong one, or the row is damaged.
        """
        try:
            return aes_key_unwrap(self._wrapping_key(kek_id, data_key_id), wrapped)
        except InvalidUnwrap:
            message = f"Master key {kek_id} cannot open data key {data_key_id}; nothing was changed"
            raise MasterKeyMissing(message) from None

    def _wrapping_key(self, kek_id: int, data_key_id: UUID) -> bytes:
        return expand(self._kek(kek_id), b"wrap|" + data_key_id.bytes)

    def _kek(self, kek_id: int) -> bytes:
        if kek_id not in self.roots["kek"]:
            raise MasterKeyMissing(f"Master key {kek_id} is not configured; nothing was changed")
        return self.roots["kek"][kek_id]


@cache
def master() -> MasterKeys:
    """Return the master keys of this process.

    Raises:
        MasterKeyMissing: no keyring is configured, or it cannot be read as one.
    """
    return parse_keyring(_keyring_text())


def parse_keyring(text: str) -> MasterKeys:
    """Read a keyring from its JSON text.

    Raises:
        MasterKeyMissing: the text is not a keyring, or has no active key of some kind.
    """
    try:
        entries = json.loads(text)
        roots = {kind: {e["id"]: _root(e) for e in entries[kind]} for kind in KINDS}
        active = {kind: _active_id(entries[kind]) for kind in KINDS}
    except (KeyError, TypeError, ValueError, StopIteration, binascii.Error):
        raise MasterKeyMissing("The keyring cannot be read; nothing was changed") from None
    return MasterKeys(roots=roots, active=active)


def new_keyring() -> dict[str, list[dict[str, Any]]]:
    """Make a keyring with one fresh 256-bit root key of each kind."""
    return {kind: [_new_root()] for kind in KINDS}


def write_keyring(path: Path, keyring: dict[str, Any]) -> None:
    """Write a new keyring file that only its owner can read.

    Raises:
        FileExistsError: a keyring is there already; it is never written over.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as file:
        json.dump(keyring, file)


def _keyring_text() -> str:
    if settings.VAULT_KEYRING:
        return str(settings.VAULT_KEYRING)
    path = Path(settings.VAULT_KEYRING_FILE)
    if not path.is_file():
        raise MasterKeyMissing("There is no keyring; nothing was changed")
    return path.read_text()


def _root(entry: dict[str, Any]) -> bytes:
    key = base64.b64decode(entry["key"], validate=True)
    if len(key) != 32:
        raise ValueError("A root key has 32 bytes")
    return key


def _active_id(entries: list[dict[str, Any]]) -> int:
    return int(next(e["id"] for e in entries if e["state"] == "active"))


def _new_root() -> dict[str, Any]:
    return {
        "id": 1,
        "key": base64.b64encode(secrets.token_bytes(32)).decode(),
        "state": "active",
    }
