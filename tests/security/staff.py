"""What is kept about those who do the work, for the sweeps: with words to look for."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases.models import BulkMove, Case
from cvi.staffing import services as staffing
from cvi.staffing.services import Course, Debrief, Happening, SessionPlan


def about_a_worker(case: Case, word: str, worker: User) -> dict[str, Any]:
    """Write down what is kept about someone who works in a team, and what they keep themselves."""
    team, today = case.team, timezone.localdate()
    lead = User(username=f"lead of {case.pk}", name="Whoever leads")
    lead.save()
    plan = SessionPlan("individual", today, 1, f"{word}-TOLD", today + dt.timedelta(days=1))
    what = {"team": team, "workers": [worker], "plan": plan, "cases": [case]}
    (session,) = staffing.record_session(by=lead, **what)
    happening = Happening("threatened", today, f"{word}-HARD")
    at = {"worker": worker, "team": team, "by": lead}
    exposure = staffing.record_exposure(happening=happening, **at)
    staffing.save_debrief(exposure=exposure, debrief=Debrief(today, "later"), by=lead)
    move = BulkMove(team=team, worker=worker, moved_by=lead)
    move.save()
    course = Course("first_aid", Decimal(8), today, today + dt.timedelta(days=9))
    return {
        "staff_session": session,
        "staff_action": staffing.add_action(
            session=session, what=f"{word}-AGREED", owner=worker, due_on=today, by=lead
        ),
        "training": staffing.add_training(course=course, **at),
        "exposure": exposure,
        "bulk_move": move,
        "wellbeing": staffing.write_wellbeing(team=team, mood=2, note=f"{word}-MOOD", by=worker),
    }
