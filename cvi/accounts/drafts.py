"""What is half typed and not saved: pages keep it sealed in the browser; these keys open it.

A key is handed out for an hour and opens for 72 hours more. Then it is deleted, and whatever it
sealed is gone for good, wherever a copy may lie. Nothing of a draft is ever stored on the server.
"""

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from cvi.accounts.models import DraftKey, User
from cvi.vault.errors import CiphertextRejected
from cvi.vault.hpke import new_pair, open_sealed
from cvi.vault.ids import uuid7
from cvi.vault.secrets import mark_of, open_secret, seal_secret

FRESH = dt.timedelta(hours=1)
KEPT = dt.timedelta(hours=72)
SEALED_MAX_BYTES = 256 * 1024
LENGTH_BYTES = 4
PLACE = r"[\w-]{43}"
PLACE_FIELD = "draft_place"


@dataclass(frozen=True)
class SealedDraft:
    """A draft as the browser keeps it: the id of its key, a hash of where it stands, the bytes."""

    kid: UUID
    place: str
    sealed: bytes


def bind_of(user: User) -> str:
    """Return what stands for a user in a browser: two people's drafts have no place in common."""
    return mark_of(b"draft", user.pk.bytes)


def fresh_key(*, user: User) -> DraftKey:
    """Return the key to which a user's pages seal now; a new one every hour."""
    now = timezone.now()
    fresh = DraftKey.objects.filter(user=user, fresh_until__gt=now).order_by("-fresh_until")
    return fresh.first() or _make_key(user, now)


def open_draft(draft: SealedDraft, *, user: User) -> dict[str, Any] | None:
    """Open a draft of the user's own: when it was typed, and the fields as pairs.

    None where it was sealed for someone else, for another place or too long ago, or was altered;
    all look alike.
    """
    keys = DraftKey.objects.filter(pk=draft.kid, user=user, open_until__gt=timezone.now())
    key = keys.first()
    if key is None:
        return None
    info = f"draft|1|{key.pk}|{bind_of(user)}|{draft.place}".encode()
    try:
        private = open_secret(_purpose(key.pk), key.private)
        return _read(open_sealed(private, draft.sealed, info=info))
    except CiphertextRejected:
        return None


def end_keys(*, user: User) -> None:
    """Make every draft of a user unreadable, at once and for good."""
    DraftKey.objects.filter(user=user).delete()


def drop_old_keys() -> None:
    """Delete the keys whose time is over."""
    DraftKey.objects.filter(open_until__lte=timezone.now()).delete()


def _make_key(user: User, now: dt.datetime) -> DraftKey:
    pair, kid = new_pair(), uuid7()
    return DraftKey.objects.create(
        id=kid,
        user=user,
        public=base64.urlsafe_b64encode(pair.public).decode(),
        private=seal_secret(_purpose(kid), pair.private),
        fresh_until=now + FRESH,
        open_until=now + FRESH + KEPT,
    )


def _purpose(kid: UUID) -> bytes:
    return b"draft-key|" + kid.bytes


def _read(padded: bytes) -> dict[str, Any] | None:
    """Take the padding off; what is not `{"at": number, "fields": [[name, value], ...]}` is none.

    Whoever sealed it may have been any script that knew the public key.
    """
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    try:
        draft = json.loads(padded[LENGTH_BYTES : LENGTH_BYTES + length])
        fields = [[str(name), str(value)] for name, value in draft["fields"]]
        return {"at": int(draft["at"]), "fields": fields}
    except (KeyError, OverflowError, RecursionError, TypeError, ValueError):
        return None
