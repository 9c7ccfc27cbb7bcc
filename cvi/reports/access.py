"""The door to what left about one participant."""

from uuid import UUID

from cvi.accounts.access import require_holds
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import Unseen
from cvi.cases.access import open_participant
from cvi.cases.models import Participant


def open_subject(user: User, subject_id: UUID) -> Participant:
    """Return the participant whose disclosures `user` may read, and note the look.

    A supervisor needs sight of them; the office's privacy officer reads by code, of everyone.

    Raises:
        Unseen: no such participant, or none of theirs to see.
        NotAllowed: theirs to see, but in no team where they may read what left.
    """
    if not user.holds(Permission.FIND_DISCLOSURES):
        return open_participant(user, subject_id, to=Permission.VIEW_DISCLOSURES)
    person = Participant.objects.select_related("agency").filter(pk=subject_id).first()
    if person is None:
        raise Unseen(Participant, subject_id)
    audit.viewed(person, by=user)
    return person


def find_subject(user: User, code: str) -> Participant | None:
    """Return the participant of a code, for those who read by code; None when nobody has it."""
    require_holds(user, Permission.FIND_DISCLOSURES)
    return Participant.objects.filter(code=code).first()
