"""Reentry in the demo: stays in custody, with release days behind and ahead."""

import datetime as dt

from cvi.accounts.models import User
from cvi.cases.models import Case
from cvi.records.demo.story import Story
from cvi.reentry import services as reentry
from cvi.reentry.services import Stay
from cvi.reentry.values import FacilityKind, ReleaseBasis

FACILITIES = {
    FacilityKind.JAIL: "Demo County Lockhouse",
    FacilityKind.PRISON: "Nowhere State Penitentiary",
    FacilityKind.JUVENILE: "Imaginary Youth Center",
    FacilityKind.HALFWAY: "Pretend Street House",
}


def add_custody(*, case: Case, last_day: dt.date, story: Story, by: User) -> None:
    """Record a stay: some came home, the others are expected."""
    kind = story.chance.choice(list(FacilityKind))
    admitted_on = case.opened_on - dt.timedelta(days=story.chance.randint(60, 900))
    is_home = last_day < story.days_ago(1) or story.happens(0.5)
    expected = story.days_ago(-story.chance.randint(-2, 120))
    stay = Stay(
        facility_kind=kind,
        facility=FACILITIES[kind],
        admitted_on=admitted_on,
        projected_release_on=None if is_home else expected,
        released_on=story.day_between(case.opened_on, last_day) if is_home else None,
        basis=story.chance.choice(list(ReleaseBasis)),
    )
    reentry.record_custody(case=case, stay=stay, by=by)
