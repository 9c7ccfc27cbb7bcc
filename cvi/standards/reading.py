"""What the other apps ask of the standards. Each function is one query, plus one for the lines.

`on` is the day that counts, by default today. `program` is a code of `Program`, `model` that of
the program model by which a team works (`team.model`, `case.model`): what it says goes before what
the program says, and that before what is for everyone.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from cvi.accounts.models import Agency
from cvi.accounts.models.places import PlaceQuerySet
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
    ProtocolStep,
    Threshold,
)
from cvi.standards.models.base import StandardQuerySet

SATURDAY = 5


def items(name: str, *, on: dt.date | None = None) -> list[ListItem]:
    """Return the values of a list that are in force, in order."""
    return list(ListItem.objects.filter(list=name).in_force(on).in_order())


def choices(
    name: str, *, on: dt.date | None = None, keep: str = "", model: str = ""
) -> list[tuple[str, str]]:
    """Return the values of a list for a form.

    Args:
        name: which list.
        on: the day that counts.
        keep: a code that the record has already, offered even where it was retired.
        model: a program model, which may offer some of the values only; one query more.
    """
    day = on or timezone.localdate()
    values = ListItem.objects.filter(list=name).in_order()
    newest = {value.code: value for value in values if value.starts_on <= day}
    found = program_model(model, on=day) if model else None
    offered = found.offers(name) if found else None
    return [
        (value.code, value.label)
        for value in sorted(newest.values(), key=lambda value: (value.position, value.code))
        if value.code == keep or (value.is_in_force(day) and _is_offered(value, offered))
    ]


def _is_offered(value: ListItem, offered: list[str] | None) -> bool:
    return not value.only_in_models if offered is None else value.code in offered


def labels(*names: str) -> dict[str, dict[str, str]]:
    """Return what every code of the lists is called, retired ones too: `labels(x)[x][code]`."""
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for value in ListItem.objects.filter(list__in=names).order_by("version"):
        found[value.list][value.code] = value.label
    return found


def label(name: str, code: str) -> str:
    """Return what one code of a list is called, retired or not; the code where there is none."""
    return labels(name)[name].get(code, code)


def criteria_set(program: str, *, model: str = "", on: dt.date | None = None) -> CriteriaSet | None:
    """Return the criteria of a model or its program, with `parts`; the first of several."""
    sets = CriteriaSet.objects.filter(program=program, model__in=["", model]).in_force(on)
    return sets.order_by("-model", "position", "code").prefetch_related("parts").first()


def phases(program: str, *, model: str = "", on: dt.date | None = None) -> list[PhaseStandard]:
    """Return the phases of a model, in order; those of its program where it has none."""
    found = PhaseStandard.objects.filter(program=program, model__in=["", model])
    rows = list(found.in_force(on).in_order())
    return [row for row in rows if row.model == model] or [row for row in rows if not row.model]


def protocol(
    program: str, code: str, *, model: str = "", on: dt.date | None = None
) -> Protocol | None:
    """Return a follow-up plan with its steps in `parts`: the model's, the program's, everyone's."""
    found = Protocol.objects.filter(code=code, program__in=["", program], model__in=["", model])
    return found.in_force(on).order_by("-model", "-program").prefetch_related("parts").first()


def steps_by_program(
    code: str, *, on: dt.date | None = None
) -> dict[tuple[str, str], list[ProtocolStep]]:
    """Return a protocol's steps by program and model; under two empty words stands everyone's."""
    found: dict[tuple[str, str], list[ProtocolStep]] = {}
    protocols = Protocol.objects.filter(code=code).in_force(on)
    steps = ProtocolStep.objects.filter(protocol__in=protocols).select_related("protocol")
    for step in steps.order_by("protocol", "position"):
        found.setdefault((step.protocol.program, step.protocol.model), []).append(step)
    return found


def number(code: str, *, on: dt.date | None = None, program: str = "", model: str = "") -> int:
    """Return a number: the model's own, the program's, else the one for everyone.

    Raises:
        Threshold.DoesNotExist: no number of this code is in force on that day.
    """
    found = numbers(code, on=on, program=program, model=model)
    if code not in found:
        raise Threshold.DoesNotExist(code)
    return found[code]


def numbers(
    *codes: str, on: dt.date | None = None, program: str = "", model: str = ""
) -> dict[str, int]:
    """Return several numbers at once, each as `number` would."""
    found = _numbers(codes, program=program, on=on).filter(model__in=["", model], role="")
    return {own.code: own.number for own in sorted(found, key=lambda own: own.rank)}


def numbers_by_model(code: str, *, program: str, on: dt.date | None = None) -> dict[str, int]:
    """Return a number of a program by model; under "" stands what counts for all other teams."""
    found = _numbers([code], program=program, on=on).filter(role="")
    return {own.model: own.number for own in sorted(found, key=lambda own: own.rank)}


