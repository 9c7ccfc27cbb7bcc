"""The door for pages that are about no participant."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from cvi.accounts.models import Membership, User
from cvi.accounts.roles import Permission
from cvi.audit.refusals import NotAllowed


class StaffRequest(HttpRequest):
    """A request past the first gate: its user is signed in."""

    user: User  # the sign-in gate has sent everyone else away


def require_holds(user: User, to: Permission) -> None:
    """Go on only if a role held today allows `to`.

    Raises:
        NotAllowed: no role of this user allows it.
    """
    if not user.holds(to):
        raise NotAllowed(Membership)


def acting_membership(user: User | AnonymousUser) -> Membership | None:
    """Return the role in which a user acts now: the first one held today."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return next(iter(user.live_memberships), None)
