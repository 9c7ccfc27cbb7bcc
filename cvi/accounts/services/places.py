"""Set up agencies, zones, sites and teams, rename them, close them, and open them again.

Nothing is deleted: what is closed is offered nowhere any more, and old records keep its name.
"""

from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.errors import NameTaken, PlaceInUse
from cvi.accounts.models import Agency, Membership, Program, Site, Team, User, Zone
from cvi.accounts.models.places import OfficePlace
from cvi.accounts.services.people import end_role
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

Kept = TypeVar("Kept", bound=OfficePlace)


def set_up_agency(*, name: str, kind: Agency.Kind, by: User) -> Agency:
    """Add an agency.

    Raises:
        NameTaken: there is one of this name.
    """
    return _saved(Agency(name=name, kind=kind), Reason.AGENCY_SET_UP, by=by)


def set_up_zone(*, name: str, by: User) -> Zone:
    """Add a zone.

    Raises:
        NameTaken: there is one of this name.
    """
    return _saved(Zone(name=name), Reason.AGENCY_SET_UP, by=by)


def set_up_site(*, agency: Agency, name: str, address: str = "", by: User) -> Site:
    """Add a public office of an agency.

    Raises:
        NameTaken: the agency has one of this name.
    """
    return _saved(Site(agency=agency, name=name, address=address), Reason.AGENCY_SET_UP, by=by)


def set_up_team(
    *, agency: Agency, program: Program, name: str, site: Site | None = None, by: User
) -> Team:
    """Add a team to an agency.

    Raises:
        NameTaken: the agency has one of this name.
    """
    team = Team(agency=agency, program=program, name=name, site=site)
    return _saved(team, Reason.AGENCY_SET_UP, by=by)


def change_place(*, place: Kept, values: dict[str, Any], by: User) -> Kept:
    """Give a place another name, address or site. Old records show the new name too.

    Raises:
        NameTaken: another one has this name.
    """
    for name, value in values.items():
        setattr(place, name, value)
    return _saved(place, Reason.PLACE_CHANGED, by=by)


@transaction.atomic
def close_place(*, place: Kept, by: User) -> Kept:
    """Close a place today. The roles held in a team end with it.

    Whether a team has open cases is not known here: `desk.services.close_team` asks that first.

    Raises:
        PlaceInUse: an agency has open teams or people with a role, or a team works at a site.
    """
    _require_unused(place)
    if isinstance(place, Team):
        for membership in Membership.objects.not_ended().filter(team=place):
            end_role(membership=membership, by=by)
    place.closed_on = timezone.localdate()
    return audit.save(place, by=by, reason=Reason.PLACE_CLOSED)


def reopen_place(*, place: Kept, by: User) -> Kept:
    """Open a place again. Roles that ended with it stay ended.

    Raises:
        PlaceInUse: its agency is closed.
    """
    if isinstance(place, Team | Site) and place.agency.closed_on:
        raise PlaceInUse(_("Its organization is closed. Open that one first."))
    place.closed_on = None
    return audit.save(place, by=by, reason=Reason.PLACE_REOPENED)


def _require_unused(place: OfficePlace) -> None:
    if isinstance(place, Agency):
        _require_no_team(place.teams.all(), _("It has open teams: %(names)s. Close them first."))
        if Membership.objects.not_ended().filter(agency=place).exists():
            raise PlaceInUse(_("People hold roles there. End their roles first."))
    if isinstance(place, Site):
        _require_no_team(place.teams.all(), _("Teams work there: %(names)s. Move them first."))


def _require_no_team(teams: models.QuerySet[Team], message: str) -> None:
    names = list(teams.filter(closed_on=None).order_by("name").values_list("name", flat=True))
    if names:
        raise PlaceInUse(message % {"names": ", ".join(names)})


def _saved(place: Kept, reason: Reason, *, by: User) -> Kept:
    """Write a place whose name nobody else has, in whatever case."""
    like = {name: getattr(place, name) for name in place.WITHIN}
    table: Any = type(place)
    others = table.objects.filter(name__iexact=place.name, **like).exclude(pk=place.pk)
    if others.exists():
        raise NameTaken(_("There is one of this name already, open or closed."))
    return audit.save(place, by=by, reason=reason)
