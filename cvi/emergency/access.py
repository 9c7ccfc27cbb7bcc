"""The door to emergency uses: one's own while it runs, others' for whoever reviews them."""

from uuid import UUID

from django.db.models import Count

from cvi.accounts.access import acting_membership, require_holds
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import Unseen
from cvi.emergency.models import LOST_AFTER, BreakGlass

SESSION_KEY = "emergency"


def running_use(user: User, use_id: UUID) -> BreakGlass | None:
    """Return a use of `user` that still holds: not over, and in the role that they act in now."""
    membership = acting_membership(user)
    if membership is None or not user.holds(Permission.BREAK_GLASS):
        return None
    mine = BreakGlass.objects.running().filter(pk=use_id, user=user)
    mine = mine.filter(role=membership.role, agency=membership.agency)
    return mine.select_related("participant").first()


def open_use(user: User, use_id: UUID) -> BreakGlass:
    """Return an emergency use of someone else to whoever reviews it, and note the visit.

    Raises:
        NotAllowed: no role of this user lets them review.
        Unseen: there is no such use, or it is their own.
    """
    require_holds(user, Permission.REVIEW_BREAK_GLASS)
    use = BreakGlass.objects.visible_to(user).with_all().filter(pk=use_id).first()
    if use is None:
        raise Unseen(BreakGlass, use_id)
    audit.viewed(use, by=user)
    return use


def lost_rights(user: User) -> list[User]:
    """Return whose right to emergency sight is lost, for whoever may give it back."""
    held = BreakGlass.objects.visible_to(user).counting_against()
    counts = held.values("user").annotate(uses=Count("pk")).filter(uses__gte=LOST_AFTER)
    return list(User.objects.filter(pk__in=[row["user"] for row in counts]).order_by("name"))


def open_lost_right(user: User, person_id: UUID) -> User:
    """Return someone else whose right is lost.

    Raises:
        NotAllowed: no role of this user lets them review.
        Unseen: there is no such person, or they have the right.
    """
    require_holds(user, Permission.REVIEW_BREAK_GLASS)
    person = next((lost for lost in lost_rights(user) if lost.pk == person_id), None)
    if person is None:
        raise Unseen(User, person_id)
    return person
