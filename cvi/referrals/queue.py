"""Referrals that nobody answered in time, for the supervisor who sent them."""

from collections.abc import Iterator
from functools import partial

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import WorkReview
from cvi.cases.queue import ROWS, Fact, Item, unreviewed
from cvi.referrals.models import Referral

KIND = WorkReview.Kind.REFERRAL


def waiting(user: User) -> Iterator[Item]:
    """Yield what the teams that `user` leads sent, and nobody answered in time."""
    teams = [team.pk for team in user.teams_for(Permission.REVIEW_WORK)]
    if not teams:
        return
    rows = Referral.objects.visible_to(user).open().waiting().filter(unreviewed(KIND))
    rows = rows.late_on(timezone.localdate())
    rows = rows.filter(case__team_id__in=teams).exclude(case__worker=user)
    rows = rows.select_related("case__participant", "case__worker", "case__team", "to_team__agency")
    for row in rows.order_by("sent_at", "pk")[:ROWS]:
        day = timezone.localdate(row.sent_at)
        yield Item(KIND.value, row.pk, row.case, day, partial(_facts, row))


def _facts(row: Referral) -> list[Fact]:
    return [
        (_("Sent to"), f"{row.to_team.agency.name}, {row.to_team.name}"),
        (_("Sent on"), date_format(timezone.localdate(row.sent_at), "DATE_FORMAT")),
        (_("How soon"), str(row.get_urgency_display())),
        (_("Where it stands"), str(row.get_status_display())),
    ]
