"""What the tests of the bedside intake say and do."""

import uuid
from typing import Any

from django.urls import reverse

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Program, Team
from cvi.cases.models import Case
from cvi.hospital import services
from cvi.hospital.models import Encounter
from cvi.hospital.services import Arrival
from tests.cast import Cast

NEW = "/hospital/intake/new/"
STEPS = ["visit", "safety", "injury", "needs", "about", "review"]


def arrived(cast: Cast, outcome: str = "talked", **changes: Any) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "form_id": str(uuid.uuid4()),
        "team": cast.mercy_team.pk,
        **changes,
    }


def talk(cast: Cast, *present: str) -> Encounter:
    """Begin an intake with a talk, by Hana."""
    return services.start_intake(
        team=cast.mercy_team,
        arrival=Arrival("talked", list(present)),
        by=cast.specialist(),
    )


def step(name: str, visit: Encounter) -> str:
    return reverse(f"hospital:intake_{name}", args=[visit.pk])


def person_page(case: Case) -> str:
    return reverse("desk:participant", args=[case.participant_id])


def other_hospital(cast: Cast) -> Team:

    grace = accounts.set_up_agency(name="Grace Hospital", kind=Agency.Kind.HOSPITAL, by=cast.system)
    return accounts.set_up_team(
        agency=grace, program=Program.HOSPITAL, name="Grace bedside team", by=cast.system
    )
