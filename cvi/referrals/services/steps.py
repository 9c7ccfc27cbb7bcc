"""The one place where a referral takes a step: who may, to where, on which day, until when."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AuthorityMissing, WrongDay, WrongStep
from cvi.referrals.life_cycle import CLOSED
from cvi.referrals.models import Referral, ReferralMove
from cvi.referrals.values import ReferralStatus, Side
from cvi.standards import reading as standards

_S = ReferralStatus
AHEAD_DAYS = 366
TO_COME = frozenset({_S.SCHEDULED, _S.NOT_WANTED})
"""Steps that name a day to come: of the first visit, or on which help is offered again."""
BEFORE_A_VISIT = frozenset({_S.SENT, _S.ACKNOWLEDGED, _S.ACCEPTED})


@dataclass(frozen=True)
class Step:
    """Where a referral goes, with the day that this names, why, and what stood in the way."""

    status: str
    on: dt.date | None = None
    reason: str = ""
    barriers: list[str] = field(default_factory=list)


def lock_referral(*, referral_id: UUID) -> Referral:
    """Return a referral as it is now, locked, so that two steps come one after the other."""
    rows = Referral.objects.select_for_update(of=("self",))
    return rows.select_related("consent", "to_team", "case__participant").get(pk=referral_id)


def require_shared(*, referral: Referral) -> None:
    """Refuse to go on with what may no longer be shared.

    Raises:
        AuthorityMissing: the consent has ended since.
    """
    if not referral.is_shared_today:
        raise AuthorityMissing(_("Sharing ended. What was sent can no longer be read."))


def require_open(*, referral: Referral) -> None:
    """Refuse to add to what is closed.

    Raises:
        WrongStep: it is closed.
    """
    if not referral.is_open:
        raise WrongStep(_("This referral is closed. Nothing can be added to it."))


def require_way(*, referral: Referral, status: str, side: Side) -> None:
    """Refuse a step that does not lead on from where a referral stands.

    Raises:
        WrongStep: it is closed, or it is not this side's to take it there.
    """
    require_open(referral=referral)
    place = referral.place
    ways = place.by_sender if side == Side.SENDER else place.by_receiver
    if status not in ways:
        stands = {"status": referral.get_status_display()}
        raise WrongStep(
            _("It can't go there from where it stands: %(status)s. Look at it again.") % stands
        )


def take_step(
    *, referral: Referral, step: Step, side: Side, reason: Reason = Reason.REFERRAL_MOVED, by: User
) -> Referral:
    """Take a locked referral one step on, and write the step down. Who may is asked before.

    Raises:
        WrongStep: it is closed.
        WrongDay: the day is missing, or cannot be.
    """
    require_open(referral=referral)
    day = _require_day(referral, step)
    before, referral.status = referral.status, step.status
    _take_day(referral, day)
    if referral.status in CLOSED:
        referral.closed_at = timezone.now()
    referral.due_on = due_on(referral=referral)
    audit.save(referral, by=by, reason=reason)
    note_move(referral=referral, step=step, before=before, side=side, by=by)
    return referral


def note_move(*, referral: Referral, step: Step, before: str, side: Side, by: User) -> ReferralMove:
    """Write down that a referral went on."""
    today = timezone.localdate()
    day = today if step.status in TO_COME or step.on is None else step.on
    move = ReferralMove(case=referral.case, referral=referral, before=before, side=side)
    move.status, move.happened_on = step.status, day
    move.reason, move.barriers, move.moved_by = step.reason, sorted(step.barriers), by
    move.is_closing = not referral.is_open
    return audit.save(move, by=by, reason=Reason.REFERRAL_MOVED)


def due_on(*, referral: Referral) -> dt.date | None:
    """Return by when the next step is due; nothing where it is closed or no clock runs."""
    if not referral.is_open:
        return None
    named = {_S.SCHEDULED: referral.scheduled_on, _S.NOT_WANTED: referral.re_offer_on}
    if referral.status in named:
        return named[_S(referral.status)]
    clock = referral.place.clock
    if not clock:
        return None
    today, length = timezone.localdate(), standards.number(clock)
    day = today + dt.timedelta(days=length)
    if clock.endswith("_work_days"):
        agency_id = referral.to_team.agency_id
        day = standards.work_days_after(today, length, agency_id=agency_id)
    is_sooner = referral.status in BEFORE_A_VISIT and referral.needed_by is not None
    return max(today, min(day, referral.needed_by)) if is_sooner and referral.needed_by else day


def _require_day(referral: Referral, step: Step) -> dt.date:
    """Return the day of a step: one to come, or one since it was sent."""
    today = timezone.localdate()
    if step.status in TO_COME:
        first = today if step.status == _S.SCHEDULED else today + dt.timedelta(days=1)
        if step.on is None or not first <= step.on <= today + dt.timedelta(days=AHEAD_DAYS):
            raise WrongDay(_("Choose a day to come, in the next twelve months."))
        return step.on
    sent_on = timezone.localdate(referral.sent_at)
    day = step.on or today
    if not sent_on <= day <= today:
        raise WrongDay(_("Choose a day between the day it was sent and today."))
    return day


def _take_day(referral: Referral, day: dt.date) -> None:
    if referral.status == _S.SCHEDULED:
        referral.scheduled_on = day
    elif referral.status == _S.NOT_WANTED:
        referral.re_offer_on = day
    elif referral.status in {_S.CONNECTED, _S.RECEIVING, _S.COMPLETED}:
        referral.connected_on = referral.connected_on or day
