"""What the other apps ask of the standards. Each function is one query, plus one for the lines.

`on` is the day that counts, by default today. `program` is a code of `Program`.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from cvi.standards.models import (
    ConsentRule,
    CriteriaSet,
    DeadlineRule,
    Instrument,
    ListItem,
    PhaseStandard,
    Protocol,
    ProtocolStep,
    Threshold,
)


def items(name: str, *, on: dt.date | None = None) -> list[ListItem]:
    """Return the values of a list that are in force, in order."""
    return list(ListItem.objects.filter(list=name).in_force(on).in_order())


def choices(name: str, *, on: dt.date | None = None, keep: str = "") -> list[tuple[str, str]]:
    """Return the values of a list for a form.

    Args:
        name: which list.
        on: the day that counts.
        keep: a code that the record has already, offered even where it was retired.
    """
    day = on or timezone.localdate()
    values = ListItem.objects.filter(list=name).in_order()
    newest = {value.code: value for value in values if value.starts_on <= day}
    return [
        (value.code, value.label)
        for value in sorted(newest.values(), key=lambda value: (value.position, value.code))
        if value.is_in_force(day) or value.code == keep
    ]


def labels(*names: str) -> dict[str, dict[str, str]]:
    """Return what every code of the lists is called, retired ones too: `labels(x)[x][code]`."""
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for value in ListItem.objects.filter(list__in=names).order_by("version"):
        found[value.list][value.code] = value.label
    return found


def label(name: str, code: str) -> str:
    """Return what one code of a list is called, retired or not; the code where there is none."""
    return labels(name)[name].get(code, code)


def criteria_set(program: str, *, on: dt.date | None = None) -> CriteriaSet | None:
    """Return the criteria of a program with its `parts`; the first where there are several."""
    sets = CriteriaSet.objects.filter(program=program).in_force(on).in_order()
    return sets.prefetch_related("parts").first()


def phases(program: str, *, on: dt.date | None = None) -> list[PhaseStandard]:
    """Return the phases of a program, in order."""
    return list(PhaseStandard.objects.filter(program=program).in_force(on).in_order())


def protocol(program: str, code: str, *, on: dt.date | None = None) -> Protocol | None:
    """Return a follow-up protocol with its steps in `parts`: the program's, else everyone's."""
    found = Protocol.objects.filter(code=code, program__in=["", program]).in_force(on)
    return found.order_by("-program").prefetch_related("parts").first()


def steps_by_program(code: str, *, on: dt.date | None = None) -> dict[str, list[ProtocolStep]]:
    """Return a protocol's steps by program; under "" stands everyone's. One query."""
    found: dict[str, list[ProtocolStep]] = {}
    protocols = Protocol.objects.filter(code=code).in_force(on)
    steps = ProtocolStep.objects.filter(protocol__in=protocols).select_related("protocol")
    for step in steps.order_by("protocol", "position"):
        found.setdefault(step.protocol.program, []).append(step)
    return found


def number(code: str, *, on: dt.date | None = None, program: str = "") -> int:
    """Return a number: the program's own where it has one, else the one for all programs.

    Raises:
        Threshold.DoesNotExist: no number of this code is in force on that day.
    """
    found = Threshold.objects.filter(code=code, program__in=["", program]).in_force(on)
    own = found.order_by("-program").first()
    if own is None:
        raise Threshold.DoesNotExist(code)
    return own.number


def numbers(*codes: str, on: dt.date | None = None, program: str = "") -> dict[str, int]:
    """Return several numbers at once, each as `number` would."""
    found = Threshold.objects.filter(code__in=codes, program__in=["", program]).in_force(on)
    return {own.code: own.number for own in found.order_by("program")}


def general_numbers() -> list[Threshold]:
    """Return the numbers for all programs that are in force."""
    return list(Threshold.objects.filter(program="").in_force().in_order())


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


def phase_labels(programs: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return what every phase of these programs is called, by program and code, retired or not."""
    found = PhaseStandard.objects.filter(program__in=programs).order_by("version")
    return {(phase.program, phase.code): phase.label for phase in found}