def numbers_by_role(
    code: str, *, program: str, model: str = "", on: dt.date | None = None
) -> dict[str, int]:
    """Return a number by role; under "" stands what counts for all other roles."""
    found = list(_numbers([code], program=program, on=on).filter(model__in=["", model]))
    roles = {own.role for own in found} | {""}
    by_rank = sorted(found, key=lambda own: own.rank)
    fits = {role: [own for own in by_rank if own.role in {"", role}] for role in roles}
    return {role: rows[-1].number for role, rows in fits.items() if rows}


def _numbers(
    codes: Iterable[str], *, program: str, on: dt.date | None
) -> StandardQuerySet[Threshold]:
    return Threshold.objects.filter(code__in=codes, program__in=["", program]).in_force(on)


def program_model(code: str, *, on: dt.date | None = None) -> ProgramModel | None:
    """Return a program model that is in force."""
    return ProgramModel.objects.filter(code=code).in_force(on).first()


def program_models(program: str = "", *, on: dt.date | None = None) -> list[ProgramModel]:
    """Return the program models in force, of one program or of all."""
    found = ProgramModel.objects.filter(program=program) if program else ProgramModel.objects.all()
    return list(found.in_force(on).order_by("program", "position", "code"))


def model_labels() -> dict[str, str]:
    """Return what every program model is called, retired or not."""
    return {model.code: model.label for model in ProgramModel.objects.order_by("version")}


def open_agencies() -> PlaceQuerySet[Agency]:
    """Return the agencies that a holiday may be for, by name."""
    return Agency.objects.open().order_by("name")


def work_days_after(day: dt.date, number_of_days: int, *, agency_id: UUID | None = None) -> dt.date:
    """Return the work day so many work days after a day: no weekend, and no public holiday.

    A holiday counts where it was in force on its own day, for everyone or for this agency.
    """
    free = Holiday.objects.filter(Q(agency=None) | Q(agency=agency_id), day__gt=day)
    kept = free.filter(Q(ends_on=None) | Q(ends_on__gte=F("day")), starts_on__lte=F("day"))
    holidays = set(kept.values_list("day", flat=True))
    found = day
    while number_of_days > 0:
        found += dt.timedelta(days=1)
        number_of_days -= found.weekday() < SATURDAY and found not in holidays
    return found


def holidays_between(first: dt.date, last: dt.date) -> set[dt.date]:
    """Return the public holidays for everyone between two days, both counted."""
    free = Holiday.objects.filter(agency=None, day__range=(first, last))
    kept = free.filter(Q(ends_on=None) | Q(ends_on__gte=F("day")), starts_on__lte=F("day"))
    return set(kept.values_list("day", flat=True))


def general_numbers() -> list[Threshold]:
    """Return the numbers for all programs that are in force."""
    return list(Threshold.objects.filter(program="", model="", role="").in_force().in_order())


def deadline_rule(state: str, *, on: dt.date | None = None) -> DeadlineRule | None:
    """Return when to report and to file in a state; the general rule where it has none."""
    codes = [state.lower(), DeadlineRule.ANY]
    found = DeadlineRule.objects.filter(code__in=codes).in_force(on)
    return min(found, key=lambda rule: codes.index(rule.code), default=None)


def deadline_rules(*, on: dt.date | None = None) -> dict[str, DeadlineRule]:
    """Return the rules of all states; the general one stands under `DeadlineRule.ANY`."""
    return {rule.code: rule for rule in DeadlineRule.objects.in_force(on)}


def consent_rule(state: str, service: str, *, on: dt.date | None = None) -> ConsentRule | None:
    """Return who consents alone to a service in a state; the general rule where it has none."""
    states = [state.lower(), ConsentRule.ANY]
    found = ConsentRule.objects.filter(code=service, state__in=states).in_force(on)
    return min(found, key=lambda rule: states.index(rule.state), default=None)


def instruments(*, on: dt.date | None = None) -> list[Instrument]:
    """Return the screenings that are on."""
    return list(Instrument.objects.filter(is_on=True).in_force(on).in_order())


def instrument(code: str, *, on: dt.date | None = None) -> Instrument | None:
    """Return a screening with its questions in `items` and its bands in `parts`."""
    found = Instrument.objects.filter(code=code).in_force(on)
    return found.prefetch_related("items", "parts").first()


def instrument_version(version_id: UUID) -> Instrument:
    """Return the very version that a screening was scored with, in force or not."""
    return Instrument.objects.prefetch_related("items", "parts").get(pk=version_id)


class PhaseNames:
    """What phases are called. A case keeps the phase of a model that its team left, with its name.

    The model's own name goes first, then the program's, then that of any model of the program.
    """

    def __init__(self, programs: Iterable[str]) -> None:
        """Read the names of some programs, retired ones too. One query."""
        found = PhaseStandard.objects.filter(program__in=programs).order_by("version")
        self._own = {(row.program, row.model, row.code): row.label for row in found}
        self._any = {(program, code): name for (program, _model, code), name in self._own.items()}

    def of(self, code: str, *, program: str, model: str = "") -> str:
        """Return what a phase is called; its code where nothing is known of it."""
        for of_model in (model, ""):
            if (program, of_model, code) in self._own:
                return self._own[program, of_model, code]
        return self._any.get((program, code), code)
