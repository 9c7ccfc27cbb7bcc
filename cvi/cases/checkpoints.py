"""Checkpoints: on which days each case has one, whether it has come, and what is due now.

A case counts from its release or its custom notification where that started a plan with checkpoints
of its own, and else from the day of enrolling: one clock a case, so that nobody is asked twice.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Program
from cvi.cases.models import Case, Checkpoint, FollowUp, Participant
from cvi.cases.models.checkpoints import QUESTIONS
from cvi.cases.today import Due, is_theirs
from cvi.standards import reading as standards
from cvi.standards.models import ProtocolStep

Steps = dict[tuple[str, str], list[ProtocolStep]]
PLAN, KIND = "checkpoints", FollowUp.Kind.CHECKPOINT
ROWS = 200


@dataclass(frozen=True)
class Slot:
    """One checkpoint of a case: which it is, when it may be asked, and what was answered."""

    case: Case
    protocol: str
    started_on: dt.date
    step: str
    opens_on: dt.date
    due_on: dt.date
    closes_on: dt.date
    row: Checkpoint | None = None

    @property
    def label(self) -> str:
        """Which day it is, counted from the start."""
        return _("Day %(number)s") % {"number": (self.due_on - self.started_on).days}

    @property
    def is_open(self) -> bool:
        """Whether it may be asked today or could have been, and nobody has answered it."""
        is_asked = self.row is not None and self.row.is_asked
        return not is_asked and self.opens_on <= timezone.localdate() and not self.case_has_died

    @property
    def is_due(self) -> bool:
        """Whether today is one of its days, and it still is to be asked."""
        return self.is_open and timezone.localdate() <= self.closes_on

    @property
    def case_has_died(self) -> bool:
        """Whether they died before the day of the checkpoint."""
        return died_before(self.case.participant, self.due_on)

    @property
    def has_come(self) -> bool:
        """Whether the case reached it: old enough, and not died before. Measures divide by these.

        Not being found, or never being asked, takes nobody out.
        """
        return self.due_on <= timezone.localdate() and not self.case_has_died

    @property
    def stands(self) -> str:
        """What became of it, in words."""
        if self.row is not None:
            return str(self.row.get_outcome_display())
        today = timezone.localdate()
        if self.case_has_died:
            return ""
        if today < self.opens_on:
            return _("To come")
        return _("Missed") if today > self.closes_on else _("Ask now")


def died_before(person: Participant, day: dt.date) -> bool:
    """Answer whether someone died before a day; an unknown day of death is read as before."""
    return person.has_died and (person.died_on is None or person.died_on < day)


def slots_of(cases: list[Case]) -> list[Slot]:
    """Return every checkpoint of some cases, each case's in order of days. Three queries."""
    rows = {_key(row): row for row in Checkpoint.objects.filter(case__in=cases)}
    followed: dict[UUID, list[FollowUp]] = {}
    own = FollowUp.objects.filter(case__in=cases, kind=KIND).exclude(protocol="")
    for item in own:
        followed.setdefault(item.case_id, []).append(item)
    steps = _steps()
    slots: list[Slot] = []
    for case in cases:
        mine = [_followed(case, item, rows) for item in followed.get(case.pk, [])]
        mine = mine or list(_enrolled(case, steps, rows))
        slots += sorted([*mine, *_left(case, mine, rows)], key=lambda slot: slot.due_on)
    return slots


def to_ask(case: Case, *, due_on: str = "") -> list[Slot]:
    """Return the checkpoints that may be asked now; with a day, the one of that day alone.

    The one whose days are now comes first, then those that were missed, the newest first.
    """
    slots = slots_of([case])
    if due_on:
        chosen = [slot for slot in slots if slot.due_on.isoformat() == due_on]
        return [slot for slot in chosen if slot.row is not None or slot.is_open]
    return sorted(filter(_is_open, slots), key=lambda slot: slot.due_on, reverse=True)


def table(cases: list[Case]) -> dict[str, Any]:
    """Return a table of the checkpoints of some cases, or nothing: a row each, a column a question.

    Of cases in several programs, each row names its own.
    """
    slots = slots_of(cases)
    several = len({slot.case.pk for slot in slots}) > 1
    heads = [short for short, _sentence in QUESTIONS.values()]
    rows = [[_head(slot, several=several), slot.stands, *_answers(slot)] for slot in slots]
    return {"headers": [_("Checkpoint"), _("Asked?"), *heads], "rows": rows}


def due(user: User) -> Iterator[Due]:
    """Yield the checkpoints counted from enrolling whose days are now, for cases `user` sees.

    Those of a plan that began with a release or a notification are follow-ups, and listed there.
    """
    days = _enrolled_for(timezone.localdate(), _steps())
    if not days:
        return
    cases = Case.objects.visible_to(user).open().filter(days).with_people()
    slots = slots_of(list(cases.order_by("enrolled_on", "pk")[:ROWS]))
    mine = is_theirs(user)
    for slot in slots:
        if slot.is_due and slot.protocol == PLAN and mine(slot.case, slot.due_on):
            yield _due(slot)


