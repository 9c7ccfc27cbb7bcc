"""Group violence intervention in the demo: custom notifications, planned and delivered."""

import datetime as dt

from cvi.accounts.models import User
from cvi.cases.models import Case
from cvi.gvi import services as gvi
from cvi.gvi.services import Visit
from cvi.gvi.values import DeliveredTo, Response, Result, Why
from cvi.records.demo.story import Story

NOTES = ("Go in the afternoon, the mother works nights.", "Ring twice. Bring the offer sheet.", "")


def add_notification(*, case: Case, last_day: dt.date, story: Story, by: User) -> None:
    """Plan a visit; most were made, some are still to be made."""
    planned_on = story.day_between(case.opened_on, last_day)
    is_ahead = story.happens(0.25)
    notification = gvi.plan_notification(
        case=case,
        why=story.chance.choice(list(Why)),
        planned_on=story.days_ago(-story.chance.randint(-2, 9)) if is_ahead else planned_on,
        note=story.chance.choice(NOTES),
        by=by,
    )
    if not is_ahead:
        gvi.record_visit(notification=notification, visit=_visit(story, planned_on), by=by)


def _visit(story: Story, day: dt.date) -> Visit:
    if story.happens(0.2):
        return Visit(result=Result.ATTEMPTED, tried_on=day)
    to = DeliveredTo.PERSON if story.happens(0.8) else DeliveredTo.FAMILY
    return Visit(
        result=Result.DELIVERED,
        tried_on=day,
        delivered_to=to,
        response=story.chance.choice(list(Response)),
    )
