"""Add a team, and its agency when it is new."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cvi.accounts.errors import NameTaken
from cvi.accounts.models import Agency, Program
from cvi.accounts.services import set_up_agency, set_up_team
from cvi.accounts.system import system_user


class Command(BaseCommand):
    help = "Add a team to an agency; a new agency is added too."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agency, the program and the team's name."""
        parser.add_argument("agency")
        parser.add_argument("program", choices=Program.values)
        parser.add_argument("team")
        kinds = Agency.Kind.values
        parser.add_argument("--kind", choices=kinds, default=Agency.Kind.COMMUNITY)

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Add what is not there yet."""
        by = system_user()
        agency = Agency.objects.filter(name=options["agency"]).first()
        kind = Agency.Kind(options["kind"])
        agency = agency or set_up_agency(name=options["agency"], kind=kind, by=by)
        program = Program(options["program"])
        try:
            set_up_team(agency=agency, program=program, name=options["team"], by=by)
        except NameTaken:
            raise CommandError("This agency has a team of that name already.") from None
        self.stdout.write(f"{options['team']} is a team of {options['agency']}.")
