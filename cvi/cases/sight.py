"""Ask another team of one's agency whether they know someone, and answer such a question."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User, end_of
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services
from cvi.cases.errors import AlreadyAnswered
from cvi.cases.models import Case, CaseGrant, SightRequest

MAX_DAYS = 90


@transaction.atomic
def request_sight(*, case: Case, by: User) -> SightRequest:
    """Ask a case's team to let one see it. Asking again before there is an answer asks once."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    earlier = SightRequest.objects.waiting().filter(case=case, asked_by=by).first()
    request = earlier or SightRequest(case=case, asked_by=by)
    return earlier or audit.save(request, by=by, reason=Reason.SIGHT_REQUESTED)


@transaction.atomic
def answer_sight_request(
    *, request: SightRequest, until: dt.date | None = None, by: User
) -> SightRequest:
    """Let the colleague see the file until the end of a day, or decline when no day is given.

    Raises:
        AlreadyAnswered: someone has answered before.
    """
    current = SightRequest.objects.select_for_update(of=("self",)).select_related(
        "case", "asked_by"
    )
    request = current.get(pk=request.pk)
    if request.status != SightRequest.Status.WAITING:
        raise AlreadyAnswered(_("Someone has answered this already."))
    statuses = SightRequest.Status
    request.status = statuses.GRANTED if until else statuses.DECLINED
    request.answered_by, request.answered_at = by, timezone.now()
    if until and not _sees(request.asked_by, request.case):
        services.grant_sight(
            case=request.case,
            user=request.asked_by,
            kind=CaseGrant.Kind.HAND_OFF,
            reason=Reason.SIGHT_ANSWERED,
            expires_at=end_of(until),
            by=by,
        )
    return audit.save(request, by=by, reason=Reason.SIGHT_ANSWERED)


def _sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()
