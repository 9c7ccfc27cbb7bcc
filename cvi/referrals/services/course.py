"""What happens to a referral after it was sent: both sides' steps, tries, and its end."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import RuleBroken, WrongStep
from cvi.cases.models import Consent
from cvi.referrals.models import Referral, ReferralAttempt, ReferralMove
from cvi.referrals.services.steps import (
    Step,
    lock_referral,
    note_move,
    require_open,
    require_shared,
    require_way,
    take_step,
)
from cvi.referrals.values import ReferralStatus, Side, Way
from cvi.standards import reading as standards

_S = ReferralStatus


class TriesMissing(RuleBroken):
    """Someone is given up before they were tried to be reached as often as the standard asks."""


@transaction.atomic
def report_step(*, referral: Referral, step: Step, by: User) -> Referral:
    """Say, as who got it, where a referral stands now.

    Raises:
        AuthorityMissing: the consent has ended, so nothing more is said about the person.
        WrongStep: it does not lead on from where it stands.
        WrongDay: the day is missing, or cannot be.
    """
    referral = lock_referral(referral_id=referral.pk)
    require_shared(referral=referral)
    require_way(referral=referral, status=step.status, side=Side.RECEIVER)
    return take_step(referral=referral, step=step, side=Side.RECEIVER, by=by)


@transaction.atomic
def move_own(*, referral: Referral, step: Step, by: User) -> Referral:
    """Say, as who sent it, where a referral stands now: taken back, not wanted, or told of.

    Raises:
        WrongStep: it does not lead on from where it stands.
        WrongDay: the day is missing, or cannot be.
    """
    referral = lock_referral(referral_id=referral.pk)
    require_way(referral=referral, status=step.status, side=Side.SENDER)
    return take_step(referral=referral, step=step, side=Side.SENDER, by=by)


@transaction.atomic
def try_to_reach(
    *, referral: Referral, mode: str, is_reached: bool, tried_on: dt.date, by: User
) -> ReferralAttempt:
    """Write down one try; where they were reached, it is the team's turn again.

    Raises:
        WrongStep: nobody waits to be reached.
        AuthorityMissing: they were reached, but the team may not be told any more.
        WrongDay: the day cannot be.
    """
    referral = lock_referral(referral_id=referral.pk)
    require_open(referral=referral)
    if referral.status != _S.UNREACHED:
        raise WrongStep(_("Nobody waits to be reached here. Look at it again."))
    attempt = ReferralAttempt(case=referral.case, referral=referral, mode=mode, tried_by=by)
    attempt.is_reached, attempt.tried_on = is_reached, tried_on
    audit.save(attempt, by=by, reason=Reason.REFERRAL_TRIED)
    if is_reached:
        if referral.way != Way.INFO_ONLY:
            require_shared(referral=referral)
        step = Step(_back_to(referral), on=tried_on)
        take_step(referral=referral, step=step, side=Side.SENDER, by=by)
    return attempt


@transaction.atomic
def close_referral(*, referral: Referral, by: User) -> Referral:
    """End a referral as it stands: no other team, not wanted, or not reached after all tries.

    Raises:
        WrongStep: it is not the sender's to end as it stands.
        TriesMissing: they were not tried to be reached often enough.
    """
    referral = lock_referral(referral_id=referral.pk)
    left = tries_left(referral=referral) if referral.status == _S.UNREACHED else 0
    if left:
        many = ngettext(
            "Try %(count)s more time before you stop.",
            "Try %(count)s more times before you stop.",
            left,
        )
        raise TriesMissing(many % {"count": left})
    return end_as_it_stands(referral=referral, by=by)


def end_as_it_stands(*, referral: Referral, by: User) -> Referral:
    """Close a locked referral that is the sender's to end, and write it down.

    Raises:
        WrongStep: it is closed, or it is not the sender's to end as it stands.
    """
    require_open(referral=referral)
    if not referral.place.sender_may_end:
        raise WrongStep(_("It is the team's turn. Take it back if nobody should go on with it."))
    referral.closed_at, referral.due_on = timezone.now(), None
    audit.save(referral, by=by, reason=Reason.REFERRAL_CLOSED)
    step = Step(referral.status)
    note_move(referral=referral, step=step, before=referral.status, side=Side.SENDER, by=by)
    return referral


def tries_left(*, referral: Referral) -> int:
    """Return how many tries are missing since they were last not reached."""
    needed = standards.number("referral_reach_attempts")
    moves = ReferralMove.objects.filter(referral=referral, status=_S.UNREACHED)
    lost = moves.order_by("-moved_at", "-pk").first()
    tries = ReferralAttempt.objects.filter(referral=referral)
    tries = tries.filter(written_at__gte=lost.moved_at) if lost else tries
    return max(needed - tries.count(), 0)


def expire_run_out(*, by: User) -> int:
    """Close what nobody answered, and what may no longer be shared; return how many.

    Where a newer consent allows the same, a referral goes on under it. Each in its own
    transaction: one that fails keeps no other from its end.
    """
    today = timezone.localdate()
    live = Consent.objects.live_on(today)
    told = Referral.objects.open().exclude(way=Way.INFO_ONLY)
    days = standards.number("referral_expire_days")
    unheard = told.filter(
        status__in=[_S.SENT, _S.ACKNOWLEDGED],
        sent_at__lt=timezone.now() - dt.timedelta(days=days),
    )
    ids = {*told.exclude(consent__in=live).values_list("pk", flat=True)}
    ids |= {*unheard.values_list("pk", flat=True)}
    return sum(_expire(pk, by=by) for pk in sorted(ids))


@transaction.atomic
def _expire(pk: UUID, *, by: User) -> bool:
    """Expire one referral, unless it was closed meanwhile or a newer consent carries it."""
    referral = lock_referral(referral_id=pk)
    if not referral.is_open:
        return False
    newer = None if referral.is_shared_today else _newer_consent(referral)
    if newer:
        referral.consent = newer
        audit.save(referral, by=by, reason=Reason.REFERRAL_RENEWED)
        return False
    step, reason = Step(_S.EXPIRED), Reason.REFERRAL_EXPIRED
    take_step(referral=referral, step=step, side=Side.SITE, reason=reason, by=by)
    return True


def _newer_consent(referral: Referral) -> Consent | None:
    live = Consent.objects.live_on(timezone.localdate()).filter(
        participant=referral.case.participant_id, recipient=referral.to_team.agency_id
    )
    rows = live.order_by("-pk")
    return next((row for row in rows if row.covers(referral.shared_fields)), None)


def _back_to(referral: Referral) -> ReferralStatus:
    """Return where it goes on once they were reached: as far as it had come."""
    if referral.way == Way.INFO_ONLY:
        return _S.CONNECTED if referral.connected_on else _S.SENT
    if referral.connected_on:
        return _S.RECEIVING
    return _S.ACCEPTED if referral.receiving_case_id else _S.ACKNOWLEDGED
