"""Blind tokens: what lets equal values be found, without telling what they are."""

import hmac
from uuid import UUID

from cvi.vault.master import master

BITS = 13  # security.md 3.2: enough up to 50,000 people, and each value is shared by several


def token(kind: str, text: str, *, realm: UUID) -> int:
    """Return `BITS` bits that equal texts of one kind share within one agency, and nowhere else."""
    return int.from_bytes(_digest(kind, realm, text)[:8], "big") >> (64 - BITS)


def fingerprint(kind: str, text: str) -> bytes:
    """Return 32 bytes that only equal texts of one kind share. For ids, never for names."""
    return hmac.digest(master().derive("index", kind.encode()), text.encode(), "sha256")


def _digest(kind: str, realm: UUID, text: str) -> bytes:
    key = master().derive("index", b"tok|" + kind.encode() + b"|" + realm.bytes)
    return hmac.digest(key, f"{kind}|{text}".encode(), "sha256")
