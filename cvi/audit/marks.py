"""A mark on a line that only the holder of the audit key can read.

Every look at a person carries one, and all look alike. That somebody looked up a person of their
own last name would tell the name, if it stood in the database as a plain word.
"""

import hmac
from uuid import UUID

from cvi.vault.master import master

NOTHING = ""
OWN_SURNAME = "own_surname"
MARK_BYTES = 6


def mark(event_id: UUID, flag: str) -> str:
    """Return twelve letters that say `flag`, or nothing, about one event."""
    told = event_id.bytes + flag.encode()
    return hmac.digest(master().derive("audit", b"mark"), told, "sha256")[:MARK_BYTES].hex()


def says(event_id: UUID, marked: str, flag: str) -> bool:
    """Answer whether a mark says `flag` about an event."""
    return hmac.compare_digest(marked, mark(event_id, flag))
