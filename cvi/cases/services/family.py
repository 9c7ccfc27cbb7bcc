"""Write down who is family of whom, and who to call."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import WrongPerson
from cvi.cases.models import KinLink, Participant, Relative
from cvi.cases.values import KIN_BACK

SOMEONE = "other"


def save_relative(
    *, participant: Participant, relative: Relative | None, changes: Mapping[str, Any], by: User
) -> Relative:
    """Write down someone of the family or a friend: a new one where `relative` is None."""
    relative = relative or Relative(participant=participant)
    relative.key = participant.key
    for name, value in changes.items():
        setattr(relative, name, value)
    return audit.save(relative, by=by, reason=Reason.PARTICIPANT_UPDATED)


def drop_relative(*, relative: Relative, by: User) -> Participant:
    """Take someone of the family off the file."""
    participant = relative.participant
    audit.delete(relative, by=by, reason=Reason.PARTICIPANT_UPDATED)
    return participant


def link_kin(*, participant: Participant, kin: Participant, relation: str, by: User) -> KinLink:
    """Note that two participants of an agency are family; noting it again corrects how.

    Raises:
        WrongPerson: they are one and the same, or known to different agencies.
    """
    if participant.pk == kin.pk:
        raise WrongPerson(_("This is the file you have open. Choose someone else."))
    if participant.agency_id != kin.agency_id:
        raise WrongPerson(_("Two agencies keep these files. They can't be linked."))
    back = KIN_BACK.get(relation, SOMEONE)
    link = KinLink.objects.of(participant).of(kin).first()
    if link is None:
        link = KinLink(participant=participant, kin=kin)
    is_ours = link.participant_id == participant.pk
    link.key = participant.key
    link.relation, link.back = (relation, back) if is_ours else (back, relation)
    return audit.save(link, by=by, reason=Reason.KIN_LINKED)


def unlink_kin(*, link: KinLink, by: User) -> KinLink:
    """Take back that two participants are family."""
    audit.delete(link, by=by, reason=Reason.KIN_LINKED)
    return link
