"""The door for pages that are about no participant, and for those who are not signed in yet."""

import datetime as dt
import ipaddress
from collections.abc import Iterable
from uuid import UUID

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts import services
from cvi.accounts.errors import CodeRefused, TooManyTries
from cvi.accounts.models import Acting, Invitation, Membership, User
from cvi.accounts.roles import Permission
from cvi.audit import reading
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen

SEARCHES_A_MINUTE = 30


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


def open_staff(user: User, user_id: UUID) -> User:
    """Return one of the people whose accounts `user` looks after.

    Raises:
        NotAllowed: no role of this user lets them look after accounts.
        Unseen: there is no such person, or another agency looks after them.
    """
    require_holds(user, Permission.MANAGE_USERS)
    person = User.objects.visible_to(user).filter(pk=user_id).first()
    if person is None:
        raise Unseen(User, user_id)
    return person


def require_few_searches(user: User) -> None:
    """Go on only if `user` has not searched for people too often just now.

    Raises:
        TooManyTries: they have.
    """
    minute_ago = timezone.now() - dt.timedelta(minutes=1)
    if reading.searches_since(minute_ago, actor_id=user.pk) >= SEARCHES_A_MINUTE:
        raise TooManyTries(_("Too many searches. Wait a minute, then try again."))


def open_membership(user: User, membership_id: UUID) -> Membership:
    """Return a role of one of the people whose accounts `user` looks after.

    Raises:
        NotAllowed, Unseen: as `open_staff`.
    """
    require_holds(user, Permission.MANAGE_USERS)
    people = User.objects.visible_to(user).exclude(pk=user.pk)
    held = Membership.objects.not_ended().filter(pk=membership_id, user__in=people)
    membership = held.select_related("user", "team", "agency").first()
    if membership is None:
        raise Unseen(Membership, membership_id)
    return membership


def waiting_roles(user: User) -> models.QuerySet[Membership]:
    """Return the roles that wait for `user` as the second person.

    Raises:
        NotAllowed: no role of this user lets them approve roles.
    """
    require_holds(user, Permission.APPROVE_ROLES)
    waiting = Membership.objects.waiting_for(user)
    return waiting.select_related("user", "agency", "team")


def open_waiting_role(user: User, membership_id: UUID) -> Membership:
    """Return a role that waits for `user` as the second person.

    Raises:
        NotAllowed: no role of this user lets them approve roles.
        Unseen: there is none, it is their own, or another agency's.
    """
    membership = waiting_roles(user).filter(pk=membership_id).first()
    if membership is None:
        raise Unseen(Membership, membership_id)
    return membership


def with_factor(user_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the users who have set up a second factor."""
    factors = Authenticator.objects.filter(user_id__in=list(user_ids))
    return set(factors.values_list("user_id", flat=True))


def open_invitation(request: HttpRequest, *, username: str, code: str) -> Invitation:
    """Return the invitation that a name and a code belong to, and note a try that fails.

    Raises:
        TooManyTries: this name or this address was tried too often.
        CodeRefused: there is none, it has run out, or it was used; all look alike.
    """
    key = f"invitation:{username.casefold()}"
    if not ratelimit.consume(request, action="login_failed", key=key):
        raise TooManyTries(_("Too many tries. Wait five minutes, then try again."))
    invitation = (
        Invitation.objects.open()
        .select_for_update(of=("self",))
        .select_related("user")
        .filter(code_hash=services.hash_of(code=code), user__username__iexact=username)
        .filter(user__is_active=True)
        .first()
    )
    if invitation is None:
        audit.sign_in_failed(Invitation._meta.label_lower, user_id=None, step="invitation")
        raise CodeRefused(_("This name and code do not fit, or the code has run out."))
    return invitation


PROXY_HEADERS = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


def is_demo(request: HttpRequest) -> bool:
    """Answer whether the demo is on and the request comes from this very machine, by no proxy."""
    if not settings.DEMO_SIGN_IN or request.get_host().rsplit(":", 1)[0] != "localhost":
        return False
    if any(header in request.META for header in PROXY_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def demo_memberships() -> models.QuerySet[Membership]:
    """Return the people one may sign in as in the demo, by role."""
    people = Membership.objects.live().select_related("user", "team", "agency")
    return people.filter(user__is_active=True).order_by("role", "agency__name", "user__name")


NO_ROLE = Acting("", UUID(int=0))


def offered_roles(user: User) -> dict[Acting, list[Membership]]:
    """Return what a session of this user may be opened for: each role of each agency, once."""
    offered: dict[Acting, list[Membership]] = {}
    for membership in user.held_today:
        offered.setdefault(membership.acting, []).append(membership)
    return offered


def take_role(user: User, chosen: Acting | None) -> None:
    """Let a user act in the role they chose and still hold, or in the only one there is.

    With several and none chosen they act in none: they see nothing and may do nothing.
    """
    offered = offered_roles(user)
    only = next(iter(offered)) if len(offered) == 1 else NO_ROLE
    user.acting = chosen if chosen in offered else only
    user.acting_role = user.acting.role


def acting_membership(user: User | AnonymousUser) -> Membership | None:
    """Return the role in which a user acts now; where none was taken, the first one held today."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return next(iter(user.live_memberships), None)


def keys_of(membership: Membership | None) -> list[tuple[str, UUID]]:
    """Return the key domains, each with the agency, that a role opens; none without a role."""
    if membership is None:
        return []
    return [(domain, membership.agency_id) for domain in membership.powers.domains]
