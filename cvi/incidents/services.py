"""Set up drop boxes, take what is left in them, handle it, and close them."""

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Permission
from cvi.accounts.tasks import tell_when_kept
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.incidents.errors import AlreadyHandled, BoxClosed, BoxFull, NotThisTeam
from cvi.incidents.models import PROGRAM, DropBox, DropBoxMessage
from cvi.vault.models import Domain
from cvi.vault.services import mint_key

TOKEN_BYTES = 32
BOX_AN_HOUR, ALL_AN_HOUR = 20, 100


@dataclass(frozen=True)
class BoxPlan:
    """Which office may write to which team, until when, and what the team calls it."""

    team: Team
    office: str
    label: str
    expires_on: dt.date


@dataclass(frozen=True)
class OpenedBox:
    """A box with its token as it is shown, once; the box keeps only the hash."""

    box: DropBox
    token: str


def hash_of(*, token: str) -> str:
    """Return what is kept of a token."""
    return sha256(b"drop-box|" + token.encode()).hexdigest()


def set_up_box(*, plan: BoxPlan, by: User) -> OpenedBox:
    """Set up a box for an office, with a new token.

    Raises:
        NotThisTeam: the team is not one of group violence intervention.
    """
    if plan.team.program != PROGRAM:
        raise NotThisTeam(_("Only a GVI team has drop boxes. It passes on what others must know."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    box = DropBox(token_hash=hash_of(token=token), **vars(plan))
    return OpenedBox(audit.save(box, by=by, reason=Reason.DROP_BOX_SET_UP), token)


def close_box(*, box: DropBox, by: User) -> DropBox:
    """Let a box take nothing more, at once. What was left in it stays.

    Raises:
        BoxClosed: it is closed.
    """
    if box.closed_at:
        raise BoxClosed(_("This drop box is closed already."))
    box.closed_at = timezone.now()
    return audit.save(box, by=by, reason=Reason.DROP_BOX_CLOSED)


@transaction.atomic
def take_message(
    *, box: DropBox, kind: DropBoxMessage.Kind, said: dict[str, Any], by: User
) -> DropBoxMessage:
    """Keep what was left in a box, sealed under a key that whoever wrote it cannot open.

    The box is held meanwhile, so that two messages come one after the other.

    Raises:
        BoxClosed: it was closed, or ran out, since the page was opened.
        BoxFull: too much came within the hour.
    """
    held = DropBox.objects.open().select_for_update(of=("self",)).select_related("team")
    found = held.filter(pk=box.pk).first()
    if found is None:
        raise BoxClosed(_("This address is closed."))
    _require_room(found)
    message = DropBoxMessage(box=found, kind=kind)
    realm = found.team.agency_id
    message.key = mint_key(domain=Domain.DROP_BOX, realm=realm, subject=message.pk)
    message.said = said
    audit.save(message, by=by, reason=Reason.DROP_BOX_MESSAGE_TAKEN)
    _tell(found.team)
    return message


@transaction.atomic
def handle_message(*, message: DropBoxMessage, outcome: str, by: User) -> DropBoxMessage:
    """Say what was done with a message.

    Raises:
        AlreadyHandled: someone has said so before.
    """
    current = DropBoxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if current.handled_at:
        raise AlreadyHandled(_("Someone has handled this message already."))
    current.handled_at, current.handled_by, current.outcome = timezone.now(), by, outcome
    return audit.save(current, by=by, reason=Reason.DROP_BOX_MESSAGE_HANDLED)


def _require_room(box: DropBox) -> None:
    """Go on only if few messages came within the hour, to this box and to all of them."""
    lately = DropBoxMessage.objects.since(timezone.now() - dt.timedelta(hours=1))
    if lately.filter(box=box).count() >= BOX_AN_HOUR or lately.count() >= ALL_AN_HOUR:
        raise BoxFull(
            _("Too many messages came within the hour. This one is not saved. Telephone the team.")
        )


def _tell(team: Team) -> None:
    """Write to those who read the team's box; no name, no word of the message."""
    held = Membership.objects.live().filter(team=team, user__is_active=True).select_related("user")
    tell_when_kept(
        [m.user for m in held if Permission.READ_DROP_BOX in m.powers.may],
        subject=_("A message was left"),
        text=_("Someone left a message for your team. Sign in: your start page says more."),
    )
