"""Incentives and stipends: ask for one, have someone else decide, and pay it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, LimitReached, OwnReview, ReasonMissing, WrongDay
from cvi.cases.keys import core_key
from cvi.cases.models import Case, Goal, Incentive
from cvi.standards import reading as standards


@dataclass(frozen=True)
class Proposal:
    """What is asked for, what for, and who pays."""

    kind: str
    amount: Decimal
    reason: str
    funding: list[str]
    goal: Goal | None = None


@dataclass(frozen=True)
class Payment:
    """How something was paid, on which day, and what proves it: a receipt, or who saw it."""

    how: str
    receipt: str
    paid_on: dt.date


@transaction.atomic
def propose_incentive(*, case: Case, proposal: Proposal, by: User) -> Incentive:
    """Ask the supervisor for money or a gift. The month's limit counts what waits, too.

    Raises:
        CaseClosed: the case is closed.
        LimitReached: it is more than one person may get of this team in a month. Nobody can
            approve it: the office sets the limit.
    """
    case = Case.objects.select_for_update(of=("self",)).with_people().get(pk=case.pk)
    case.require_open()
    _require_within_limit(case, proposal.amount)
    row = Incentive(case=case, key=core_key(case), proposed_by=by)
    for name in Proposal.__dataclass_fields__:
        setattr(row, name, getattr(proposal, name))
    return audit.save(row, by=by, reason=Reason.INCENTIVE_PROPOSED)


@transaction.atomic
def decide_incentive(*, incentive: Incentive, status: str, answer: str = "", by: User) -> Incentive:
    """Approve an incentive, or decline it and say why.

    Raises:
        AlreadyAnswered: someone has decided before, or it was cancelled.
        OwnReview: they asked for it, or work the case themselves.
        CaseClosed: it can't be approved any more, only declined.
        ReasonMissing: it is declined, and nobody says why.
    """
    row = _locked(incentive)
    if row.status != Incentive.Status.PROPOSED:
        raise AlreadyAnswered(_("Someone has decided this already."))
    if by.pk in {row.proposed_by_id, row.case.worker_id}:
        raise OwnReview(_("Someone else must decide this: you asked for it, or work the case."))
    if status == Incentive.Status.DECLINED and not answer:
        raise ReasonMissing(_("Say why you decline it."))
    if status == Incentive.Status.APPROVED:
        row.case.require_open()
    row.status, row.answer = status, answer
    row.decided_by, row.decided_on = by, timezone.localdate()
    return audit.save(row, by=by, reason=Reason.INCENTIVE_DECIDED)


@transaction.atomic
def pay_incentive(*, incentive: Incentive, payment: Payment, by: User) -> Incentive:
    """Say how an incentive that was approved was paid, also after the case was closed.

    Raises:
        AlreadyAnswered: it was not approved, or was paid or cancelled before.
        WrongDay: the day is to come, or before it was approved.
    """
    row = _locked(incentive)
    if row.status != Incentive.Status.APPROVED:
        raise AlreadyAnswered(_("This waits for nobody to pay it."))
    if payment.paid_on > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if row.decided_on and payment.paid_on < row.decided_on:
        raise WrongDay(_("Check this date. It must not be before it was approved."))
    row.status, row.paid_by = Incentive.Status.PAID, by
    row.how, row.receipt, row.paid_on = payment.how, payment.receipt, payment.paid_on
    return audit.save(row, by=by, reason=Reason.INCENTIVE_PAID)


@transaction.atomic
def cancel_incentive(*, incentive: Incentive, by: User) -> Incentive:
    """Take back an incentive that was not paid.

    Raises:
        AlreadyAnswered: it was paid, declined or cancelled before.
    """
    row = _locked(incentive)
    if not row.may_be_cancelled:
        raise AlreadyAnswered(_("It is too late to cancel this."))
    row.status = Incentive.Status.CANCELLED
    return audit.save(row, by=by, reason=Reason.INCENTIVE_CANCELLED)


def _locked(incentive: Incentive) -> Incentive:
    rows = Incentive.objects.select_for_update(of=("self",)).select_related("case__participant")
    return rows.get(pk=incentive.pk)


def _require_within_limit(case: Case, amount: Decimal) -> None:
    """Count what this team asked for in this month: of another program's money nothing is told."""
    today = timezone.localdate()
    mine = Incentive.objects.counting().filter(
        case__participant=case.participant_id, case__team=case.team_id
    )
    month = mine.filter(proposed_on__year=today.year, proposed_on__month=today.month)
    asked = month.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    limit = standards.number("incentive_month_max_dollars", program=case.program, model=case.model)
    if asked + amount > limit:
        said = {"limit": f"${limit:,}", "left": f"${max(limit - asked, Decimal(0)):,.2f}"}
        raise LimitReached(
            _("One person gets %(limit)s a month at most. This month %(left)s are left.") % said
        )
