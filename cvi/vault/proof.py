"""Every sealed value opened, to know that it can be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.apps import apps
from django.db import models

from cvi.vault.errors import VaultError
from cvi.vault.fields import sealed_fields

ROWS_PER_BATCH = 500


@dataclass
class Opened:
    """How many values of a table were tried, and which did not open."""

    label: str
    values: int = 0
    failures: list[str] = field(default_factory=list)


def open_everything() -> Iterator[Opened]:
    """Yield the outcome of each table with sealed columns, its failures by column and row id."""
    for model in apps.get_models():
        if sealed_fields(model):
            yield _opened(model)


def _opened(model: type[models.Model]) -> Opened:
    found = Opened(model._meta.label)
    for row in _in_batches(model):
        for column in sealed_fields(model):
            found.values += 1
            found.failures += _failure(row, column.attname)
    return found


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
