"""Say which keys there are."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from cvi.vault.models import DataKey, KekRecord


class Command(BaseCommand):
    help = "Count data keys by master key, domain and state."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print check values and counts."""
        for record in KekRecord.objects.order_by("pk"):
            self.stdout.write(f"master key {record.pk}: {bytes(record.check_value).hex()}")
        counts = DataKey.objects.values_list("kek", "domain", "state").annotate(Count("pk"))
        for kek, domain, state, count in counts.order_by("kek", "domain", "state"):
            self.stdout.write(f"master key {kek}, {domain}, {state}: {count}")
