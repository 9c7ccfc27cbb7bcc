"""What left about one participant in six years: when, to whom, what, why, and what allowed it.

Source: 45 CFR 164.528 (accounting of disclosures: date, recipient, what, purpose; six years).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from cvi.accounts.models import Agency, User
from cvi.audit import reading
from cvi.audit.reading import Hidden
from cvi.audit.services import Authority
from cvi.cases.keys import subjects_of
from cvi.cases.models import Consent, DutyReport, Participant
from cvi.papers.xlsx import Text

YEARS = 6
PURPOSES: dict[str, Text] = {
    "referral": gettext_lazy("Referral, so that they can help"),
    "dutyreport": gettext_lazy("A law or a life in danger demanded it"),
}
OUTSIDE = gettext_lazy("Someone outside; the record of the case says who")
AUTHORITIES: dict[str, Text] = {
    Authority.CONSENT: gettext_lazy("Consent of the participant"),
    Authority.COURT_ORDER: gettext_lazy("Court order"),
    Authority.MANDATED_REPORT: gettext_lazy("Report that the law demands"),
    Authority.IMMINENT_THREAT: gettext_lazy("Danger to someone's life"),
}


@dataclass(frozen=True)
class Row:
    """One disclosure, in words. No participant's name is in it."""

    at: dt.datetime
    recipient: str
    what: str
    why: str
    authority: str
    by: str


def rows_about(person: Participant, *, hidden: Hidden | None = None) -> list[Row]:
    """Return what left in six years, newest first, but for what people of `hidden` sent."""
    left = reading.departures(subjects_of(person.pk), since=first_moment())
    if hidden:
        left = [row for row in left if row.by_id not in hidden.actors]
    agencies = _names(Agency, (row.recipient_id for row in left))
    staff = _names(User, (row.by_id for row in left))
    return [
        Row(
            at=row.at,
            recipient=agencies.get(row.recipient_id) or str(OUTSIDE),
            what=", ".join(_label(code) for code in row.fields),
            why=str(PURPOSES.get(row.purpose, row.purpose)),
            authority=str(AUTHORITIES[row.authority]),
            by=staff.get(row.by_id, ""),
        )
        for row in left
    ]


def first_moment() -> dt.datetime:
    """Return the moment six years ago."""
    now = timezone.localtime()
    is_leap_day = (now.month, now.day) == (2, 29)
    return now.replace(year=now.year - YEARS, day=28 if is_leap_day else now.day)


def _names(model: type[Agency] | type[User], ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(model.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def _label(code: str) -> str:
    if code in DutyReport.Duty:
        return str(DutyReport.Duty(code).label)
    return str(Consent.Field(code).label) if code in Consent.Field else code
