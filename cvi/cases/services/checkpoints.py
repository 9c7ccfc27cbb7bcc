"""Write down what was found out at a checkpoint."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.checkpoints import KIND, Slot
from cvi.cases.errors import WrongDay
from cvi.cases.keys import core_key
from cvi.cases.models import Checkpoint, FollowUp
from cvi.cases.services.follow_ups import finish_follow_up


@dataclass(frozen=True)
class Finding:
    """What was found out, or that nobody was found: `answers[question]` has answer and source."""

    outcome: str
    asked_on: dt.date
    answers: Mapping[str, Mapping[str, str]]
    note: str = ""


@transaction.atomic
def record_checkpoint(*, slot: Slot, finding: Finding, by: User) -> Checkpoint:
    """Write down a checkpoint; what was answered before is corrected, its earlier words stay.

    Not finding them leaves it open, and counts as a try. An answer does the follow-up that it is.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: the day is to come, or before the days of the checkpoint.
    """
    case = slot.case
    case.require_open()
    _require_day_of(slot, finding.asked_on)
    place = {"protocol": slot.protocol, "started_on": slot.started_on, "step": slot.step}
    row = Checkpoint.objects.select_for_update().filter(case=case, **place).first()
    row = row or Checkpoint(case=case, key=core_key(case), **place)
    row.due_on, row.asked_on, row.asked_by = slot.due_on, finding.asked_on, by
    row.note = finding.note
    is_found = finding.outcome == Checkpoint.Outcome.REACHED
    row.answers = {key: dict(said) for key, said in finding.answers.items()} if is_found else {}
    row.tries += not is_found
    row.outcome = finding.outcome
    audit.save(row, by=by, reason=Reason.CHECKPOINT_RECORDED)
    if row.is_asked:
        _do_follow_up(slot, by=by)
    return row


def _do_follow_up(slot: Slot, *, by: User) -> None:
    same = {"protocol": slot.protocol, "started_on": slot.started_on, "step": slot.step}
    for item in FollowUp.objects.open().filter(case=slot.case, kind=KIND, **same):
        finish_follow_up(follow_up=item, outcome=FollowUp.Outcome.REACHED, by=by)


def _require_day_of(slot: Slot, day: dt.date) -> None:
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if day < slot.opens_on:
        raise WrongDay(_("Check this date. This checkpoint is not to be asked so early."))
