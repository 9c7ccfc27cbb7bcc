"""Help with victim compensation: open a claim, gather its papers, and follow it to the end."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.claims import wrong_days
from cvi.cases.errors import WrongDay, WrongStep
from cvi.cases.keys import core_key
from cvi.cases.models import Case, ClaimAmount, ClaimMove, ClaimPaper, CompensationClaim, Need
from cvi.cases.models.compensation import FIRST, MOVES
from cvi.cases.services.needs import change_need, record_need
from cvi.cases.values import LifeDomain
from cvi.standards import reading as standards

_S = CompensationClaim.Status
NEED_AFTER = {
    _S.DECLINED: Need.Status.DECLINED,
    _S.PREPARING: Need.Status.IN_PROGRESS,
    _S.PAID: Need.Status.MET,
}
"""Where the need for compensation stands once a claim stands there."""


@dataclass(frozen=True)
class Move:
    """Where a claim goes, on which day; when it is denied, why, and until when to appeal."""

    status: str
    on: dt.date
    denial_reason: str = ""
    appeal_by: dt.date | None = None


@transaction.atomic
def open_claim(
    *, case: Case, facts: Mapping[str, Any], status: str = _S.PREPARING, by: User
) -> CompensationClaim:
    """Open a claim with what is known, and list the papers that the state asks for.

    When they do not want it now, it is offered again some weeks later, as every help is.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: one of its days cannot be.
        WrongStep: no claim begins there.
    """
    case.require_open()
    if status not in FIRST:
        raise WrongStep(_("A claim does not begin there."))
    claim = CompensationClaim(case=case, key=core_key(case), status=status)
    _take(claim, facts)
    audit.save(claim, by=by, reason=Reason.CLAIM_OPENED)
    _list_papers(claim, by=by)
    _note_move(claim, before="", by=by)
    return claim


@transaction.atomic
def change_claim(
    *, claim: CompensationClaim, facts: Mapping[str, Any], by: User
) -> CompensationClaim:
    """Correct what is known of a claim. Papers that it needs now are added, none is taken away.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: one of its days cannot be.
    """
    claim.case.require_open()
    _take(claim, facts)
    audit.save(claim, by=by, reason=Reason.CLAIM_UPDATED)
    _list_papers(claim, by=by)
    return claim


@transaction.atomic
def move_claim(*, claim: CompensationClaim, move: Move, by: User) -> CompensationClaim:
    """Say where a claim stands now, since which day.

    Raises:
        CaseClosed: the case is closed.
        WrongStep: a claim that stands here cannot go there.
        WrongDay: the day is to come, or before the last one.
    """
    claim.case.require_open()
    claim = CompensationClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if move.status not in MOVES[claim.status]:
        raise WrongStep(_("A claim can't go there from where it stands."))
    _require_day_of_move(claim, move.on)
    before, claim.status, claim.stands_since = claim.status, move.status, move.on
    if move.status == _S.SUBMITTED:
        claim.submitted_on = claim.submitted_on or move.on
    _take_denial(claim, move)
    audit.save(claim, by=by, reason=Reason.CLAIM_MOVED)
    _note_move(claim, before=before, by=by)
    return claim


@transaction.atomic
def save_claim_papers(
    *, claim: CompensationClaim, statuses: Mapping[str, str], by: User
) -> list[ClaimPaper]:
    """Write which papers of a claim are there; what did not change is not written.

    Raises:
        CaseClosed: the case is closed.
    """
    claim.case.require_open()
    known = {row.paper: row for row in ClaimPaper.objects.filter(claim=claim)}
    rows = []
    for paper, status in statuses.items():
        row = known.get(paper) or ClaimPaper(case=claim.case, claim=claim, paper=paper, status="")
        if status != (row.status or ClaimPaper.Status.NOT_NEEDED):
            row.status = status
            rows.append(audit.save(row, by=by, reason=Reason.CLAIM_UPDATED))
    return rows


@transaction.atomic
def save_claim_amount(
    *,
    claim: CompensationClaim,
    cost: str,
    requested: Decimal | None = None,
    awarded: Decimal | None = None,
    by: User,
) -> ClaimAmount | None:
    """Write what a claim asks for and gets for one kind of cost; without both, take it away.

    Raises:
        CaseClosed: the case is closed.
    """
    claim.case.require_open()
    row = ClaimAmount.objects.select_for_update().filter(claim=claim, cost=cost).first()
    if requested is None and awarded is None:
        if row:
            audit.delete(row, by=by, reason=Reason.CLAIM_UPDATED)
        return None
    row = row or ClaimAmount(case=claim.case, claim=claim, cost=cost)
    row.requested, row.awarded = requested, awarded
    return audit.save(row, by=by, reason=Reason.CLAIM_UPDATED)


def _take(claim: CompensationClaim, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(claim, name, value)
    names = ("crime_on", "reported_on", "offered_on", "explained_on", "completed_on")
    days = {name: getattr(claim, name) for name in (*names, "submitted_on")}
    for _name, message in wrong_days(days):
        raise WrongDay(message)


def _take_denial(claim: CompensationClaim, move: Move) -> None:
    if move.status == _S.DENIED:
        days = standards.number("compensation_appeal_days")
        claim.denial_reason = move.denial_reason
        claim.appeal_by = move.appeal_by or move.on + dt.timedelta(days=days)
    elif move.status != _S.APPEALED:
        claim.denial_reason, claim.appeal_by = "", None


def _require_day_of_move(claim: CompensationClaim, day: dt.date) -> None:
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if claim.crime_on and day < claim.crime_on:
        raise WrongDay(_("Check this date. It is before the day it happened."))
    last = ClaimMove.objects.filter(claim=claim).exclude(before="").order_by("pk").last()
    if last and day < last.moved_on:
        raise WrongDay(_("Check this date. It is before the last change."))


def _list_papers(claim: CompensationClaim, *, by: User) -> None:
    """Add the papers that the rule of the state asks for and that nobody has listed."""
    rule = standards.deadline_rule(claim.state)
    if rule is None:
        return
    is_killed = claim.harm == CompensationClaim.Harm.KILLED
    wanted = [*rule.documents, *(rule.documents_if_killed if is_killed else [])]
    there = set(ClaimPaper.objects.filter(claim=claim).values_list("paper", flat=True))
    for paper in dict.fromkeys(wanted):
        if paper not in there:
            row = ClaimPaper(case=claim.case, claim=claim, paper=paper)
            audit.save(row, by=by, reason=Reason.CLAIM_UPDATED)


def _note_move(claim: CompensationClaim, *, before: str, by: User) -> None:
    row = ClaimMove(case=claim.case, claim=claim, before=before, status=claim.status, moved_by=by)
    row.moved_on = claim.stands_since
    audit.save(row, by=by, reason=Reason.CLAIM_MOVED)
    status = NEED_AFTER.get(_S(claim.status))
    if status is None:
        return
    need = record_need(case=claim.case, domain=LifeDomain.COMPENSATION, by=by)
    if need.status != status or status == Need.Status.DECLINED:
        change_need(need=need, status=status, urgency=need.urgency, by=by)
