"""Open every sealed value and say what could not be opened."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from cvi.vault.errors import VaultError
from cvi.vault.fields import sealed_fields

ROWS_PER_BATCH = 500


class Command(BaseCommand):
    help = "Open every sealed value; exits with 1 when one cannot be opened."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print a line per table, then each failure by table, column and row id."""
        failures: list[str] = []
        for model in apps.get_models():
            if sealed_fields(model):
                failures += self._verify(model)
        if failures:
            raise CommandError("\n".join(failures), returncode=1)
        self.stdout.write("Every sealed value opens.")

    def _verify(self, model: type[models.Model]) -> list[str]:
        failures: list[str] = []
        count = 0
        for row in _in_batches(model):
            for field in sealed_fields(model):
                count += 1
                failures += _failure(row, field.attname)
        self.stdout.write(f"{model._meta.label}: {count} values")
        return failures


def _in_batches(model: type[models.Model]) -> Iterator[models.Model]:
    """Fetch a batch whole before it is opened, so that its keys are read in one query."""
    rows = model._default_manager.order_by("pk").iterator(chunk_size=ROWS_PER_BATCH)
    while batch := list(islice(rows, ROWS_PER_BATCH)):
        yield from batch


def _failure(row: models.Model, attname: str) -> list[str]:
    try:
        getattr(row, attname)
    except VaultError as error:
        return [f"{row._meta.label}.{attname} of {row.pk}: {type(error).__name__}"]
    return []
