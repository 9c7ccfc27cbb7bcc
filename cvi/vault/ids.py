"""Ids that sort by the moment they were made."""

import datetime as dt
import os
import threading
import time
import uuid

_TICKS_PER_MS = 4000
_LONGEST_LEAD = 60_000 * _TICKS_PER_MS  # a minute
_lock = threading.Lock()
_last_tick = 0


def first_id_at(moment: dt.datetime) -> uuid.UUID:
    """Return an id that sorts before every one made at `moment` or later."""
    ms = int(moment.timestamp() * 1000)
    return uuid.UUID(int=(ms << 80) | (0x7 << 76) | (0b10 << 62))


def uuid7() -> uuid.UUID:
    """Make an id that sorts after every earlier one of this process.

    `rand_a` carries a tick of 250 ns, so two ids of the same millisecond still sort. When the
    clock was set back by over a minute, ids follow it: the trail is cut by the moment in them.

    Source: RFC 9562, section 5.7 and section 6.2, method 3.
    """
    global _last_tick
    with _lock:
        now = time.time_ns() // 250
        is_ahead = now <= _last_tick <= now + _LONGEST_LEAD
        tick = _last_tick + 1 if is_ahead else now
        _last_tick = tick
    ms, sub = divmod(tick, _TICKS_PER_MS)
    rand_b = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(int=(ms << 80) | (0x7 << 76) | (sub << 64) | (0b10 << 62) | rand_b)


def made_at(made: uuid.UUID) -> dt.datetime:
    """Read the moment that a version 7 id carries, to the millisecond."""
    return dt.datetime.fromtimestamp((made.int >> 80) / 1000, tz=dt.UTC)
