"""The demo: everybody invented, all roles there, the same story from the same seed."""

import datetime as dt
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import Agency, Membership, Program
from cvi.accounts.roles import Role
from cvi.audit import triggers
from cvi.audit.models import AuditEvent
from cvi.cases.models import Case, Consent, ContactPoint, FollowUp, Goal, Note, Participant
from cvi.gvi.models import CustomNotification
from cvi.hospital.models import Encounter
from cvi.incidents.models import DropBox, DropBoxMessage
from cvi.outreach.models import Contact
from cvi.outreach.values import Outcome
from cvi.records.demo.people import FIRST_NAMES, LAST_NAMES
from cvi.reentry.models import CustodyEpisode
from cvi.referrals.models import Referral
from tests.cast import SignIn

ROOT = Path(__file__).resolve().parents[2]


def seed(participants: int = 40, **options: Any) -> str:
    out = StringIO()
    call_command("seed_demo", participants=participants, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def debug(settings: Any, db: None) -> None:
    settings.DEBUG = True


def story() -> list[Any]:
    """Return what the demo tells, without the ids."""
    people = Participant.objects.order_by("pk").select_related("zone")
    return [
        *(
            (p.name_to_use, p.street_names, p.birth_date, str(p.zone and p.zone.name), p.gender)
            for p in people
        ),
        *Case.objects.order_by("pk").values_list("program", "status", "opened_on", "closed_on"),
        *Contact.objects.order_by("pk").values_list("occurred_at", "outcome", "worker__username"),
        *FollowUp.objects.order_by("pk").values_list("kind", "due_on", "outcome"),
        *(note.text for note in Note.objects.order_by("pk")),
    ]


@pytest.mark.usefixtures("debug")
class TestTheDemo:
    def test_has_every_role_and_the_agencies_of_a_city(self) -> None:
        said = seed(14)

        assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
        kinds = list(Agency.objects.values_list("kind", flat=True))
        assert (kinds.count("ovp"), kinds.count("community"), kinds.count("hospital")) == (1, 3, 2)
        assert f"{Participant.objects.count()} participants" in said
        assert reverse("accounts:demo_sign_in") in said

    def test_has_work_of_every_program_and_kind(self) -> None:
        today = timezone.localdate()

        seed(40)

        assert Participant.objects.count() >= 40  # an accepted referral makes the receiver's own
        assert set(Case.objects.values_list("program", flat=True)) == set(Program.values)
        stands = set(Referral.objects.values_list("status", flat=True))
        assert {"sent", "accepted", "declined"} <= stands <= set(Referral.Status.values)
        assert Encounter.objects.filter(started_at__date__lt=today).exists()
        assert CustomNotification.objects.exists()
        assert (DropBox.objects.open().count(), DropBoxMessage.objects.waiting().count()) == (2, 2)
        assert CustodyEpisode.objects.exists()
        assert set(Contact.objects.values_list("outcome", flat=True)) >= {
            Outcome.REACHED,
            "not_now",
        }
        assert Contact.objects.earliest("occurred_at").occurred_at.date() < today.replace(day=1)
        waiting = FollowUp.objects.open()
        assert waiting.due_by(today - dt.timedelta(days=1)).exists()
        assert waiting.filter(due_on=today).exists()
        assert waiting.filter(due_on__gt=today).exists()
        assert FollowUp.objects.filter(done_at__date__lt=today).exists()
        assert Consent.objects.live_on(today).exists()
        assert Consent.objects.filter(expires_on__lt=today).exists()
        assert Consent.objects.exclude(revoked_at=None).exists()
        assert Goal.objects.exists()
        assert Note.objects.filter(written_at__date__lt=today).exists()
        assert Case.objects.exclude(closed_on=None).exists()

    def test_is_invented_for_all_to_see(self) -> None:
        seed(14)

        names = [person.name_to_use.split(" ") for person in Participant.objects.all()]
        assert all(first in FIRST_NAMES and last in LAST_NAMES for first, last in names)
        assert all("55501" in phone.value for phone in ContactPoint.objects.all())

    def test_leaves_its_lines_on_the_trail(self) -> None:
        seed(14)

        made = AuditEvent.objects.filter(resource="cases.case", action="created")
        assert made.count() == Case.objects.count()
        assert not made.filter(role="").exists()

    def test_is_the_same_from_the_same_seed(self, transactional_db: None) -> None:
        seed(14)
        first = story()
        triggers.remove()
        call_command("flush", interactive=False, verbosity=0)
        seed(14)

        assert story() == first

    def test_lets_a_messenger_begin_the_day(self, sign_in: SignIn) -> None:
        seed(40)
        case = Case.objects.filter(program=Program.OUTREACH, closed_on=None)[0]

        page = sign_in(case.worker).get(reverse("desk:today"))

        assert page.status_code == 200
        assert page.context["due"]


@pytest.mark.usefixtures("debug")
class TestADatabaseInUse:
    def test_is_refused(self) -> None:
        seed(1)

        with pytest.raises(CommandError, match="This database is in use"):
            seed(1)

        assert Participant.objects.count() == 1

    def test_is_left_alone_where_that_was_asked_for(self) -> None:
        seed(1)

        assert seed(1, if_empty=True) == ""
        assert Participant.objects.count() == 1


@pytest.mark.django_db
def test_without_debug_it_is_refused(settings: Any) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="with DEBUG on only"):
        seed(1, if_empty=True)

    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    ("lost", "text"),
    [
        ("VAULT_KEYRING_FILE", "There is no keyring; nothing was changed."),
        ("DATABASE_URL", "The database cannot be reached, or its tables are not made yet."),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(tmp_path: Path, lost: str, text: str) -> None:
    places = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
        "VAULT_KEYRING_FILE": str(tmp_path / "keyring.json"),
    }
    env = {**os.environ, "DEBUG": "true", "SECRET_KEY": "x" * 60, "VAULT_KEYRING": "", **places}
    manage = [sys.executable, str(ROOT / "manage.py")]
    if lost != "VAULT_KEYRING_FILE":
        subprocess.run([*manage, "vault_init"], env=env, check=True, capture_output=True)  # noqa: S603

    done = subprocess.run(  # noqa: S603  our own command
        [*manage, "seed_demo"], env=env, check=False, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert text in done.stderr
    assert "Traceback" not in done.stderr
