"""Places of which something may be said: a site, a team, and an agency far away."""

from typing import Any

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Program, Team
from tests.cast import Cast


def place_of(cast: Cast, agency: Agency) -> dict[str, Any]:
    """Return a site and a team of an agency, with their kind's place in URLs. Names are public."""
    number = Team.objects.count()
    names = {"name": f"Office {number}", "address": "1 Pier"}
    site = accounts.set_up_site(agency=agency, **names, by=cast.system)
    own = accounts.set_up_team(
        agency=agency, program=Program.OUTREACH, name=f"Team {number}", by=cast.system
    )
    return {"place_kind": "sites", "site": site.pk, "own_team": own.pk}


def agency_far_away() -> Agency:
    """Return an agency that nobody in the play works for, or has let know of anybody."""
    number = Agency.objects.count()
    agency = Agency(name=f"Agency {number} far away", kind=Agency.Kind.COMMUNITY)
    agency.save()
    return agency
