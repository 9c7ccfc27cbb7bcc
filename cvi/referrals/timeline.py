"""What referrals add to a participant's timeline."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.access import allows
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.referrals.models import ReferralMove
from cvi.referrals.values import ReferralStatus, Side

PEOPLE = ("moved_by", "referral__to_team__agency", "referral__case__team__agency")


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:
    """Yield what was sent from these cases, what came of it, and how a case came in. One query."""
    ours = {case.pk: case for case in cases}
    about = Q(case__in=cases) | Q(referral__receiving_case__in=cases, side=Side.RECEIVER)
    moves = ReferralMove.objects.filter(about).select_related(*PEOPLE).order_by("-moved_at", "-pk")
    for move in moves[:ENTRIES_PER_KIND]:
        case = ours.get(move.case_id)
        yield _sent(move, case, reader) if case else _received(move)


def _sent(move: ReferralMove, case: Case, reader: User) -> Entry:
    team = move.referral.to_team
    is_new = move.status == ReferralStatus.SENT and not move.before
    kind = gettext_lazy("Referral sent") if is_new else gettext_lazy("Referral")
    said = [f"{team.name}, {team.agency.name}", "" if is_new else move.said, move.why]
    who = move.moved_by.name if move.side == Side.SENDER else ""
    may = allows(reader, Permission.SEND_REFERRAL, case)
    url = reverse("referrals:sent", args=[move.referral_id]) if may else ""
    return Entry(move.moved_at, "arrow", kind, " · ".join(filter(None, said)), who, url)


def _received(move: ReferralMove) -> Entry:
    is_taken = move.status == ReferralStatus.ACCEPTED
    kind = gettext_lazy("Referral accepted") if is_taken else gettext_lazy("Referral")
    origin = _("From %(agency)s") % {"agency": move.referral.case.team.agency.name}
    text = origin if is_taken else f"{origin} · {move.said}"
    return Entry(move.moved_at, "arrow", kind, text, move.moved_by.name)
