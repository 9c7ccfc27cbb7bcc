"""The door to drop boxes: the token's own for whoever writes, the team's for whoever reads."""

from uuid import UUID

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.incidents.models import PROGRAM, DropBox, DropBoxMessage
from cvi.incidents.services import hash_of


def open_box_to_write(token: str) -> DropBox:
    """Return the box that a token belongs to, for whoever leaves something in it.

    Raises:
        Unseen: there is none, it is closed, or it has run out; all look alike.
    """
    box = DropBox.objects.open().filter(token_hash=hash_of(token=token)).first()
    if box is None:
        raise Unseen(DropBox)
    return box


def require_box_teams(user: User, to: Permission) -> list[Team]:
    """Return the teams for whose drop boxes `user` may do `to`.

    Raises:
        NotAllowed: there is none.
    """
    teams = user.teams_for(to, PROGRAM)
    if not teams:
        raise NotAllowed(DropBox)
    return teams


def open_box(user: User, box_id: UUID) -> DropBox:
    """Return a box of a team whose boxes `user` looks after, and note the visit.

    Raises:
        Unseen: there is none, or it is another team's. The two look alike.
        NotAllowed: it is their team's, but not theirs to look after.
    """
    box = DropBox.objects.visible_to(user).select_related("team").filter(pk=box_id).first()
    if box is None:
        raise Unseen(DropBox, box_id)
    if not user.may_in(box.team_id, Permission.MANAGE_DROP_BOXES):
        raise NotAllowed(DropBox, box_id)
    audit.viewed(box, by=user)
    return box


def open_message(user: User, message_id: UUID) -> DropBoxMessage:
    """Return a message to a team for which `user` reads them, and note the visit.

    Raises:
        Unseen: there is none, or it came to another team. The two look alike.
        NotAllowed: it came to their team, but reading it is not theirs to do.
    """
    message = DropBoxMessage.objects.visible_to(user).with_all().filter(pk=message_id).first()
    if message is None:
        raise Unseen(DropBoxMessage, message_id)
    if not user.may_in(message.box.team_id, Permission.READ_DROP_BOX):
        raise NotAllowed(DropBoxMessage, message_id)
    audit.viewed(message, by=user)
    return message
