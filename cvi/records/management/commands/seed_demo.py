"""Fill an empty database with the demo."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from cvi.accounts.models import Agency, Membership
from cvi.cases.models import Case, Consent, FollowUp, Goal, Note, Participant
from cvi.gvi.models import CustomNotification
from cvi.hospital.models import Encounter
from cvi.outreach.models import Contact
from cvi.records.commands import plain_errors
from cvi.records.demo.seeding import is_empty, seed_demo
from cvi.reentry.models import CustodyEpisode
from cvi.referrals.models import Referral

COUNTED = (
    Agency,
    Membership,
    Participant,
    Case,
    Contact,
    Encounter,
    CustomNotification,
    CustodyEpisode,
    Referral,
    Goal,
    FollowUp,
    Note,
    Consent,
)


class Command(BaseCommand):
    help = "Fill an empty database with an invented city and a year of its work. Needs DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the scale, the seed, and what to do with a database that is in use."""
        parser.add_argument("--participants", type=int, default=300)
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same story")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when the database is in use"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the demo, and say where to sign in."""
        if not settings.DEBUG:
            raise CommandError("Demo data is made with DEBUG on only, never where real people are.")
        with plain_errors():
            if is_empty():
                self._seed(options)
            elif not options["if_empty"]:
                raise CommandError("This database is in use. The demo goes into an empty one only.")

    def _seed(self, options: dict[str, Any]) -> None:
        began = time.monotonic()
        seed_demo(
            participants=options["participants"],
            seed=options["seed"],
            on_progress=self._progress,
        )
        counts = [f"{model.objects.count()} {_plural(model)}" for model in COUNTED]
        self.stdout.write(f"Made in {time.monotonic() - began:.0f} s: {', '.join(counts)}.")
        address = f"http://localhost:8000{reverse('accounts:demo_sign_in')}"
        self.stdout.write(f"Sign in as any of them, while script/server runs: {address}")

    def _progress(self, done: int, of: int) -> None:
        if done % 50 == 0 or done == of:
            self.stderr.write(f"{done} of {of} people")


def _plural(model: Any) -> str:
    return str(model._meta.verbose_name_plural)
