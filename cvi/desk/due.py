"""Who needs someone now, from every program: late first, then due today, then quiet for long."""

from itertools import chain
from uuid import UUID

from cvi.accounts.models import User
from cvi.cases import checkpoints, claims
from cvi.cases import today as cases_today
from cvi.gvi import today as gvi_today
from cvi.hospital import today as hospital_today
from cvi.outreach import today as outreach_today
from cvi.reentry import today as reentry_today
from cvi.referrals import today as referrals_today

PROGRAMS = (
    cases_today,
    checkpoints,
    claims,
    referrals_today,
    outreach_today,
    hospital_today,
    gvi_today,
    reentry_today,
)


def for_user(user: User) -> list[cases_today.Due]:
    """Return one row for each case that needs this user, the most pressing first."""
    rows = chain.from_iterable(program.due(user) for program in PROGRAMS)
    first: dict[UUID, cases_today.Due] = {}
    for row in sorted(rows, key=lambda row: -row.rank):
        first.setdefault(row.case.pk, row)
    return list(first.values())
