"""Send what waits: claim the row, send the message, mark the row.

At most once by each way, on both ways. The claim is committed before anything leaves, so a second
worker, or the same one after a restart, never sends it again. What is sure not to have left (the
server refused, or could not be reached) waits and is tried again, later each time. What nobody can
know (the process died between sending and marking, the line broke while the server answered) is
not tried again: it shows as "not known if sent", and nothing is lost, for an alert goes by its
other ways and on to the next person until somebody answers in the app.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.accounts.system import system_user
from cvi.alerts import channels
from cvi.alerts.errors import NotSent
from cvi.alerts.models import Delivery, Digest, Sending
from cvi.alerts.values import State
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

TRIES = 8
KINDS: tuple[type[Sending], ...] = (Delivery, Digest)
"""Alerts first."""


def send_due(*, now: dt.datetime) -> None:
    """Send every message whose turn has come. One that fails holds up no other."""
    for kind in KINDS:
        for row_id in list(kind.objects.due_at(now).values_list("pk", flat=True)):
            claimed = _claim(kind, row_id, now)
            if claimed:
                _send(claimed)


def wait_after(tries: int) -> dt.timedelta:
    """Return how long to wait after so many tries: 1, 2, 4 minutes, up to half an hour."""
    return dt.timedelta(minutes=min(2 ** (tries - 1), 30))


@transaction.atomic
def _claim(kind: type[Sending], row_id: object, now: dt.datetime) -> Sending | None:
    """Take a message, so that nobody else sends it; None if someone has, or it is too late."""
    due = kind.objects.due_at(now).select_for_update(skip_locked=True, of=("self",))
    row: Sending | None = due.filter(pk=row_id).first()
    if row is None:
        return None
    if isinstance(row, Digest) and row.until <= now:
        row.state = State.GAVE_UP
        audit.save(row, by=system_user(), reason=Reason.MESSAGE_GIVEN_UP)
        return None
    row.state, row.claimed_at, row.tries = State.CLAIMED, now, row.tries + 1
    return audit.save(row, by=system_user(), reason=Reason.MESSAGE_CLAIMED)


def _send(row: Sending) -> None:
    """Hand a claimed message over, and mark what came of it."""
    try:
        channels.hand_over(row.channel, row.receiver, text_of(row))
    except NotSent:
        _mark_failed(row)
    except Exception:  # noqa: BLE001  whatever a provider raises, the next message must leave
        _mark(row, State.UNKNOWN, Reason.MESSAGE_UNSURE)
    else:
        row.sent_at = timezone.now()
        _mark(row, State.SENT, Reason.MESSAGE_SENT)


def text_of(row: Sending) -> str:
    """Return all that a message says: no name, no code, no place, no link."""
    if not isinstance(row, Digest):
        return _("Safety alert. Open the app.")
    text = ngettext(
        "You have %(count)s thing due. Open the app.",
        "You have %(count)s things due. Open the app.",
        row.count,
    )
    return text % {"count": row.count}


def call_off(*, rows: "list[Delivery]", by: User) -> None:
    """Let messages that still wait not be sent: they are not needed any more."""
    for row in rows:
        row.state = State.NOT_NEEDED
        audit.save(row, by=by, reason=Reason.MESSAGE_CALLED_OFF)


def _mark_failed(row: Sending) -> None:
    row.next_try_at = timezone.now() + wait_after(row.tries)
    if row.tries < TRIES:
        _mark(row, State.WAITING, Reason.MESSAGE_FAILED)
    else:
        _mark(row, State.GAVE_UP, Reason.MESSAGE_GIVEN_UP)


def _mark(row: Sending, state: State, reason: Reason) -> None:
    row.state = state
    with transaction.atomic():
        audit.save(row, by=system_user(), reason=reason)
