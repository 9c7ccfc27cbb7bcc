"""Let people in and out, give and end roles with the sight that they bring."""

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission as StoredPermission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts import drafts, sessions, tasks
from cvi.accounts.errors import (
    AcrossFirewall,
    AlreadyHeld,
    NotOneself,
    PasswordTooWeak,
    PlaceDoesNotFit,
    SignInNameTaken,
)
from cvi.accounts.models import (
    Acting,
    Agency,
    Device,
    Invitation,
    Membership,
    Program,
    Team,
    TeamGrant,
    User,
    end_of,
)
from cvi.accounts.roles import ROLES, Permission, Role
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

SYSTEM = "system"
CODE_BYTES = 16
INVITATION_HOURS = 48


@dataclass(frozen=True)
class Place:
    """Where a role is held."""

    agency: Agency
    team: Team | None = None


@dataclass(frozen=True)
class Newcomer:
    """Someone to be invited, with their first role."""

    name: str
    username: str
    role: Role
    place: Place
    email: str = ""


@dataclass(frozen=True)
class Visit:
    """How someone came in: in which browser, which session, and if others use the device too."""

    browser: Device.Browser
    system: Device.System
    session_hash: str
    mark_hash: str
    is_shared: bool


@dataclass(frozen=True)
class IssuedCode:
    """A one-time code as it is shown, once; the invitation keeps only its hash."""

    invitation: Invitation
    code: str


def choose_role(*, membership: Membership, by: User) -> Acting:
    """Note in which of their roles someone acts from now on, and return it."""
    audit.record(audit.Action.ROLE_CHOSEN, membership, by=by)
    return membership.acting


def add_user(*, username: str, name: str, email: str = "", by: User) -> User:
    """Add a user who cannot sign in until they set a password with their invitation."""
    user = User(username=username, name=name, email=email)
    user.set_unusable_password()
    return audit.save(user, by=by, reason=Reason.USER_INVITED)


def invite_user(*, newcomer: Newcomer, by: User) -> IssuedCode:
    """Add someone with a role, and make the one-time code to give them in person.

    Raises:
        PlaceDoesNotFit: the role is not held in such a place.
        SignInNameTaken: someone is called so already.
    """
    require_fitting(role=newcomer.role, place=newcomer.place)
    if User.objects.filter(username__iexact=newcomer.username).exists():
        raise SignInNameTaken(_("Someone has this sign-in name. Choose another."))
    called = {"username": newcomer.username, "name": newcomer.name, "email": newcomer.email}
    user = add_user(**called, by=by)
    give_role(user=user, role=newcomer.role, place=newcomer.place, by=by)
    return _issue_code(user, by=by)


def issue_new_code(*, user: User, by: User) -> IssuedCode:
    """Let someone in anew whose password or second factor is lost, or who had been shut out.

    Every session ends; the old password and the old factors go.

    Raises:
        NotOneself: nobody confirms their own identity.
    """
    _require_someone_else(user, by)
    for factor in Authenticator.objects.filter(user=user):
        audit.delete(factor, by=by, reason=Reason.FACTOR_REMOVED)
    user.is_active = True
    user.set_unusable_password()
    audit.save(user, by=by, reason=Reason.FACTOR_REMOVED)
    sign_out_everywhere(user=user, by=by)
    tell_of_change(user=user)
    return _issue_code(user, by=by)


def accept_invitation(*, invitation: Invitation, password: str, by: User) -> User:
    """Set the first password of the invited person, who has shown the code.

    Raises:
        PasswordTooWeak: it is too easy to guess for this person.
    """
    try:
        validate_password(password, by)
    except ValidationError as weak:
        raise PasswordTooWeak(" ".join(weak.messages)) from None
    invitation.used_at = timezone.now()
    audit.save(invitation, by=by, reason=Reason.INVITATION_USED)
    return set_password(user=by, password=password, by=by)


