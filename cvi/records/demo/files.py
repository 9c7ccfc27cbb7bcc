"""What fills a file over time: a life, a plan to stay safe, services, ratings, what was signed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cvi.accounts.models import Program, User
from cvi.cases import services as cases
from cvi.cases.consent_rules import minor_rule
from cvi.cases.models import Case
from cvi.cases.services import Delivery, Signing, Step
from cvi.cases.values import Answer
from cvi.records.demo.casework import signer_for
from cvi.records.demo.story import Story
from cvi.standards import reading as standards
from cvi.standards.models import ConsentRule

SAFETY_LINES = ("Call before you visit.", "Meet indoors only.", "Not near the old bus yard.")
PLAN = {
    "warning_signs": "When the same car passes twice.",
    "safe_people": "My aunt, and Coach Placeholder.",
    "safe_places": "The library until eight.",
    "getting_around": "Two buses, never on foot after dark.",
    "who_to_call": "The worker's number, day and night.",
}
SERVICES = (("transport", "rides"), ("job_training", "hours"), ("safety_planning", "hours"))
CHANGES = ("positive", "positive", "neutral", "negative")
STEPS = ("Find the papers", "Call them together", "Try it for a week")
COMPLAINT = "Nobody called me back for two weeks."
CORRECTION = "My birthday is wrong in your papers."


def fill_file(*, case: Case, story: Story, by: User) -> None:
    """Write into an open case what a worker writes in the months after the intake."""
    for share, write in WRITTEN:
        if story.happens(share):
            write(case, story, by)


def _agree(case: Case, _story: Story, by: User) -> None:
    """Write down that they take part; an invented parent signs for a minor."""
    day = case.opened_on
    said: dict[str, Any] = {"method": "witnessed", "witness": "Another worker (demo)"}
    if minor_rule(case.participant, ConsentRule.Service.TAKE_PART, on=day):
        said |= signer_for(case.participant, on=day)
    cases.record_agreement(case=case, agreed=Signing(signed_on=day, **said), by=by)


def _live(case: Case, story: Story, by: User) -> None:
    person = case.participant
    changes = {
        "housing": story.chance.choice([code for code, _label in standards.choices("housing")]),
        "work": story.chance.choice([code for code, _label in standards.choices("work")]),
        "interpreter": Answer.NO.value,
        "veteran": Answer.NO.value,
    }
    cases.update_about(participant=person, changes=changes, by=by)
    if story.happens(0.4):
        line = {"safety_line": story.chance.choice(SAFETY_LINES)}
        cases.update_participant(participant=person, changes=line, by=by)


def _plan_safety(case: Case, _story: Story, by: User) -> None:
    cases.save_safety_plan(case=case, parts=PLAN, by=by)


def _rate(case: Case, story: Story, by: User) -> None:
    changes = {part: story.chance.choice(CHANGES) for part in ("safety", "work", "housing")}
    cases.rate_progress(case=case, changes=changes, by=by)


def _deliver(case: Case, story: Story, by: User) -> None:
    for _each in range(story.chance.randint(1, 3)):
        code, unit = story.chance.choice(SERVICES)
        day = story.day_between(case.opened_on, story.today)
        delivery = Delivery(code, Decimal(story.chance.randint(1, 4)), unit, ["city"], day)
        cases.record_service(case=case, delivery=delivery, by=by)


def _take_steps(case: Case, story: Story, by: User) -> None:
    goal = cases.set_goal(case=case, domain="work", words="Keep this job past the winter", by=by)
    for number, words in enumerate(STEPS):
        step = Step(words, "participant", story.days_ago(-10 * number))
        row = cases.add_goal_step(goal=goal, step=step, by=by)
        if number == 0:
            cases.tick_goal_step(step=row, is_done=True, by=by)


def _demand(case: Case, story: Story, by: User) -> None:
    kind, text = story.chance.choice([("complaint", COMPLAINT), ("correction", CORRECTION)])
    day = max(case.opened_on, story.days_ago(9))
    cases.record_demand(case=case, kind=kind, text=text, received_on=day, by=by)


def _say_if_they_fit(case: Case, story: Story, by: User) -> None:
    """Answer the criteria of the street; the supervisor has not looked at them yet."""
    criteria_set = standards.criteria_set(case.program)
    if criteria_set is None or case.program != Program.OUTREACH:
        return
    said = ("yes", "yes", "no", "unknown")
    answers = {row.code: story.chance.choice(said) for row in criteria_set.parts.all()}
    cases.assess_eligibility(
        case=case, criteria_set=criteria_set, answers=answers, why="Asked for help (demo).", by=by
    )


WRITTEN: tuple[tuple[float, Callable[[Case, Story, User], None]], ...] = (
    (0.8, _agree),
    (0.5, _live),
    (0.4, _plan_safety),
    (0.6, _deliver),
    (0.5, _rate),
    (0.3, _take_steps),
    (0.1, _demand),
    (0.3, _say_if_they_fit),
)
"""In which share of all open cases someone writes what."""
