"""One way to keep the versions of a row, the same for every table."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from cvi.vault.fields import kept_sealed
from cvi.vault.ids import uuid7


class Versions(HistoricalRecords):  # type: ignore[misc]  # it carries no types
    """Versions of a row, in which a sealed value is copied as it is.

    So someone may move a row on of which they cannot read every part.
    """

    def create_historical_record(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Write one version."""
        with kept_sealed(instance):
            super().create_historical_record(instance, *args, **kwargs)


def tracked(*, without: tuple[str, ...] = ()) -> HistoricalRecords:
    """Keep every version of a row: who, when, and a reason code. Sealed columns stay sealed."""
    return Versions(
        excluded_fields=list(without),
        history_id_field=models.UUIDField(default=uuid7),
        history_change_reason_field=models.CharField(max_length=40, null=True),
        user_related_name="+",
        user_db_constraint=False,
    )
