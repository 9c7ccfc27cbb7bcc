"""One way to keep the versions of a row, the same for every table."""

from django.db import models
from simple_history.models import HistoricalRecords

from cvi.vault.ids import uuid7


def tracked(*, without: tuple[str, ...] = ()) -> HistoricalRecords:
    """Keep every version of a row: who, when, and a reason code. Sealed columns stay sealed."""
    return HistoricalRecords(
        excluded_fields=list(without),
        history_id_field=models.UUIDField(default=uuid7),
        history_change_reason_field=models.CharField(max_length=40, null=True),
        user_related_name="+",
        user_db_constraint=False,
    )
