"""A program model as its page shows it: each part with where it comes from."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse

from cvi.accounts.models import Team
from cvi.standards.kinds import CASELOAD, KINDS, Kind
from cvi.standards.models import (
    CriteriaSet,
    ListItem,
    PhaseStandard,
    ProgramModel,
    Standard,
    Threshold,
    ValueList,
)

ORDER = ("phases", "criteria", "protocols", "caseload", "numbers")


@dataclass(frozen=True)
class PartOf:
    """One kind of standard of a model: its own rows, or those of its program."""

    kind: Kind
    rows: list[Standard]
    add_url: str
    is_own: bool


def parts_of(model: ProgramModel) -> list[PartOf]:
    """Return what a model consists of. Two queries a kind at most, and one for its lines."""
    kinds = {kind.slug: kind for kind in KINDS}
    return [_part_of(model, kinds[slug]) for slug in ORDER]


def lists_of(model: ProgramModel) -> list[tuple[str, list[str]]]:
    """Return what each list that the model cuts down offers."""
    names = {value.partition(".")[0] for value in model.choices}
    items = ListItem.objects.filter(list__in=names).in_force().in_order()
    return [
        (str(ValueList(name).label), [i.label for i in items if i.list == name and i.code in kept])
        for name in sorted(names)
        if (kept := model.offers(name))
    ]


def teams_of(model: ProgramModel) -> models.QuerySet[Team]:
    """Return the open teams that work by a model."""
    teams = Team.objects.open().filter(model=model.code, program=model.program)
    return teams.select_related("agency").order_by("agency__name", "name")


def _part_of(model: ProgramModel, kind: Kind) -> PartOf:
    place = {"program": model.program, "model": model.code}
    url = f"{reverse('standards:standard_add', args=[kind.slug])}?{urlencode(place)}"
    rows = kind.rows().in_force().prefetch_related(*kind.model.LINES[:1]).in_order()
    own = list(rows.filter(model=model.code))
    if own or (kind.model is Threshold and kind.codes != CASELOAD):
        return PartOf(kind, own, url, is_own=bool(own))
    return PartOf(kind, list(rows.filter(_of_program(kind, model))), url, is_own=False)


def _of_program(kind: Kind, model: ProgramModel) -> models.Q:
    """Return the condition of counting for a program's teams without a model of their own."""
    whole = [] if kind.model in {PhaseStandard, CriteriaSet} else [""]
    return models.Q(model="", program__in=[model.program, *whole])
