"""What a participant needs. Declined help is offered again some weeks later."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.models import Case, FollowUp, Need
from cvi.cases.services.follow_ups import plan_re_offer, settle_re_offers

AFTER_AN_OFFER = {
    Need.Status.NO_NEED: FollowUp.Outcome.NO_LONGER_NEEDED,
    Need.Status.NOT_ASSESSED: FollowUp.Outcome.NO_LONGER_NEEDED,
    Need.Status.MET: FollowUp.Outcome.NO_LONGER_NEEDED,
}


def record_need(*, case: Case, domain: str, by: User) -> Need:
    """Note a need once; noting it again changes nothing."""
    case.require_open()
    need = Need.objects.filter(case=case, domain=domain).first()
    return need or audit.save(Need(case=case, domain=domain), by=by, reason=Reason.NEED_RECORDED)


@transaction.atomic
def change_need(
    *, need: Need, status: str, urgency: str = "", on: dt.date | None = None, by: User
) -> Need:
    """Say where a need stands. A need is never deleted: that it was named stays true.

    Help that was declined on a day is offered again: the day and the last one stand in the need,
    and on Today. Declining again moves both on.

    Raises:
        CaseClosed: the case is closed.
    """
    need.case.require_open()
    need.status, need.urgency = status, urgency
    need.re_offer_on = need.re_offer_until = None
    if status == Need.Status.DECLINED:
        offer = plan_re_offer(case=need.case, need=need, on=on or timezone.localdate(), by=by)
        need.re_offer_on, need.re_offer_until = offer.opens_on, offer.due_on
    else:
        outcome = AFTER_AN_OFFER.get(Need.Status(status), FollowUp.Outcome.REACHED)
        settle_re_offers(need=need, outcome=outcome, by=by)
    return audit.save(need, by=by, reason=Reason.NEED_UPDATED)


@transaction.atomic
def assess_needs(*, case: Case, statuses: Mapping[str, str], by: User) -> list[Need]:
    """Write where each part of life stands; what did not change is not written.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    known = {need.domain: need for need in Need.objects.filter(case=case)}
    return [
        _assessed(known.get(domain) or Need(case=case, domain=domain), status, by=by)
        for domain, status in statuses.items()
        if status != (known[domain].status if domain in known else Need.Status.NOT_ASSESSED)
    ]


def _assessed(need: Need, status: str, *, by: User) -> Need:
    need.case.require_open()
    if need._state.adding:
        need = record_need(case=need.case, domain=need.domain, by=by)
    if need.status == status:
        return need
    return change_need(need=need, status=status, urgency=need.urgency, by=by)
