"""Let the roles of someone count that wait for a second person: whoever runs the server is one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cvi.accounts.models import Membership
from cvi.accounts.services import approve_role
from cvi.accounts.system import system_user


class Command(BaseCommand):
    help = "Approve the roles of someone that wait for a second person, while there is no other."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the sign-in name."""
        parser.add_argument("user", help="sign-in name of whoever is to hold the role")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Name the roles that count from now on."""
        held = Membership.objects.not_ended().filter(user__username=options["user"])
        waiting = list(held.filter(is_approved=False).select_related("user", "agency"))
        if not waiting:
            raise CommandError("No role of this sign-in name waits for a second person.")
        for membership in waiting:
            approve_role(membership=membership, by=system_user())
            self.stdout.write(f"{membership.get_role_display()}, {membership.agency.name}")
