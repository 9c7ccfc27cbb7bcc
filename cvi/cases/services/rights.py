"""Write down reports of duty, and answer what participants demand."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.authority import require_authority
from cvi.cases.errors import AlreadyAnswered, OwnReview, WrongDay
from cvi.cases.keys import core_key
from cvi.cases.models import Case, Demand, DutyReport
from cvi.standards import reading as standards

CLOCKS = {
    Demand.Kind.COMPLAINT.value: "complaint_answer_days",
    Demand.Kind.CORRECTION.value: "correction_answer_days",
}


@dataclass(frozen=True)
class Told:
    """Who outside was told what, under which duty, why, and whether the participant knows."""

    duty: str
    recipient: str
    told: str
    why: str
    participant_knows: str


@transaction.atomic
def record_duty_report(*, case: Case, told: Told, by: User) -> DutyReport:
    """Write down what was told without consent. It stands among what left about the participant.

    The recipient is outside and known by name only, so the disclosure names the report itself.

    Raises:
        AuthorityMissing: it does not say whom, what and why.
    """
    report = DutyReport(case=case, key=core_key(case), decided_by=by)
    for name in Told.__dataclass_fields__:
        setattr(report, name, getattr(told, name))
    fields = [told.duty]
    grounds = require_authority(case.participant, duty=report, fields=fields, by=by)
    audit.save(report, by=by, reason=Reason.DUTY_REPORT_RECORDED)
    audit.disclosed(report, to=report.pk, fields=fields, authority=grounds, by=by)
    return report


def record_demand(
    *, case: Case, kind: str, text: str, received_on: dt.date | None = None, by: User
) -> Demand:
    """Write down what a participant demands, and start the clock.

    Raises:
        WrongDay: it was received after today.
    """
    day = received_on or timezone.localdate()
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It has not come yet."))
    days = standards.number(CLOCKS[kind], program=case.program, model=case.model)
    demand = Demand(case=case, key=core_key(case), kind=kind, text=text, recorded_by=by)
    demand.received_on, demand.due_on = day, day + dt.timedelta(days=days)
    return audit.save(demand, by=by, reason=Reason.DEMAND_RECORDED)


@transaction.atomic
def answer_demand(*, demand: Demand, outcome: str, answer: str, by: User) -> Demand:
    """Say what was done about a demand.

    Raises:
        AlreadyAnswered: someone has answered before.
        OwnReview: they work the case that the complaint may be about.
    """
    locked = Demand.objects.select_for_update(of=("self",)).select_related("case")
    demand = locked.get(pk=demand.pk)
    if demand.answered_at:
        raise AlreadyAnswered(_("Someone has answered this already."))
    if demand.case.worker_id == by.pk:
        raise OwnReview(_("Someone else must answer this: it may be about you."))
    demand.outcome, demand.answer = outcome, answer
    demand.answered_at, demand.answered_by = timezone.now(), by
    return audit.save(demand, by=by, reason=Reason.DEMAND_ANSWERED)
