"""How referrals go on: how many came to a first visit, and how long each part took."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import User, end_of
from cvi.cases.models import Case
from cvi.cases.values import LifeDomain
from cvi.referrals.models import Referral
from cvi.referrals.values import ReferralStatus, Side
from cvi.standards import reading as standards

THREE_QUARTERS = 2
"""The place of the third quartile among the three cuts."""
NOTHING = "–"

HEADERS = (
    gettext_lazy("Sent"),
    gettext_lazy("Too recent"),
    gettext_lazy("Counted"),
    gettext_lazy("Came to a first visit"),
    gettext_lazy("Rate"),
    gettext_lazy("Days to an answer"),
    gettext_lazy("Days to a planned visit"),
    gettext_lazy("Days to the first visit"),
    gettext_lazy("Three of four within"),
)

METHOD = gettext_lazy(
    "The rate counts referrals that were sent long enough ago; the others stand under “too "
    "recent”. Only a first visit that happened counts. Days are the middle one of all, counted "
    "from the day of sending. Small numbers are shown: do not pass this on."
)


@dataclass(frozen=True)
class Sent:
    """The days of one referral, with the team it went to and what for."""

    sent_on: dt.date
    connected_on: dt.date | None = None
    answered_on: dt.date | None = None
    scheduled_on: dt.date | None = None
    provider: str = ""
    need: str = ""


@dataclass(frozen=True)
class Connections:
    """What some referrals come to. Times are in days; None where there is none to count."""

    label: str
    too_recent: int
    mature: int
    connected: int
    to_answer: float | None
    to_schedule: float | None
    to_connection: float | None
    three_quarters: float | None

    @property
    def rate(self) -> float | None:
        """The part of the mature ones that came to a first visit, from 0 to 1."""
        return self.connected / self.mature if self.mature else None

    @property
    def cells(self) -> list[Any]:
        """The row of a table."""
        rate = NOTHING if self.rate is None else f"{round(100 * self.rate)}%"
        counts = [self.mature + self.too_recent, self.too_recent, self.mature, self.connected]
        times = [self.to_answer, self.to_schedule, self.to_connection, self.three_quarters]
        shown = [*counts, rate, *(NOTHING if t is None else number_format(t, 1) for t in times)]
        return [self.label, *({"number": value} for value in shown)]


def count(
    sent: Iterable[Sent], *, as_of: dt.date, mature_days: int, label: str = ""
) -> Connections:
    """Count the referrals that were sent long enough before a day, and those that were not.

    Source: domain.md 2.8, M09 (connected, of those sent so long ago) and M10 (median and third
    quartile of the days to connection, of those connected); worked example 7 of 2.9.
    """
    rows = list(sent)
    mature = [row for row in rows if (as_of - row.sent_on).days >= mature_days]
    days = _days(mature, lambda row: row.connected_on)
    return Connections(
        label=label,
        too_recent=len(rows) - len(mature),
        mature=len(mature),
        connected=len(days),
        to_answer=_middle(_days(mature, lambda row: row.answered_on)),
        to_schedule=_middle(_days(mature, lambda row: row.scheduled_on)),
        to_connection=_middle(days),
        three_quarters=_third_quartile(days),
    )


def tables(user: User, *, first: dt.date, last: dt.date) -> list[tuple[str, list[Connections]]]:
    """Return the referrals that `user` may count, by team and by need, each with all of them."""
    rows = sent_between(user, first=first, last=last)
    as_of, days = timezone.localdate(), standards.number("referral_mature_days")

    def counted(some: Iterable[Sent], label: str) -> Connections:
        return count(some, as_of=as_of, mature_days=days, label=label)

    every = counted(rows, _("All together"))
    cuts = [
        (_("By team"), _grouped(rows, lambda row: row.provider)),
        (_("By need"), _grouped(rows, lambda row: row.need)),
    ]
    return [
        (title, [*(counted(some, label) for label, some in groups), every])
        for title, groups in cuts
    ]


def sent_between(user: User, *, first: dt.date, last: dt.date) -> list[Sent]:
    """Return the days of the referrals sent in a period, of cases that `user` may count."""
    mine = Referral.objects.filter(case__in=Case.objects.reportable_by(user))
    since, until = end_of(first - dt.timedelta(days=1)), end_of(last)
    rows = mine.filter(sent_at__gte=since, sent_at__lt=until).annotate(
        answered_on=Min("moves__happened_on", filter=Q(moves__side=Side.RECEIVER)),
        planned_on=Min("moves__happened_on", filter=Q(moves__status=ReferralStatus.SCHEDULED)),
    )
    needs = {code: str(label) for code, label in LifeDomain.choices}
    names = ("sent_at", "connected_on", "answered_on", "planned_on", "need")
    places = ("to_team__name", "to_team__agency__name")
    return [
        Sent(
            sent_on=timezone.localdate(sent_at),
            connected_on=connected_on,
            answered_on=answered_on,
            scheduled_on=planned_on,
            provider=f"{team} ({agency})",
            need=needs.get(need, _("Not said")),
        )
        for sent_at, connected_on, answered_on, planned_on, need, team, agency in rows.order_by(
            "pk"
        ).values_list(*names, *places)
    ]


def _grouped(rows: list[Sent], by: Callable[[Sent], str]) -> list[tuple[str, list[Sent]]]:
    groups: dict[str, list[Sent]] = defaultdict(list)
    for row in rows:
        groups[by(row)].append(row)
    return sorted(groups.items())


def _days(rows: Iterable[Sent], until: Callable[[Sent], dt.date | None]) -> list[int]:
    ends = [(row.sent_on, until(row)) for row in rows]
    return [(end - sent_on).days for sent_on, end in ends if end]


def _middle(days: list[int]) -> float | None:
    return float(median(days)) if days else None


def _third_quartile(days: list[int]) -> float | None:
    if len(days) < THREE_QUARTERS:
        return float(days[0]) if days else None
    return quantiles(days, n=4, method="inclusive")[THREE_QUARTERS]
