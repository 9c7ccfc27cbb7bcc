"""Two taps at the same moment do one thing."""

from django.utils import timezone

from cvi.accounts.models import Program
from cvi.cases.models import FollowUp, Need, Participant
from cvi.hospital import services
from cvi.hospital.models import Encounter
from cvi.hospital.services import Arrival
from cvi.standards import reading as standards
from tests.cast import Cast
from tests.races import ONE_WRITER, at_once


@ONE_WRITER
def test_on_the_first_step_make_one_person(transactional_db: None, cast: Cast) -> None:
    hana, arrival = cast.specialist(), Arrival("talked")

    came = at_once(lambda: services.start_intake(team=cast.mercy_team, arrival=arrival, by=hana).pk)

    assert len(came) == 4
    assert len(set(came)) == 1
    assert Participant.objects.count() == Encounter.objects.count() == 1


@ONE_WRITER
def test_on_needs_and_on_finish_write_each_once(transactional_db: None, cast: Cast) -> None:
    hana, today = cast.specialist(), timezone.localdate()
    visit = services.start_intake(team=cast.mercy_team, arrival=Arrival("talked"), by=hana)

    at_once(lambda: services.save_needs(visit=visit, number=4, domains=["phone"], by=hana))
    came = at_once(lambda: services.finish_intake(visit=visit, home_on=today, by=hana))

    steps = standards.protocol(Program.HOSPITAL, "after_discharge")
    assert steps is not None
    assert Need.objects.count() == 1
    assert FollowUp.objects.count() == steps.parts.count()
    assert came.count("IntakeFinished") == 3
