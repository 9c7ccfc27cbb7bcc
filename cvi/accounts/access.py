"""The door for pages that are about no participant, and for those who are not signed in yet."""

import datetime as dt
import ipaddress
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cvi.accounts import services
from cvi.accounts.errors import CodeRefused, TooManyTries
from cvi.accounts.models import (
    Acting,
    Agency,
    Device,
    Invitation,
    Membership,
    OfficePlace,
    User,
    Zone,
)
from cvi.accounts.models.places import PlaceQuerySet
from cvi.accounts.roles import Permission
from cvi.audit import reading
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.vault.keyring import Scope

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


def require_no_emergency(user: User) -> None:
    """Go on only if no file is being read in an emergency: meanwhile nothing is printed or saved.

    Raises:
        NotAllowed: one is.
    """
    if user.emergency:
        raise NotAllowed(User, user.pk)


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


def team_members(user: User) -> models.QuerySet[User]:
    """Return the other people of the teams whose devices `user` looks after.

    Raises:
        NotAllowed: no role of this user lets them.
    """
    require_holds(user, Permission.SIGN_OUT_TEAM)
    return User.objects.led_by(user)


def open_team_member(user: User, user_id: UUID) -> User:
    """Return someone else of a team whose devices `user` looks after.

    Raises:
        NotAllowed: no role of this user lets them.
        Unseen: there is no such person, or they work in other teams only.
    """
    person = team_members(user).filter(pk=user_id).first()
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


def places(user: User, model: type[OfficePlace]) -> PlaceQuerySet[Any]:
    """Return the agencies, zones, sites or teams that `user` keeps.

    The office keeps them all, and it alone keeps the zones. Another agency keeps its own sites and
    teams.

    Raises:
        NotAllowed: no role of this user lets them.
    """
    require_holds(user, Permission.MANAGE_PLACES)
    known: PlaceQuerySet[Any] = model.objects.visible_to(user)
    if user.keeps_city:
        return known
    if model in {Agency, Zone}:
        raise NotAllowed(model)
    return known.filter(agency__in=user.managed_agencies(to=Permission.MANAGE_PLACES))


def open_place(user: User, model: type[OfficePlace], place_id: UUID) -> Any:
    """Return one of the places that `user` keeps.

    Raises:
        NotAllowed: as `places`.
        Unseen: there is none, or another agency keeps it.
    """
    place = places(user, model).filter(pk=place_id).first()
    if place is None:
        raise Unseen(model, place_id)
    return place


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


def open_device(user: User, device_id: UUID) -> Device:
    """Return one of the devices in which `user` is signed in.

    Raises:
        Unseen: there is none, it is someone else's, or it is signed out already.
    """
    own = Device.objects.visible_to(user).live().filter(user=user, pk=device_id)
    device = own.first()
    if device is None:
        raise Unseen(Device, device_id)
    return device


FRESH = dt.timedelta(minutes=5)
FILLING_IN = dt.timedelta(minutes=15)


class FactorTooOld(Exception):
    """What was asked for needs a second factor shown just now; `back` is where to go on then."""

    def __init__(self, back: str) -> None:
        super().__init__("the second factor was shown too long ago")
        self.back = back


def require_fresh_factor(request: StaffRequest, *, back: str = "") -> None:
    """Go on only if a second factor was shown in the last five minutes; a password is not enough.

    A form is asked for this when it is opened. When it is sent there is time to have filled it in,
    so that nothing typed is lost. What is done by a button alone says with `back` where the button
    is, and has no such time.

    Raises:
        FactorTooOld: it was longer ago, or never.
    """
    if is_demo_person(request):
        return
    is_filled_in = request.method == "POST" and not back
    if _since_factor(request) > (FRESH + FILLING_IN if is_filled_in else FRESH):
        raise FactorTooOld(back or request.get_full_path())


def shown_factors(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the second factors that were shown in this session, the latest last."""
    if not isinstance(request.user, User):
        return []
    records = get_authentication_records(request, request.user)
    return [record for record in records if record["method"] == "mfa"]


def has_shown_passkey(request: HttpRequest) -> bool:
    """Answer whether a passkey was shown in this session."""
    return any(f["type"] == Authenticator.Type.WEBAUTHN for f in shown_factors(request))


def _since_factor(request: HttpRequest) -> dt.timedelta:
    shown = [factor["at"] for factor in shown_factors(request)]
    return dt.timedelta(seconds=timezone.now().timestamp() - max(shown, default=0))


def onwards(request: HttpRequest) -> str:
    """Return the address to go on to: the one that was asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours and asked.startswith("/") else "/"


def with_factor(user_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of the users who have set up a second factor."""
    factors = Authenticator.objects.filter(user_id__in=list(user_ids))
    return set(factors.values_list("user_id", flat=True))


def count_try(request: HttpRequest, *, username: str) -> None:
    """Count a try of a code, whatever comes of it.

    Raises:
        TooManyTries: this name or this address was tried too often.
    """
    key = f"invitation:{username.casefold()}"
    if not ratelimit.consume(request, action="login_failed", key=key):
        raise TooManyTries(_("Too many tries. Wait five minutes, then try again."))


def open_invitation(*, username: str, code: str) -> Invitation:
    """Return the invitation that a name and a code belong to, and hold it for this transaction.

    Raises:
        CodeRefused: there is none, it has run out, or it was used; all look alike.
    """
    invitation = (
        Invitation.objects.open()
        .select_for_update(of=("self",))
        .select_related("user")
        .filter(code_hash=services.hash_of(code=code), user__username__iexact=username)
        .filter(user__is_active=True)
        .first()
    )
    if invitation is None:
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


def is_demo_person(request: HttpRequest) -> bool:
    """Answer whether this session is of an invented person, who has no factor to show."""
    return bool(request.session.get("is_demo")) and is_demo(request)


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


def own_subject(*, user_id: UUID, agency_id: UUID) -> UUID:
    """Return whose key someone's own records in an agency are sealed under; no other user's."""
    return uuid5(agency_id, user_id.hex)


def keys_of(membership: Membership | None) -> list[Scope]:
    """Return what a role opens: its key domains in its agency, and of some its holder's alone."""
    if membership is None:
        return []
    agency_id, powers = membership.agency_id, membership.powers
    mine = own_subject(user_id=membership.user_id, agency_id=agency_id)
    whole: list[Scope] = [(domain, agency_id) for domain in powers.domains]
    return [*whole, *((domain, agency_id, mine) for domain in powers.own_domains)]
