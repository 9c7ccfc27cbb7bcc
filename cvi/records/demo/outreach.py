"""Street outreach in the demo: a year of contacts and tries, each person at their own pace."""

import datetime as dt

from cvi.accounts.models import User
from cvi.cases.models import Case
from cvi.outreach import services as outreach
from cvi.outreach.services import ContactDetails
from cvi.outreach.values import Duration, Mode, Outcome, Purpose
from cvi.records.demo.story import Story

PACES = (4, 7, 7, 10, 14, 30)  # days between two contacts
MODES = (Mode.IN_PERSON, Mode.IN_PERSON, Mode.IN_PERSON, Mode.CALL, Mode.CALL, Mode.TEXT)
MISSES = (Outcome.NO_ANSWER, Outcome.NOT_HOME, Outcome.LEFT_MESSAGE, Outcome.NOT_NOW)
NOTES = (
    "Walked to the corner store together.",
    "Said the cousins have calmed down.",
    "Gave a ride to the program.",
    "Talked about the funeral.",
    "Brother answered and passed the phone.",
)


def add_contacts(*, case: Case, last_day: dt.date, story: Story, by: User) -> None:
    """Log what the worker did from the opening of a case to `last_day`."""
    pace = story.chance.choice(PACES)
    reached_share = 0.3 if case.status == Case.Status.ATTEMPTING else 0.7
    day = case.opened_on + dt.timedelta(days=story.chance.randint(0, pace))
    while day <= last_day:
        was_reached = story.happens(reached_share)
        contact = _reached(story, day) if was_reached else _missed(story, day)
        outreach.log_contact(case=case, contact=contact, by=by)
        day += dt.timedelta(days=max(1, round(story.chance.gauss(pace, pace / 3))))


def _reached(story: Story, day: dt.date) -> ContactDetails:
    return ContactDetails(
        mode=story.chance.choice(MODES),
        outcome=Outcome.REACHED,
        purposes=story.chance.sample([code.value for code in Purpose], story.chance.randint(1, 2)),
        duration=story.chance.choice(list(Duration)),
        note=story.chance.choice(NOTES) if story.happens(0.3) else "",
        occurred_at=story.moment_on(day),
    )


def _missed(story: Story, day: dt.date) -> ContactDetails:
    mode, outcome = story.chance.choice(MODES), story.chance.choice(MISSES)
    return ContactDetails(mode=mode, outcome=outcome, occurred_at=story.moment_on(day))
