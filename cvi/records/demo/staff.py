"""How a team looks after its own in the demo: staff supervision, training, who is out."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.cases.models import Case
from cvi.records.demo.city import Home
from cvi.records.demo.story import Story
from cvi.staffing import services
from cvi.staffing.services import Course, Debrief, Happening, SessionPlan, Way
from cvi.staffing.values import DebriefAnswer, Mood, SessionKind

TOLD = (
    "Went through everyone. Two need a visit this week.",
    "Tired, sleeps badly. We moved the Friday shift.",
    "Good week. Wants to lead the next circle.",
)
AGREED = (
    "Visit the family of the new person.",
    "Ask the clinic for an evening slot.",
    "Take Friday off.",
)
COURSES = (
    ("new_staff", Decimal(24), 300, 0),
    ("first_aid", Decimal(8), 350, 365),
    ("mediation", Decimal(16), 120, 0),
)
"""Each is a course, its hours, how many days ago, and for how many days it counts."""


def look_after(*, home: Home, story: Story) -> None:
    """Let whoever leads a team look after those who work in it."""
    lead = home.supervisor
    if lead is None:
        return
    for worker in home.workers:
        _meet(worker, home.team, story, by=lead)
        for course, hours, days, counts in COURSES:
            held = story.days_ago(days + story.chance.randint(0, 20))
            until = held + dt.timedelta(days=counts) if counts else None
            taken = Course(course, hours, held, until)
            services.add_training(worker=worker, team=home.team, course=taken, by=lead)
    _something_hard(home.workers[0], home.team, story, by=lead)
    _go_out(home)
    services.write_wellbeing(team=home.team, mood=Mood.MIXED, note="Long week.", by=home.workers[0])


def _meet(worker: User, team: Team, story: Story, *, by: User) -> None:
    held = story.days_ago(story.chance.randint(3, 16))
    cases = list(Case.objects.open().filter(team=team, worker=worker).order_by("pk")[:2])
    plan = SessionPlan(
        kind=SessionKind.INDIVIDUAL,
        held_on=held,
        caseload_reviewed=story.chance.randint(2, 12),
        notes=story.chance.choice(TOLD),
        next_on=held + dt.timedelta(days=14),
    )
    (session,) = services.record_session(team=team, workers=[worker], plan=plan, cases=cases, by=by)
    due = held + dt.timedelta(days=10)
    what_next = story.chance.choice(AGREED)
    services.add_action(session=session, what=what_next, owner=worker, due_on=due, by=by)


def _something_hard(worker: User, team: Team, story: Story, *, by: User) -> None:
    happening = Happening("scene", story.days_ago(4), "At the scene until midnight.")
    exposure = services.record_exposure(worker=worker, team=team, happening=happening, by=by)
    debrief = Debrief(story.days_ago(3), DebriefAnswer.LATER)
    services.save_debrief(exposure=exposure, debrief=debrief, by=by)


def _go_out(home: Home) -> None:
    """Let two of the team be out in the field."""
    for hours, worker in zip((2, 4), home.workers, strict=False):
        way = Way(timezone.now() + dt.timedelta(hours=hours))
        services.go_out(team=home.team, way=way, by=worker)
