"""Set up agencies and teams; give and end roles, always together with the sight they bring."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Permission as StoredPermission
from django.utils import timezone

from cvi.accounts.models import Agency, Membership, Program, Team, TeamGrant, User, Zone, end_of
from cvi.accounts.roles import Role
from cvi.audit import services as audit
from cvi.audit.reasons import Reason


@dataclass(frozen=True)
class Place:
    """Where a role is held."""

    agency: Agency
    team: Team | None = None


def set_up_agency(*, name: str, kind: Agency.Kind, by: User) -> Agency:
    """Add an agency."""
    return audit.save(Agency(name=name, kind=kind), by=by, reason=Reason.AGENCY_SET_UP)


def set_up_zone(*, name: str, by: User) -> Zone:
    """Add a zone."""
    return audit.save(Zone(name=name), by=by, reason=Reason.AGENCY_SET_UP)


def set_up_team(*, agency: Agency, program: Program, name: str, by: User) -> Team:
    """Add a team to an agency."""
    team = Team(agency=agency, program=program, name=name)
    return audit.save(team, by=by, reason=Reason.AGENCY_SET_UP)


def add_user(*, username: str, name: str, by: User) -> User:
    """Add a user who cannot sign in until they set a password with their invitation."""
    user = User(username=username, name=name)
    user.set_unusable_password()
    return audit.save(user, by=by, reason=Reason.USER_INVITED)


def give_role(
    *, user: User, role: Role, place: Place, ends_on: dt.date | None = None, by: User
) -> Membership:
    """Give a role in an agency or one of its teams, with the sight that it brings."""
    membership = Membership(
        user=user, role=role, agency=place.agency, team=place.team, ends_on=ends_on
    )
    audit.save(membership, by=by, reason=Reason.ACCESS_GRANTED)
    if place.team and _sees_team(membership, place.team):
        _grant_team(user=user, team=place.team, expires_at=end_of(ends_on), by=by)
    return membership


def end_role(*, membership: Membership, by: User) -> Membership:
    """End a role today; its sight of the team ends at once."""
    membership.ends_on = timezone.localdate() - dt.timedelta(days=1)
    membership.starts_on = min(membership.starts_on, membership.ends_on)
    audit.save(membership, by=by, reason=Reason.ACCESS_ENDED)
    for grant in TeamGrant.objects.filter(user=membership.user, content_object=membership.team):
        grant.expires_at = timezone.now()
        audit.save(grant, by=by, reason=Reason.ACCESS_ENDED)
    return membership


def _sees_team(membership: Membership, team: Team) -> bool:
    return membership.powers.sees_team or team.shares_caseload


def _grant_team(*, user: User, team: Team, expires_at: dt.datetime | None, by: User) -> TeamGrant:
    grant = TeamGrant.objects.filter(user=user, content_object=team).first()
    grant = grant or TeamGrant(user=user, content_object=team, permission=_view_team())
    grant.expires_at = expires_at
    return audit.save(grant, by=by, reason=Reason.ACCESS_GRANTED)


def _view_team() -> StoredPermission:
    return StoredPermission.objects.get(content_type__app_label="accounts", codename="view_team")
