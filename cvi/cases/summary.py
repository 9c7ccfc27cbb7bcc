"""What a participant takes home on paper: their plan, and what is written down about them."""

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import portrait
from cvi.cases.models import Case, Consent, FollowUp, Goal, GoalStep, Need, Participant, Relative
from cvi.cases.models.goals import ENDED

DAYS_AHEAD = 5


def plan_of(person: Participant, *, reader: User) -> dict[str, Any]:
    """Return the goals that someone works on, the steps still to take, and the days ahead.

    The days say nothing of what they are for: the paper may lie where others see it.
    """
    to_do = GoalStep.objects.filter(done_on=None)
    goals = _goals(person, reader).prefetch_related(Prefetch("steps", to_do, to_attr="to_do"))
    follow_ups = FollowUp.objects.visible_to(reader).filter(case__participant=person).open()
    days = follow_ups.filter(due_on__gte=timezone.localdate()).order_by("due_on")
    ahead = list(dict.fromkeys(days.values_list("due_on", flat=True)))[:DAYS_AHEAD]
    return {"goals": list(goals), "days": ahead}


def known_of(person: Participant, *, reader: User) -> dict[str, Any]:
    """Return what `reader` may read of someone, in words.

    Others are counted and not named. Orientation and notes stay out: a paper is found by others.
    """
    told, called = portrait.about_of(person), portrait.words()
    told.orientation = ""
    cases = Case.objects.visible_to(reader).filter(participant=person).with_people()
    needs = Need.objects.visible_to(reader).filter(case__participant=person).order_by("pk")
    consents = Consent.objects.visible_to(reader).filter(participant=person)
    return {
        "who": portrait.who(person, told),
        "talking": portrait.talking(person, told, called),
        "life": portrait.life(told, called),
        "points": list(person.contact_points.order_by("pk")),
        "others": Relative.objects.filter(participant=person).count(),
        "cases": list(cases.select_related("team__agency").newest_first()),
        "needs": [need for need in needs if need.status != Need.Status.NOT_ASSESSED],
        "goals": list(_goals(person, reader)),
        "consents": list(consents.live_on(timezone.localdate()).select_related("recipient")),
    }


def _goals(person: Participant, reader: User) -> Any:
    goals = Goal.objects.visible_to(reader).filter(case__participant=person)
    return goals.exclude(status__in=ENDED).newest_first()
