"""Keep a referral that is not sent yet, and let it go. Nothing leaves."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.models import Case
from cvi.referrals.models import Referral, ReferralDraft
from cvi.standards import reading as standards


@dataclass(frozen=True)
class Outline:
    """What someone has chosen so far; anything may be missing."""

    to_team: Team
    fields: list[str] = field(default_factory=list)
    urgency: str = ""
    need: str = ""
    way: str = ""
    needed_by: dt.date | None = None
    reroute_of: Referral | None = None


@transaction.atomic
def save_draft(*, case: Case, outline: Outline, by: User) -> ReferralDraft:
    """Keep what was chosen so far; one draft of a case and a team, the last one counts.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    Case.objects.select_for_update().get(pk=case.pk)
    row = ReferralDraft.objects.filter(case=case, to_team=outline.to_team).first()
    row = row or ReferralDraft(case=case, to_team=outline.to_team)
    row.fields, row.need, row.urgency = sorted(outline.fields), outline.need, outline.urgency
    row.way, row.needed_by, row.reroute_of = outline.way, outline.needed_by, outline.reroute_of
    row.saved_at, row.saved_by = timezone.now(), by
    return audit.save(row, by=by, reason=Reason.REFERRAL_DRAFTED)


def throw_draft(*, draft: ReferralDraft, by: User) -> None:
    """Throw a draft away."""
    audit.delete(draft, by=by, reason=Reason.REFERRAL_DRAFTED)


def drop_old_drafts(*, by: User) -> int:
    """Delete the drafts that nobody touched for long, each in its own transaction."""
    days = standards.number("referral_draft_keep_days")
    old = ReferralDraft.objects.saved_before(timezone.now() - dt.timedelta(days=days))
    return sum(_drop(row, by=by) for row in old.order_by("pk"))


@transaction.atomic
def _drop(row: ReferralDraft, *, by: User) -> bool:
    rows = ReferralDraft.objects.select_for_update()
    current = rows.filter(pk=row.pk, saved_at=row.saved_at).first()
    if current:
        audit.delete(current, by=by, reason=Reason.REFERRAL_EXPIRED)
    return current is not None
