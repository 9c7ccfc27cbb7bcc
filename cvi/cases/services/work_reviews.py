"""Say what a supervisor thinks of the work on a case, and settle it."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, OwnReview, ReasonMissing
from cvi.cases.keys import core_key
from cvi.cases.models import Case, WorkReview


def review_work(
    *, case: Case, kind: str, subject: UUID, verdict: str, words: str = "", by: User
) -> WorkReview:
    """Say what one thinks of an intake, a closing, a risk or a stuck referral.

    Args:
        case: whose it is.
        kind: which kind of thing, one of `WorkReview.Kind`.
        subject: the id of the thing.
        verdict: good, sent back to the worker, or to be talked about first.
        words: what the worker reads; what is sent back needs them.
        by: the supervisor.

    Raises:
        OwnReview: it is their own work.
        ReasonMissing: it is sent back without a word.
        AlreadyAnswered: someone has looked at it before; the message says who and when.
    """
    if case.worker_id == by.pk:
        raise OwnReview(_("Someone else must look at this: it is your own work."))
    if verdict == WorkReview.Verdict.SENT_BACK and not words.strip():
        raise ReasonMissing(_("Write what is missing, so that they can add it."))
    row = WorkReview(case=case, key=core_key(case), kind=kind, subject=subject, verdict=verdict)
    row.words, row.worker_id, row.reviewed_by = words, case.worker_id, by
    try:
        with transaction.atomic():
            return audit.save(row, by=by, reason=Reason.WORK_REVIEWED)
    except IntegrityError:
        before = WorkReview.objects.select_related("reviewed_by").get(kind=kind, subject=subject)
        raise AlreadyAnswered(before.said) from None


def settle_review(*, review: WorkReview, by: User) -> WorkReview:
    """Note that what was sent back was done, or that it was talked about."""
    review.settled_at = timezone.now()
    return audit.save(review, by=by, reason=Reason.WORK_REVIEWED)
