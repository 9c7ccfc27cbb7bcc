"""The ring: the data keys that one request, job or command may open. The lock behind the door."""

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps

from cvi.vault.errors import CiphertextRejected, DomainDenied, RecordSealed
from cvi.vault.master import master

Scope = tuple[str, uuid.UUID] | tuple[str, uuid.UUID, uuid.UUID]
"""A domain in an agency; with a third part, of one subject alone."""
Allowed = frozenset[Scope]

VERSION = b"\x01"
HEAD_BYTES = 17
NONCE_BYTES = 12
PAD_TO_BYTES = 32
KEYS_PER_QUERY = 500


class Ring:
    """Data keys opened so far. `allowed` is a set of scopes; None allows all."""

    def __init__(self, allowed: Allowed | None = None) -> None:
        self.allowed = allowed
        self.opened: set[tuple[str, uuid.UUID]] = set()
        self._ciphers: dict[uuid.UUID, AESGCM] = {}
        self._wanted: dict[uuid.UUID, None] = {}

    def opens(self, domain: str, realm: uuid.UUID) -> bool:
        """Answer whether this ring opens every key of a domain in an agency."""
        return self.allowed is None or (domain, realm) in self.allowed

    def opens_of(self, domain: str, realm: uuid.UUID, subject: uuid.UUID) -> bool:
        """Answer whether this ring opens the key of one subject."""
        if self.opens(domain, realm):
            return True
        return self.allowed is not None and (domain, realm, subject) in self.allowed

    def want(self, key_id: uuid.UUID) -> None:
        """Note a key that a fetched row names, so that a page's keys are read in one query."""
        if key_id not in self._ciphers:
            self._wanted[key_id] = None

    def put(self, key_id: uuid.UUID, data_key: bytes) -> None:
        """Keep an opened data key for the rest of this request."""
        self._ciphers[key_id] = AESGCM(data_key)

    def cipher(self, key_id: uuid.UUID) -> AESGCM:
        """Return the cipher of a data key, with all wanted ones loaded at once.

        Raises:
            DomainDenied: the active role may not open keys of this domain or agency.
            RecordSealed: the key was destroyed or locked away.
            MasterKeyMissing: the master key is missing or a wrong one.
        """
        if key_id not in self._ciphers:
            self._wanted[key_id] = None
            self._load(key_id)
        return self._ciphers[key_id]

    def _load(self, needed: uuid.UUID) -> None:
        rows = list(_key_rows(self._wanted))
        self._wanted.clear()
        for key_id, kek, wrapped, state, domain, realm, subject in rows:
            if not self.opens_of(domain, realm, subject):
                _raise_if(key_id == needed, DomainDenied(f"Key domain {domain} is closed here"))
            elif state != "live" or wrapped is None:
                _raise_if(key_id == needed, RecordSealed(f"Data key {key_id} is {state}"))
            else:
                self.put(key_id, master().unwrap(kek, key_id, bytes(wrapped)))
                self.opened.add((domain, realm))
        if needed not in self._ciphers:
            raise RecordSealed(f"Data key {needed} does not exist")


_ring: ContextVar[Ring | None] = ContextVar("vault_ring", default=None)


def ring() -> Ring:
    """Return the ring in use; outside a request it is an open one."""
    current = _ring.get()
    if current is None:
        current = Ring()
        _ring.set(current)
    return current


@contextmanager
def open_ring(allowed: Iterable[Scope] | None) -> Iterator[Ring]:
    """Use a fresh ring that opens only the scopes in `allowed`."""
    token = _ring.set(Ring(None if allowed is None else frozenset(allowed)))
    try:
        yield ring()
    finally:
        _ring.reset(token)


@contextmanager
def open_also(scope: Scope) -> Iterator[Ring]:
    """Use a fresh ring that opens what the one in use opens, and one scope more."""
    held = ring().allowed
    with open_ring(None if held is None else held | {scope}) as wider:
        yield wider


def seal(key_id: uuid.UUID, label: bytes, plaintext: bytes) -> bytes:
    """Seal bytes under a data key, bound to `label`.

    Returns:
        version 1 B, key id 16 B, nonce 12 B, then ciphertext and tag. The plaintext is padded to
        a multiple of 32 bytes, so lengths of names do not show.
    """
    padded = len(plaintext).to_bytes(4, "big") + plaintext
    padded += b"\0" * (-len(padded) % PAD_TO_BYTES)
    head = VERSION + key_id.bytes
    nonce = os.urandom(NONCE_BYTES)
    return head + nonce + ring().cipher(key_id).encrypt(nonce, padded, head + label)


def unseal(blob: bytes, label: bytes) -> bytes:
    """Open what `seal` made.

    Raises:
        CiphertextRejected: the bytes were altered or moved from another row or column.
        DomainDenied, RecordSealed, MasterKeyMissing: as `Ring.cipher`.
    """
    if blob[:1] != VERSION:
        raise CiphertextRejected("Unknown version of a sealed value")
    head, nonce, sealed = blob[:HEAD_BYTES], blob[HEAD_BYTES:29], blob[29:]
    try:
        padded = ring().cipher(sealed_under(blob)).decrypt(nonce, sealed, head + label)
    except InvalidTag:
        message = "A sealed value was altered, or moved from its row or column"
        raise CiphertextRejected(message) from None
    length = int.from_bytes(padded[:4], "big")
    return padded[4 : 4 + length]


def sealed_under(blob: bytes) -> uuid.UUID:
    """Return the id of the data key that a sealed value names."""
    return uuid.UUID(bytes=blob[1:HEAD_BYTES])


KeyRow = tuple[uuid.UUID, int, bytes | memoryview | None, str, str, uuid.UUID, uuid.UUID]


def _key_rows(
    wanted: Iterable[uuid.UUID],
) -> Iterator[KeyRow]:
    data_keys = apps.get_model("vault", "DataKey")._default_manager
    ids = list(wanted)
    for start in range(0, len(ids), KEYS_PER_QUERY):
        batch = data_keys.filter(pk__in=ids[start : start + KEYS_PER_QUERY])
        yield from batch.values_list("pk", "kek", "wrapped", "state", "domain", "realm", "subject")


def _raise_if(is_needed: bool, error: Exception) -> None:  # noqa: FBT001  reads as its name says
    if is_needed:
        raise error
