"""Begin a real installation: the office, and its first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cvi.accounts.models import Agency, Membership
from cvi.accounts.roles import Role
from cvi.accounts.services import Newcomer, Place, invite_user, set_up_agency
from cvi.accounts.system import system_user


class Command(BaseCommand):
    help = "Set up the office and invite its first administrator; once, on an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the office's name and the administrator's two names."""
        parser.add_argument("office", help="the name of the Office of Violence Prevention")
        parser.add_argument("--administrator", required=True, help="sign-in name")
        parser.add_argument("--name", required=True, help="the administrator's name")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the one-time code of the administrator."""
        if Membership.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("There is an administrator already; they can invite others.")
        by = system_user()
        office = set_up_agency(name=options["office"], kind=Agency.Kind.OVP, by=by)
        newcomer = Newcomer(
            username=options["administrator"],
            name=options["name"],
            role=Role.ADMINISTRATOR,
            place=Place(office),
        )
        issued = invite_user(newcomer=newcomer, by=by)
        self.stdout.write(f"One-time code for {options['administrator']}: {issued.code}")
        self.stdout.write("Give it in person. It is good for 48 hours, at First time here?")
