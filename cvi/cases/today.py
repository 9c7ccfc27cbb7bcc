"""What is due, as rows that one page can show together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.cases.models import Case, CaseQuerySet, FollowUp

ROWS = 50


@dataclass(frozen=True)
class Due:
    """Someone to get back to, and why. A higher `rank` comes first."""

    case: Case
    reason: str
    rank: int
    action_url: str
    action_label: str
    is_late: bool = False


def with_next_due(cases: CaseQuerySet) -> CaseQuerySet:
    """Add `next_due_on`, the day of the next follow-up, to each case."""
    soonest = FollowUp.objects.open().filter(case=OuterRef("pk")).order_by("due_on")
    return cases.annotate(next_due_on=Subquery(soonest.values("due_on")[:1]))


def due(
    user: User, *, kinds: Sequence[str] = FollowUp.Kind.values, program: str = ""
) -> Iterator[Due]:
    """Yield the follow-ups that are late or due today, for cases that `user` sees."""
    today = timezone.localdate()
    rows = FollowUp.objects.visible_to(user).due_by(today)
    rows = rows.filter(kind__in=kinds, case__closed_on=None)
    rows = rows.filter(case__program=program) if program else rows
    rows = rows.order_by("due_on", "pk")
    for item in rows.select_related("case__participant", "case__team")[:ROWS]:
        days_late = (today - item.due_on).days
        text = _("%(what)s was due %(day)s") if days_late else _("%(what)s is due today")
        reason = text % {
            "what": item.get_kind_display(),
            "day": date_format(item.due_on, "MONTH_DAY_FORMAT"),
        }
        yield Due(
            case=item.case,
            reason=reason,
            rank=100 + days_late,
            action_url=reverse("cases:follow_up_finish", args=[item.pk]),
            action_label=_("Done"),
            is_late=days_late > 0,
        )