def set_password(*, user: User, password: str, by: User) -> User:
    """Set a password. Every session of the user ends."""
    user.set_password(password)
    sign_out_everywhere(user=user, by=by)
    tell_of_change(user=user)
    return audit.save(user, by=by, reason=Reason.PASSWORD_SET)


def tell_of_change(*, user: User) -> None:
    """Write to someone with an e-mail address that how they sign in was changed."""
    if user.email:
        transaction.on_commit(partial(tasks.tell_of_change, str(user.pk)), robust=True)


def note_device(*, user: User, visit: Visit, by: User) -> Device:
    """Write down where someone signed in; tell them when they never did in that browser."""
    earlier = Device.objects.filter(user=user)
    is_new = earlier.exists() and not earlier.filter(mark_hash=visit.mark_hash).exists()
    device = audit.save(Device(user=user, **vars(visit)), by=by, reason=Reason.DEVICE_SIGNED_IN)
    if is_new and user.email:
        tell = partial(tasks.tell_of_new_device, str(user.pk))
        transaction.on_commit(tell, robust=True)
    return device


def sign_out_device(*, device: Device, by: User) -> Device:
    """End the session of one device at once."""
    _sign_out([device], by=by)
    return device


def sign_out_everywhere(*, user: User, keep: str = "", by: User) -> list[Device]:
    """End every session of someone at once, but the one kept under the key `keep`."""
    devices = Device.objects.filter(user=user, revoked_at=None).exclude(session_hash=keep)
    return _sign_out(devices, by=by)


def deactivate_user(*, user: User, by: User) -> User:
    """Shut someone out: from the next request on, with every session and open invitation.

    Raises:
        NotOneself: nobody shuts themselves out.
    """
    _require_someone_else(user, by)
    user.is_active = False
    user.set_unusable_password()
    audit.save(user, by=by, reason=Reason.USER_DEACTIVATED)
    sign_out_everywhere(user=user, by=by)
    _end_invitations(user, by=by)
    drafts.end_keys(user=user)
    return user


def require_fitting(*, role: Role, place: Place) -> None:
    """Go on only if `role` is held in such a place.

    Raises:
        PlaceDoesNotFit: it needs a team, a team of another program, no team, or the office.
    """
    programs = ROLES[role].teams_of
    if ROLES[role].is_of_office and place.agency.kind != Agency.Kind.OVP:
        raise PlaceDoesNotFit(_("This role sees the whole city. It is held in the office only."))
    if place.team is None and programs:
        raise PlaceDoesNotFit(_("This role is held in a team. Choose a team."))
    if place.team and not programs:
        raise PlaceDoesNotFit(_("This role is held in no team. Choose the organization."))
    if place.team and place.team.program not in programs:
        raise PlaceDoesNotFit(_("This role is not held in a team of that program."))


