"""Victim compensation: how long there is to report, to file and to appeal, and what is due.

The days come from the rule of the state. A rule can be wrong for one person: minors and good cause
get more time in many states. So a day that has passed is said in words, and refuses nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.cases.models import Case, CompensationClaim
from cvi.cases.today import Due, is_theirs
from cvi.standards import reading as standards
from cvi.standards.models import DeadlineRule

ROWS = 200
HOURS_A_DAY = 24
Rules = dict[str, DeadlineRule]
_S = CompensationClaim.Status


@dataclass(frozen=True)
class Clock:
    """One deadline of a claim, in words; `days_left` is negative once it has passed."""

    text: str
    last_day: dt.date | None = None
    days_left: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether the day has passed."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class Clocks:
    """How long there is to report, to file and to appeal; each None where it does not matter."""

    to_report: Clock | None = None
    to_file: Clock | None = None
    to_appeal: Clock | None = None
    exceptions: str = ""
    is_rule_general: bool = False

    @property
    def running(self) -> list[Clock]:
        """Those that matter, what comes first in life first."""
        return [clock for clock in (self.to_report, self.to_file, self.to_appeal) if clock]


def rule_of(state: str, rules: Rules) -> DeadlineRule | None:
    """Return the rule of a state, else the general one."""
    return rules.get(state.lower()) or rules.get(DeadlineRule.ANY)


def clocks_of(claim: CompensationClaim, rules: Rules | None = None) -> Clocks:
    """Return the deadlines of a claim as they stand today."""
    rule = rule_of(claim.state, standards.deadline_rules() if rules is None else rules)
    return Clocks(
        to_report=_to_report(claim, rule),
        to_file=_to_file(claim, rule),
        to_appeal=_to_appeal(claim),
        exceptions=rule.exceptions if rule and claim.is_to_file else "",
        is_rule_general=rule is None or rule.code == DeadlineRule.ANY,
    )


def report_by(rule: DeadlineRule, crime_on: dt.date) -> dt.date | None:
    """Return the last day to tell the police; hours are read as whole days. None when unknown."""
    if rule.report_within_hours is None:
        return None
    return crime_on + dt.timedelta(days=-(-rule.report_within_hours // HOURS_A_DAY))


def due(user: User) -> Iterator[Due]:
    """Yield the claims with few days left, or whose day has just passed, for cases `user` sees."""
    claims = CompensationClaim.objects.visible_to(user).filter(case__closed_on=None)
    claims = claims.filter(status__in=[_S.PREPARING, _S.DENIED])
    claims = claims.select_related("case__participant", "case__team", "case__worker")
    rows = list(claims.order_by("pk")[:ROWS])
    if not rows:
        return
    rules, mine = standards.deadline_rules(), is_theirs(user)
    few = standards.number("compensation_warn_days")
    for claim in rows:
        for clock in clocks_of(claim, rules).running:
            if _is_pressing(clock, few) and mine(claim.case, clock.last_day or dt.date.max):
                yield _due(claim, clock, few=few)


def shown(cases: list[Case]) -> list[dict[str, Any]]:
    """Return the claims of some cases with their deadlines, newest first. Two queries."""
    rows = list(CompensationClaim.objects.filter(case__in=cases).newest_first())
    rules = standards.deadline_rules() if rows else {}
    return [{"claim": row, "clocks": clocks_of(row, rules).running} for row in rows]


def wrong_days(days: dict[str, dt.date | None]) -> Iterator[tuple[str, str]]:
    """Yield each day of a claim that cannot be, with what is wrong about it."""
    today, crime_on = timezone.localdate(), days.get("crime_on")
    for name, day in days.items():
        if day and day > today:
            yield name, _("Check this date. It has not come yet.")
        elif day and crime_on and day < crime_on:
            yield name, _("Check this date. It is before the day it happened.")
    submitted_on, completed_on = days.get("submitted_on"), days.get("completed_on")
    if completed_on and (submitted_on is None or completed_on < submitted_on):
        yield "completed_on", _("Check this date. It is before the claim was sent in.")


def _to_report(claim: CompensationClaim, rule: DeadlineRule | None) -> Clock | None:
    if claim.crime_on is None or rule is None or not claim.is_to_file:
        return None
    last_day = report_by(rule, claim.crime_on)
    if claim.reported_on or claim.no_report_reason:
        return _reported(claim, last_day)
    if last_day is None:
        return Clock(_("Not known how soon the police must be told here. Soon is best."))
    return _clock(
        last_day,
        today=_("Today is the last day to tell the police."),
        over=_(
            "The time to tell the police ended %(day)s. Ask about the exception for good cause."
        ),
        left=lambda days: ngettext(
            "%(count)s day left to tell the police, until %(day)s.",
            "%(count)s days left to tell the police, until %(day)s.",
            days,
        ),
    )


def _reported(claim: CompensationClaim, last_day: dt.date | None) -> Clock | None:
    """Say that the police were told too late; if they were not, the reason stands in the claim."""
    if claim.reported_on and last_day and claim.reported_on > last_day:
        return Clock(_("The police were told late. Ask about the exception for good cause."))
    return None


def _to_file(claim: CompensationClaim, rule: DeadlineRule | None) -> Clock | None:
    if not claim.is_to_file:
        return None
    if rule is None:
        return Clock(_("No deadline is known. Check with the state office."))
    if claim.crime_on is None:
        return Clock(_("Write down the day it happened to see how long there is to file."))
    return _clock(
        rule.last_day(claim.crime_on),
        today=_("Today is the last day to file."),
        over=_("The time to file ended %(day)s. Ask about the exception for good cause."),
        left=lambda days: ngettext(
            "%(count)s day left to file, until %(day)s.",
            "%(count)s days left to file, until %(day)s.",
            days,
        ),
    )


def _to_appeal(claim: CompensationClaim) -> Clock | None:
    if claim.status != _S.DENIED or claim.appeal_by is None:
        return None
    return _clock(
        claim.appeal_by,
        today=_("Today is the last day to appeal."),
        over=_("The time to appeal ended %(day)s. Ask about the exception for good cause."),
        left=lambda days: ngettext(
            "%(count)s day left to appeal, until %(day)s.",
            "%(count)s days left to appeal, until %(day)s.",
            days,
        ),
    )


def _clock(last_day: dt.date, *, today: str, over: str, left: Callable[[int], str]) -> Clock:
    days = (last_day - timezone.localdate()).days
    said = {"count": days, "day": date_format(last_day, "SHORT_DATE_FORMAT")}
    if days == 0:
        return Clock(today, last_day, days)
    text = over if days < 0 else left(days)
    return Clock(text % said, last_day, days)


def _is_pressing(clock: Clock, few: int) -> bool:
    return clock.days_left is not None and -few <= clock.days_left <= few


def _due(claim: CompensationClaim, clock: Clock, *, few: int) -> Due:
    left = clock.days_left or 0
    return Due(
        case=claim.case,
        reason=_("Victim compensation: %(text)s") % {"text": clock.text},
        rank=100 + (few - left if left >= 0 else 0),
        action_url=reverse("cases:claim", args=[claim.pk]),
        action_label=_("Open claim"),
        is_late=clock.is_over,
    )