def url_of(case_id: UUID, due_on: dt.date) -> str:
    """Return where a checkpoint is answered."""
    return f"{reverse('cases:checkpoint_new', args=[case_id])}?which={due_on.isoformat()}"


def _is_open(slot: Slot) -> bool:
    return slot.is_open


def _due(slot: Slot) -> Due:
    days_late = (timezone.localdate() - slot.due_on).days
    said = {
        "what": _("Checkpoint: %(day)s") % {"day": slot.label},
        "day": date_format(slot.due_on, "MONTH_DAY_FORMAT"),
    }
    text = _("%(what)s was due %(day)s") if days_late > 0 else _("%(what)s by %(day)s")
    return Due(
        case=slot.case,
        reason=text % said,
        rank=100 + days_late,
        action_url=url_of(slot.case.pk, slot.due_on),
        action_label=_("Answer"),
        is_late=days_late > 0,
    )


def _steps() -> Steps:
    return standards.steps_by_program(PLAN)


def _steps_for(program: str, model: str, steps: Steps) -> list[ProtocolStep]:
    """Return a model's own checkpoints, else its program's, else those of every program."""
    own = steps.get((program, model)) or steps.get((program, "")) or steps.get(("", ""), [])
    return [step for step in own if step.kind == KIND]


def _enrolled_for(day: dt.date, steps: Steps) -> Q:
    """Return the condition of having enrolled so long ago that a checkpoint may be asked today."""
    found = Q()
    for program in Program:
        models = {model for of_program, model in steps if of_program == program and model}
        for model in models:
            within = Q(program=program, team__model=model)
            found |= _enrolled_within(day, within, _steps_for(program, model, steps))
        others = Q(program=program) & ~Q(team__model__in=models) if models else Q(program=program)
        found |= _enrolled_within(day, others, _steps_for(program, "", steps))
    return found


def _enrolled_within(day: dt.date, cases: Q, steps: list[ProtocolStep]) -> Q:
    found = Q()
    for step in steps:
        opens, _due_on, closes = _days(step, day)
        first, last = day - (closes - day), day - (opens - day)
        found |= cases & Q(enrolled_on__range=(first, last))
    return found


def _enrolled(case: Case, steps: Steps, rows: dict[Any, Checkpoint]) -> Iterator[Slot]:
    if case.enrolled_on is None:
        return
    for step in _steps_for(case.program, case.model, steps):
        name = f"{step.due_after}{step.unit[0]}"
        days = _days(step, case.enrolled_on)
        row = rows.get((case.pk, PLAN, case.enrolled_on, name))
        yield Slot(case, PLAN, case.enrolled_on, name, *days, row)


def _followed(case: Case, item: FollowUp, rows: dict[Any, Checkpoint]) -> Slot:
    started_on = item.started_on or item.due_on
    row = rows.get((case.pk, item.protocol, started_on, item.step))
    days = (item.opens_on or item.due_on, item.due_on, item.last_day)
    return Slot(case, item.protocol, started_on, item.step, *days, row)


def _left(case: Case, slots: Iterable[Slot], rows: dict[Any, Checkpoint]) -> Iterator[Slot]:
    """Yield what was answered for a plan that is no longer the one of the case."""
    known = {slot.row.pk for slot in slots if slot.row}
    for row in rows.values():
        if row.case_id == case.pk and row.pk not in known:
            days = (row.due_on, row.due_on, row.due_on)
            yield Slot(case, row.protocol, row.started_on, row.step, *days, row)


def _key(row: Checkpoint) -> tuple[UUID, str, dt.date, str]:
    return row.case_id, row.protocol, row.started_on, row.step


def _days(step: ProtocolStep, start: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    """Return from when, on which day and until when; days are counted without a clock."""
    at = dt.datetime.combine(start, dt.time.min)
    opens = max(step.opens_at(at), at)
    return opens.date(), step.due_at(at).date(), step.closes_at(at).date()


def _head(slot: Slot, *, several: bool) -> Any:
    day = date_format(slot.due_on, "SHORT_DATE_FORMAT")
    parts = [slot.case.get_program_display()] if several else []
    text = " · ".join([*parts, slot.label, day])
    may_open = slot.case.closed_on is None and (slot.row is not None or slot.is_open)
    return {"text": text, "url": url_of(slot.case.pk, slot.due_on)} if may_open else text


def _answers(slot: Slot) -> list[str]:
    if slot.row is None or not slot.row.is_asked:
        return ["–"] * len(QUESTIONS)
    return list(slot.row.said)
