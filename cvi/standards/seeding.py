"""Puts what ships with the program in place, after every migrate; what is there stays as it is."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, transaction

from cvi.standards.models import (
    ConsentRule,
    CriteriaSet,
    DeadlineRule,
    Holiday,
    Instrument,
    ListItem,
    PhaseStandard,
    ProgramModel,
    Protocol,
    Standard,
    Threshold,
    line_of,
)
from cvi.standards.seeds.holidays import HOLIDAYS
from cvi.standards.seeds.lists import LISTS
from cvi.standards.seeds.models import (
    MODEL_CRITERIA,
    MODEL_ITEMS,
    MODEL_NUMBERS,
    MODEL_PHASES,
    MODEL_PROTOCOLS,
    MODELS,
)
from cvi.standards.seeds.programs import CRITERIA, PHASES, PROTOCOLS
from cvi.standards.seeds.rules import CONSENT_RULES, DEADLINES, THRESHOLDS
from cvi.standards.seeds.screening import INSTRUMENTS

Row = dict[str, Any]


def seed(using: str, **_rest: Any) -> None:
    """Add every standard that has no version yet. One that a site retired stays retired."""
    tables = {model._meta.db_table for model in apps.get_app_config("standards").get_models()}
    if not tables <= set(connections[using].introspection.table_names()):
        return
    with transaction.atomic(using=using):
        for model, rows in _shipped():
            _add_missing(model, rows, using)


def _shipped() -> Iterator[tuple[type[Standard], list[Row]]]:
    yield ListItem, [*_list_items(), *MODEL_ITEMS]
    yield ProgramModel, MODELS
    yield CriteriaSet, [*CRITERIA, *MODEL_CRITERIA]
    yield PhaseStandard, [*PHASES, *MODEL_PHASES]
    yield Protocol, [*PROTOCOLS, *MODEL_PROTOCOLS]
    yield Threshold, [*THRESHOLDS, *MODEL_NUMBERS]
    yield Holiday, HOLIDAYS
    yield DeadlineRule, DEADLINES
    yield ConsentRule, CONSENT_RULES
    yield Instrument, INSTRUMENTS


def _list_items() -> Iterator[Row]:
    for name, (basis, source, values) in LISTS.items():
        for code, english, spanish in values:
            row = {"list": name, "code": code, "label_en": english, "label_es": spanish}
            yield {**row, "basis": basis, "source": source}


def _add_missing(model: type[Standard], rows: list[Row], using: str) -> None:
    """Write the rows whose standard is not there, in the order of the seeds."""
    there = set(model.objects.using(using).values_list(*model.LINEAGE))
    missing = [
        {"position": position, **row}
        for position, row in enumerate(rows)
        if tuple(str(row.get(name, "")) for name in model.LINEAGE) not in there
    ]
    made = [
        model(**{name: value for name, value in row.items() if name not in model.LINES})
        for row in missing
    ]
    model.objects.using(using).bulk_create(made)
    for name in model.LINES:
        part, link = line_of(model, name)
        part.objects.using(using).bulk_create(
            part(position=position, **{link: standard}, **line)
            for standard, row in zip(made, missing, strict=True)
            for position, line in enumerate(row.get(name, []), start=1)
        )