def hash_of(*, code: str) -> str:
    """Return what is kept of a one-time code; case, spaces and dashes do not count."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(letters.translate(str.maketrans("01", "OI")).encode()).hexdigest()


def give_role(
    *, user: User, role: Role, place: Place, ends_on: dt.date | None = None, by: User
) -> Membership:
    """Give a role in an agency or one of its teams, with the sight that it brings.

    A role that needs a second person counts from the moment one approves it. The site itself, at
    its command line, needs none.

    Raises:
        AcrossFirewall: the user holds a role that must know nothing of this one.
        AlreadyHeld: the user holds this very role there.
        NotOneself: nobody gives themselves a role.
        PlaceDoesNotFit: the role is not held in such a place.
    """
    _require_someone_else(user, by)
    require_fitting(role=role, place=place)
    _require_same_side(user, role, place)
    membership = Membership(
        user=user, role=role, agency=place.agency, team=place.team, ends_on=ends_on
    )
    membership.is_approved = not ROLES[role].needs_second_person or by.username == SYSTEM
    audit.save(membership, by=by, reason=Reason.ACCESS_GRANTED)
    if place.team and _sees_team(membership, place.team):
        _grant_team(user=user, team=place.team, expires_at=end_of(ends_on), by=by)
    return membership


def approve_role(*, membership: Membership, by: User) -> Membership:
    """Let a role count that waits for a second person.

    Raises:
        NotOneself: whoever gave the role, or is to hold it, is no second person.
    """
    given_by = membership.history.earliest().history_user
    if by in {membership.user, given_by}:
        raise NotOneself(_("Someone else must approve this role."))
    membership.is_approved = True
    return audit.save(membership, by=by, reason=Reason.ROLE_APPROVED)


def end_role(*, membership: Membership, by: User) -> Membership:
    """End a role today; its sight of the team ends at once, unless another role there gives it."""
    membership.ends_on = timezone.localdate() - dt.timedelta(days=1)
    membership.starts_on = min(membership.starts_on, membership.ends_on)
    audit.save(membership, by=by, reason=Reason.ACCESS_ENDED)
    others = Membership.objects.live().filter(user=membership.user, team=membership.team)
    if membership.team and any(_sees_team(other, membership.team) for other in others):
        return membership
    for grant in TeamGrant.objects.filter(user=membership.user, content_object=membership.team):
        grant.expires_at = timezone.now()
        audit.save(grant, by=by, reason=Reason.ACCESS_ENDED)
    return membership


def _require_same_side(user: User, role: Role, place: Place) -> None:
    """Keep apart what one head must not know: hospital and GVI; a provider and any casework."""
    held = list(Membership.objects.not_ended().filter(user=user).select_related("team"))
    new = (role, place.agency.pk, place.team and place.team.pk)
    if new in {(m.role, m.agency_id, m.team_id) for m in held}:
        raise AlreadyHeld(_("This person holds this role there already."))
    programs = {m.team.program for m in held if m.team} | {place.team and place.team.program}
    if {Program.HOSPITAL, Program.GVI} <= programs:
        raise AcrossFirewall(_("Nobody works for a hospital program and for GVI at once."))
    roles = {Role(m.role) for m in held} | {role}
    if Role.PROVIDER in roles and any(Permission.OPEN_CASE in ROLES[r].may for r in roles):
        raise AcrossFirewall(_("Nobody is a service provider and works with files at once."))


def _sign_out(devices: Iterable[Device], *, by: User) -> list[Device]:
    ended = list(devices)
    for device in ended:
        device.revoked_at = timezone.now()
        audit.save(device, by=by, reason=Reason.DEVICE_REVOKED)
    sessions.end(device.session_hash for device in ended)
    return ended


def _sees_team(membership: Membership, team: Team) -> bool:
    return membership.powers.sees_team or team.shares_caseload


def _grant_team(*, user: User, team: Team, expires_at: dt.datetime | None, by: User) -> TeamGrant:
    grant = TeamGrant.objects.filter(user=user, content_object=team).first()
    grant = grant or TeamGrant(user=user, content_object=team, permission=_view_team())
    grant.expires_at = expires_at
    return audit.save(grant, by=by, reason=Reason.ACCESS_GRANTED)


def _view_team() -> StoredPermission:
    return StoredPermission.objects.get(content_type__app_label="accounts", codename="view_team")


def _require_someone_else(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotOneself(_("Ask another administrator to do this for you."))


def _issue_code(user: User, *, by: User) -> IssuedCode:
    _end_invitations(user, by=by)
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")
    code = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    expires_at = timezone.now() + dt.timedelta(hours=INVITATION_HOURS)
    invitation = Invitation(user=user, code_hash=hash_of(code=code), expires_at=expires_at)
    return IssuedCode(audit.save(invitation, by=by, reason=Reason.INVITATION_ISSUED), code)


def _end_invitations(user: User, *, by: User) -> None:
    for invitation in Invitation.objects.open().filter(user=user):
        invitation.expires_at = timezone.now()
        audit.save(invitation, by=by, reason=Reason.INVITATION_ENDED)
