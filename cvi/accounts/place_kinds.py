"""The kinds of places, as the settings pages list them: each with its word in the address."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, OfficePlace, Site, Team, User, Zone
from cvi.accounts.roles import Permission


@dataclass(frozen=True)
class PlaceKind:
    """One kind: its place in the address, its table, its name, and what it is for."""

    slug: str
    model: type[OfficePlace]
    name: Promise
    lead: Promise


PLACE_KINDS = (
    PlaceKind("agencies", Agency, _("Organizations"), _("The office and who it funds.")),
    PlaceKind("zones", Zone, _("Zones"), _("The parts of the city, as the office draws them.")),
    PlaceKind("sites", Site, _("Sites"), _("Offices that the public knows.")),
    PlaceKind("teams", Team, _("Teams"), _("Who works together in one program.")),
)


def place_kind(slug: str) -> PlaceKind:
    """Return the kind of this name.

    Raises:
        Http404: there is no such kind.
    """
    for kind in PLACE_KINDS:
        if kind.slug == slug:
            return kind
    raise Http404


def place_kinds_of(user: User) -> list[PlaceKind]:
    """Return the kinds that a user keeps: all in the office, sites and teams elsewhere."""
    if not user.holds(Permission.MANAGE_PLACES):
        return []
    own = {Site, Team}
    return [kind for kind in PLACE_KINDS if user.keeps_city or kind.model in own]
