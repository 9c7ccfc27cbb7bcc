"""The drop boxes in the demo: two offices that write to the GVI team, and what they left."""

import datetime as dt

from cvi.accounts.models import Team, User
from cvi.accounts.system import system_user
from cvi.incidents import services
from cvi.incidents.models import DropBoxMessage
from cvi.incidents.services import BoxPlan
from cvi.incidents.values import Office, Outcome, Wish
from cvi.records.demo.story import Story

Kind = DropBoxMessage.Kind
DAYS_OPEN = 180
OFFICES = (
    (Office.POLICE, "9th district (demo)"),
    (Office.PROBATION, "County probation (demo)"),
)
LEFT = (
    (
        0,
        Kind.ALERT,
        {
            "area": "Corner of First Demo Street and Sample Avenue",
            "hour": "23:40:00",
            "victims": 1,
            "hospital": "Mercy, by ambulance",
            "words": "One person hurt in the leg, awake. A crowd stood around until midnight.",
            "caller": "Sergeant Sampleton, 555-0142",
        },
    ),
    (
        0,
        Kind.REQUEST,
        {
            "wish": Wish.NOTIFICATION.value,
            "words": "Two loud arguments on Sample Avenue this week. Someone they listen to "
            "should visit before Saturday.",
            "caller": "Sergeant Sampleton, 555-0142",
        },
    ),
    (
        1,
        Kind.REQUEST,
        {
            "wish": Wish.CHECK.value,
            "words": "A man from Old Town missed two meetings and says he is afraid to go out.",
        },
    ),
)


def leave_messages(*, team: Team, story: Story, by: User) -> list[DropBoxMessage]:
    """Set up both boxes and leave three messages, of which the last is handled."""
    until = story.today + dt.timedelta(days=DAYS_OPEN)
    boxes = [
        services.set_up_box(plan=BoxPlan(team, office, label, until), by=by).box
        for office, label in OFFICES
    ]
    left = []
    for at, kind, said in LEFT:
        told = {**said, "day": str(story.days_ago(1))} if kind == Kind.ALERT else said
        message = services.take_message(box=boxes[at], kind=kind, said=told, by=system_user())
        left.append(message)
    services.handle_message(message=left[-1], outcome=Outcome.CHECKED, by=by)
    return left
