"""Places of which something may be said: a site, a team, and an agency far away."""

from typing import Any

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Program, Team, User
from cvi.accounts.roles import Role
from cvi.papers.uploads import DataFile, DataType
from cvi.referrals import services
from cvi.referrals.models import Phone
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


def entry_of(cast: Cast, agency: Agency) -> dict[str, Any]:
    """Return an entry of the service directory with its parts, and a file of an agency for it.

    All of it but the file is public.
    """
    by, number = cast.system, User.objects.count()
    changes = {"name": f"Service {number}", "new_organization": f"Organization {number}"}
    service = services.save_service(service=None, changes=changes, by=by)
    call = {"number": "555-0100"}
    phone = services.save_part(service=service, part=Phone(), changes=call, by=by)
    note = services.tell_correction(service=service, wrong="phone", right="555-0101", by=by)
    steward = cast.user(f"steward-{number}", Role.DIRECTORY_STEWARD, agency)
    file = DataFile(DataType.JSON, b"[]")
    return {
        "entry": service.pk,
        "organization": service.organization_id,
        "part_kind": "phones",
        "part": phone.pk,
        "correction": note.pk,
        "directory_file": services.begin_import(file=file, by=steward).pk,
    }


def agency_far_away() -> Agency:
    """Return an agency that nobody in the play works for, or has let know of anybody."""
    number = Agency.objects.count()
    agency = Agency(name=f"Agency {number} far away", kind=Agency.Kind.COMMUNITY)
    agency.save()
    return agency
