"""The door to the settings: whoever may set the standards, and only kinds and rows there are."""

from uuid import UUID

from django.http import Http404

from cvi.accounts.access import require_holds
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.standards.kinds import KINDS, Kind
from cvi.standards.models import ProgramModel, Standard


def open_kinds(user: User) -> tuple[Kind, ...]:
    """Return the kinds of standards for someone who may set them.

    Raises:
        NotAllowed: no role of this user lets them.
    """
    require_holds(user, Permission.MANAGE_STANDARDS)
    return KINDS


def open_kind(user: User, slug: str) -> Kind:
    """Return the kind of this name.

    Raises:
        NotAllowed: no role of this user lets them set standards.
        Http404: there is no such kind.
    """
    for kind in open_kinds(user):
        if kind.slug == slug:
            return kind
    raise Http404


def open_standard(user: User, slug: str, standard_id: UUID) -> tuple[Kind, Standard]:
    """Return one version of a standard, with its kind and its lines.

    Raises:
        NotAllowed, Http404: as `open_kind`.
        Unseen: there is no such version.
    """
    kind = open_kind(user, slug)
    rows = kind.rows().visible_to(user).prefetch_related(*kind.model.LINES)
    standard: Standard | None = rows.filter(pk=standard_id).first()
    if standard is None:
        raise Unseen(kind.model, standard_id)
    return kind, standard


def open_model(user: User, standard_id: UUID) -> ProgramModel:
    """Return one version of a program model.

    Raises:
        NotAllowed, Unseen: as `open_standard`.
    """
    require_holds(user, Permission.MANAGE_STANDARDS)
    model = ProgramModel.objects.visible_to(user).filter(pk=standard_id).first()
    if model is None:
        raise Unseen(ProgramModel, standard_id)
    return model
