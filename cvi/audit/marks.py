"""A mark on a line that only the holder of the audit key can read.

Every look at a person carries one, and all look alike. That somebody looked up a person of their
own last name would tell the name, if it stood in the database as a plain word.
"""

import hmac
from collections.abc import Callable
from uuid import UUID

from cvi.vault.master import master

NOTHING = ""
OWN_SURNAME = "own_surname"
MARK_BYTES = 6


def mark(event_id: UUID, flag: str) -> str:
    """Return twelve letters that say `flag`, or nothing, about one event."""
    return _mark(_key(), event_id, flag)


def reader(flag: str) -> Callable[[UUID, str], bool]:
    """Return a function that answers whether a mark says `flag` about an event."""
    key = _key()

    def says(event_id: UUID, marked: str) -> bool:
        return hmac.compare_digest(str(marked), _mark(key, event_id, flag))

    return says


def _mark(key: bytes, event_id: UUID, flag: str) -> str:
    return hmac.digest(key, event_id.bytes + flag.encode(), "sha256")[:MARK_BYTES].hex()


def _key() -> bytes:
    return master().derive("audit", b"mark")
