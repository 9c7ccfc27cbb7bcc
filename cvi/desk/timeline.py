"""One timeline out of what each program supplies."""

import datetime as dt
from itertools import chain, groupby

from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import timeline as cases_timeline
from cvi.cases.models import Case
from cvi.cases.timeline import Entry
from cvi.gvi import timeline as gvi_timeline
from cvi.hospital import timeline as hospital_timeline
from cvi.outreach import timeline as outreach_timeline
from cvi.reentry import timeline as reentry_timeline
from cvi.referrals import timeline as referrals_timeline

PROGRAMS = (
    cases_timeline,
    referrals_timeline,
    outreach_timeline,
    hospital_timeline,
    gvi_timeline,
    reentry_timeline,
)

Day = tuple[dt.date, list[Entry]]


def newest_first(cases: list[Case], *, reader: User) -> list[Entry]:
    """Return all entries for cases that the reader was let in to, newest first."""
    entries = chain.from_iterable(program.entries(cases, reader=reader) for program in PROGRAMS)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def by_day(entries: list[Entry]) -> list[Day]:
    """Group entries that are in order by their day."""
    return [(day, list(group)) for day, group in groupby(entries, key=_day)]


def _day(entry: Entry) -> dt.date:
    return timezone.localdate(entry.at)
