"""Write the search tokens of everyone anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cvi.cases.models import Participant
from cvi.cases.tokens import write_tokens
from cvi.vault.errors import RecordSealed, VaultError
from cvi.vault.keyring import open_ring

PEOPLE_AT_ONCE = 200


class Command(BaseCommand):
    help = (
        "Write everyone's search tokens: after an upgrade that brings or changes them, and after "
        "a new index key. Doing it again changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Go through all participants, a short transaction each."""
        ids = list(Participant.objects.order_by("pk").values_list("pk", flat=True))
        sealed = 0
        for start in range(0, len(ids), PEOPLE_AT_ONCE):
            with open_ring(None):
                for person in Participant.objects.filter(
                    pk__in=ids[start : start + PEOPLE_AT_ONCE]
                ):
                    sealed += not self._written(person)
        self.stdout.write(f"{len(ids) - sealed} people can be found; {sealed} are sealed for good.")

    def _written(self, person: Participant) -> bool:
        """Write one person's tokens; one whose key was destroyed has none."""
        try:
            write_tokens(person)
        except RecordSealed:
            return False
        except VaultError as problem:
            raise CommandError(f"{problem}. Put the keyring back, then run this again.") from None
        return True
