"""Assess who fits a program, have it reviewed, and destroy the answers in time."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.keys import destroy_key
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, OwnReview, ReasonMissing
from cvi.cases.models import Case, Eligibility
from cvi.cases.values import Answer
from cvi.standards import reading as standards
from cvi.standards.models import CriteriaSet
from cvi.vault.models import Domain
from cvi.vault.services import mint_key


def assess_eligibility(
    *, case: Case, criteria_set: CriteriaSet, answers: Mapping[str, str], why: str = "", by: User
) -> Eligibility:
    """Note which criteria someone meets, and ask the supervisor.

    Args:
        case: whose program it is about.
        criteria_set: the version of the criteria in force.
        answers: an `Answer` for each criterion's code.
        why: why to take them in all the same, when they meet too few.
        by: who says so.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    days = standards.number("criteria_purge_days", program=case.program, model=case.model)
    row = Eligibility(
        case=case,
        criteria_set=criteria_set,
        met=sum(answer == Answer.YES for answer in answers.values()),
        asked=len(answers),
        threshold=criteria_set.threshold,
        assessed_by=by,
        keep_answers_until=timezone.localdate() + dt.timedelta(days=days),
    )
    realm = case.participant.agency_id
    row.key = mint_key(domain=Domain.ELIGIBILITY, realm=realm, subject=row.pk)
    row.answers = dict(answers)
    row.is_override = bool(why) and not row.is_met
    row.why = why if row.is_override else ""
    return audit.save(row, by=by, reason=Reason.ELIGIBILITY_ASSESSED)


@transaction.atomic
def review_eligibility(*, eligibility: Eligibility, status: str, by: User) -> Eligibility:
    """Approve an assessment, or send it back.

    Raises:
        AlreadyAnswered: someone has reviewed it before.
        OwnReview: whoever assessed it cannot review it.
        ReasonMissing: it meets too few criteria, and nobody said why to take them in.
    """
    row = Eligibility.objects.select_for_update(of=("self",)).get(pk=eligibility.pk)
    if row.status != Eligibility.Status.WAITING:
        raise AlreadyAnswered(_("Someone has reviewed this already."))
    if row.assessed_by_id == by.pk:
        raise OwnReview(_("Someone else must review this: you wrote it."))
    if status == Eligibility.Status.APPROVED and not row.is_eligible:
        raise ReasonMissing(_("They meet too few criteria. Send it back, and ask why."))
    row.status, row.reviewed_by, row.reviewed_at = status, by, timezone.now()
    return audit.save(row, by=by, reason=Reason.ELIGIBILITY_REVIEWED)


def purge_answers(*, by: User) -> int:
    """Destroy the keys of answers whose time is over. Return how many went."""
    gone = 0
    for row in Eligibility.objects.to_purge().select_related("key", "case"):
        with transaction.atomic():
            destroy_key(key=row.key, by=by)
            row.answers_gone_at = timezone.now()
            audit.save(row, by=by, reason=Reason.ELIGIBILITY_PURGED)
            gone += 1
    return gone
