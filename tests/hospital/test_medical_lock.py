"""What is medical opens for nobody without the medical keys, sight or not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import Program, User
from cvi.accounts.roles import ROLES, Role
from cvi.hospital import services, timeline
from cvi.hospital.models import Encounter
from cvi.hospital.services import Arrival
from cvi.vault.errors import DomainDenied
from cvi.vault.fields import sealed_fields
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain
from tests.cast import Cast, SignIn


@pytest.fixture
def visit(cast: Cast) -> Encounter:
    """Make an intake in which everything was said."""
    visit = services.start_intake(
        team=cast.mercy_team, arrival=Arrival("talked", ["family"]), by=cast.specialist()
    )
    answers = {
        "safe_place": "no",
        "worried": "yes",
        "safe_way": "yes",
        "mechanism": "gun",
        "injured_on": timezone.localdate(),
        "body_regions": ["arm"],
    }
    return services.save_answers(visit=visit, number=3, answers=answers, by=cast.system)


class TestKeys:
    @pytest.mark.parametrize("column", [field.name for field in sealed_fields(Encounter)])
    def test_no_column_opens_with_the_core_keys(self, visit: Encounter, column: str) -> None:
        agency = visit.case.participant.agency_id
        core = [(domain, agency) for domain in Domain.values if domain != Domain.MEDICAL]

        with open_ring(core), pytest.raises(DomainDenied):
            getattr(Encounter.objects.get(pk=visit.pk), column)

    def test_every_column_opens_with_the_medical_keys_of_that_hospital(
        self, cast: Cast, visit: Encounter
    ) -> None:
        with open_ring([(Domain.MEDICAL, cast.mercy.pk)]):
            assert Encounter.objects.get(pk=visit.pk).mechanism == "gun"
        with open_ring([(Domain.MEDICAL, cast.harbor.pk)]), pytest.raises(DomainDenied):
            assert Encounter.objects.get(pk=visit.pk).mechanism

    def test_only_the_bedside_roles_hold_them(self) -> None:
        holders = {role for role in Role if Domain.MEDICAL in ROLES[role].domains}

        assert holders == {Role.HOSPITAL_SPECIALIST, Role.CLINICIAN}


@pytest.fixture
def mo(cast: Cast) -> User:
    """Add a messenger of the hospital's own street team, whose ring opens its core keys."""
    street = accounts.set_up_team(
        agency=cast.mercy, program=Program.OUTREACH, name="Mercy street team", by=cast.system
    )
    return cast.messenger(team=street)


class TestOutreachWithSight:
    def test_cannot_open_a_step(
        self, cast: Cast, visit: Encounter, mo: User, sign_in: SignIn
    ) -> None:
        cast.lend(visit.case, mo)
        url = reverse("hospital:intake_review", args=[visit.pk])

        assert sign_in(mo).get(url).status_code == 403

    def test_reads_nothing_medical_on_the_timeline(
        self, cast: Cast, visit: Encounter, mo: User, sign_in: SignIn
    ) -> None:
        cast.lend(visit.case, mo)
        url = reverse("desk:participant", args=[visit.case.participant_id])

        text = sign_in(mo).get(url).content.decode()

        assert visit.case.participant.code in text
        assert "Bedside visit" not in text


class TestTimeline:
    def test_tells_the_bedside_team_how_a_visit_went(
        self, visit: Encounter, sign_in: SignIn
    ) -> None:
        url = reverse("desk:participant", args=[visit.case.participant_id])

        text = sign_in(visit.specialist).get(url).content.decode()

        assert "Bedside visit" in text
        assert "We talked" in text

    def test_is_empty_for_keys_that_open_nothing_medical(
        self, cast: Cast, visit: Encounter
    ) -> None:
        with open_ring([(Domain.CORE, cast.mercy.pk)]):
            assert list(timeline.entries([visit.case], reader=visit.specialist)) == []
