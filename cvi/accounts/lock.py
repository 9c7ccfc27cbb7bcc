"""When a session locks and when it ends; both are kept in the session itself, on the server."""

import datetime as dt
from collections.abc import MutableMapping
from typing import Any

from django.utils import timezone

from cvi.accounts.roles import OFFICE, ROLES, SHARED_DEVICE, Limits, Role

Kept = MutableMapping[str, Any]
SIGNED_IN, SEEN, LOCKED, SHARED = "signed_in_at", "seen_at", "is_locked", "is_shared"
TIMES = "times_locked"
UNTIL_SIGN_IN = "until_sign_in"
NOTED_EVERY = dt.timedelta(seconds=30)


def begin(session: Kept) -> None:
    """Start both clocks."""
    session[SIGNED_IN] = session[SEEN] = timezone.now().timestamp()
    session[LOCKED] = False


def limits_for(role: str, session: Kept) -> Limits:
    """Return the limits of a role; on a shared device they are shorter, and alike for all."""
    if session.get(SHARED):
        return SHARED_DEVICE
    return ROLES[Role(role)].limits if role else OFFICE


def is_over(session: Kept, limits: Limits) -> bool:
    """Answer whether the session has lasted as long as it may."""
    return _since(session, SIGNED_IN) >= dt.timedelta(hours=limits.absolute_hours)


def is_idle(session: Kept, limits: Limits) -> bool:
    """Answer whether nobody has touched it for too long."""
    return _since(session, SEEN) >= dt.timedelta(minutes=limits.idle_minutes)


def is_locked(session: Kept) -> bool:
    """Answer whether it is locked."""
    return bool(session.get(LOCKED))


def lock(session: Kept) -> None:
    """Lock it."""
    session[LOCKED], session[TIMES] = True, session.get(TIMES, 0) + 1


def lock_until_sign_in(session: Kept) -> None:
    """Lock it for good: whoever wants to go on signs in anew."""
    lock(session)
    session[LOCKED] = UNTIL_SIGN_IN


def needs_sign_in(session: Kept) -> bool:
    """Answer whether it is locked for good."""
    return bool(session.get(LOCKED) == UNTIL_SIGN_IN)


def keep_lock(session: Kept, stored: Kept) -> None:
    """Take over a lock that was put on since this request began, and that it knows nothing of."""
    if stored.get(TIMES, 0) > session.get(TIMES, 0):
        session[LOCKED], session[TIMES] = True, stored[TIMES]
    if needs_sign_in(stored):
        session[LOCKED] = UNTIL_SIGN_IN


def unlock(session: Kept) -> None:
    """Unlock it; whoever did so was here."""
    session[LOCKED] = False
    session[SEEN] = timezone.now().timestamp()


def touch(session: Kept) -> bool:
    """Note that someone is here, twice a minute at most; answer whether it was noted."""
    if _since(session, SEEN) < NOTED_EVERY:
        return False
    session[SEEN] = timezone.now().timestamp()
    return True


def _since(session: Kept, what: str) -> dt.timedelta:
    """Return how long ago something was; a session that does not say is as old as can be."""
    return dt.timedelta(seconds=timezone.now().timestamp() - session.get(what, 0))
