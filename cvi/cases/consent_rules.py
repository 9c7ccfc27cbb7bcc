"""How long a consent may last, and who is too young to give one alone: the rules in force."""

import calendar
import datetime as dt

from cvi.cases.models import Participant
from cvi.standards import reading as standards
from cvi.standards.models import ConsentRule


def latest_end(signed_on: dt.date) -> dt.date:
    """Return the last day on which a consent signed on a day may end."""
    months = standards.number("consent_max_months")
    years, month = divmod(signed_on.month - 1 + months, 12)
    year, month = signed_on.year + years, month + 1
    return dt.date(year, month, min(signed_on.day, calendar.monthrange(year, month)[1]))


def minor_rule(participant: Participant, service: str, *, on: dt.date) -> ConsentRule | None:
    """Return the rule for someone who may be too young to sign alone; None for an adult.

    Someone whose age is not known is asked as an adult: outreach often knows no age, and a
    release is never a condition of help.
    """
    rule = standards.consent_rule(ConsentRule.ANY, service, on=on)
    age = participant.age_on(on)
    return rule if rule and age is not None and age < rule.min_age else None
