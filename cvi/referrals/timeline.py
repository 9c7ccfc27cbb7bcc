"""What referrals add to a participant's timeline."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import User
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.referrals.models import Referral


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:  # noqa: ARG001  one shape for all
    """Yield what was sent from these cases, what was answered, and how a case came in."""
    about = Q(case__in=cases) | Q(receiving_case__in=cases)
    people = ("to_team__agency", "case__team__agency", "sent_by", "answered_by")
    found = Referral.objects.filter(about).select_related(*people).newest_first()
    ids = {case.pk for case in cases}
    for referral in found[:ENTRIES_PER_KIND]:
        is_ours = referral.case_id in ids
        yield from _sent(referral) if is_ours else _received(referral)


def _sent(referral: Referral) -> Iterator[Entry]:
    to = f"{referral.to_team.name}, {referral.to_team.agency.name}"
    who = referral.sent_by.name
    yield Entry(referral.sent_at, "arrow", gettext_lazy("Referral sent"), to, who)
    if referral.answered_at:
        answer = [referral.get_status_display(), referral.get_decline_reason_display()]
        text = " · ".join([to, *(part for part in answer if part)])
        yield Entry(referral.answered_at, "arrow", gettext_lazy("Referral answered"), text)


def _received(referral: Referral) -> Iterator[Entry]:
    text = _("From %(agency)s") % {"agency": referral.case.team.agency.name}
    who = referral.answered_by.name if referral.answered_by else ""
    at = referral.answered_at or referral.sent_at
    yield Entry(at, "arrow", gettext_lazy("Referral accepted"), text, who)
