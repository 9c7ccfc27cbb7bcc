"""One timeline out of what each program supplies."""

import datetime as dt
from itertools import chain, groupby

from django.utils import timezone

from cvi.cases import timeline as cases_timeline
from cvi.cases.models import Case
from cvi.cases.timeline import Entry
from cvi.hospital import timeline as hospital_timeline
from cvi.outreach import timeline as outreach_timeline
from cvi.referrals import timeline as referrals_timeline

Day = tuple[dt.date, list[Entry]]


def by_day(cases: list[Case]) -> list[Day]:
    """Return (day, entries) for cases that the reader was let in to, newest first."""
    entries = chain(
        cases_timeline.entries(cases),
        referrals_timeline.entries(cases),
        outreach_timeline.entries(cases),
        hospital_timeline.entries(cases),
    )
    ordered = sorted(entries, key=lambda entry: entry.at, reverse=True)
    return [(day, list(group)) for day, group in groupby(ordered, key=_day)]


def _day(entry: Entry) -> dt.date:
    return timezone.localdate(entry.at)
