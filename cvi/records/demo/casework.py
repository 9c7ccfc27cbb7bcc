"""What every program does with a case: needs, goals, notes, follow-ups and consent."""

import datetime as dt
from typing import Any

from cvi.accounts.models import Agency, User
from cvi.cases import services as cases
from cvi.cases.consent_rules import minor_rule
from cvi.cases.models import Case, Consent, FollowUp, Goal, Participant
from cvi.cases.services import Release
from cvi.cases.values import Answer, LifeDomain
from cvi.records.demo.story import Story
from cvi.standards.models import ConsentRule

GOALS = {
    LifeDomain.WORK: ("Get on at the warehouse", "A job that starts after ten", "My own car wash"),
    LifeDomain.EDUCATION: ("Finish the GED before summer", "Get back into the welding class"),
    LifeDomain.HOUSING: ("A room where nobody knows me", "Get my cousin's couch back"),
    LifeDomain.DOCUMENTS: ("Get my ID back", "My real birth certificate"),
    LifeDomain.FAMILY: ("See my daughter on Sundays", "Make it right with my aunt"),
    LifeDomain.SAFETY: ("Walk to the store without looking back", "Stay off that block"),
    LifeDomain.LEGAL: ("Get done with court", "Pay off the ticket"),
}
NOTES = (
    "Talked for a while on the steps. Wants to try the job fair.",
    "Was quiet today. Said to come back after the weekend.",
    "Grandmother asked us to keep coming.",
    "Went along to the clinic and waited together.",
    "Missed the class twice; the bus does not run that early.",
    "Laughed for the first time in weeks.",
    "Does not want to be called at night.",
    "Good week. Showed the new work boots.",
    "Upset about the hearing. We called the lawyer together.",
    "Asked about moving across town.",
)
SCOPES = (
    [Consent.Field.NAME, Consent.Field.PHONE, Consent.Field.NEEDS],
    [Consent.Field.NAME, Consent.Field.BIRTH_DATE, Consent.Field.PHONE, Consent.Field.ZONE],
    [Consent.Field.NAME],
)
PURPOSES = ("services", "work_together", "their_request")
KINDS = (FollowUp.Kind.CHECK_IN, FollowUp.Kind.CHECK_IN, FollowUp.Kind.APPOINTMENT)
DONE = (FollowUp.Outcome.REACHED, FollowUp.Outcome.REACHED, FollowUp.Outcome.NOT_REACHED)
GOAL_ENDS = (Goal.Status.MET, Goal.Status.PARTLY_MET, Goal.Status.NO_LONGER_NEEDED)
OPEN_DUE_DAYS = (-9, -3, -1, 0, 0, 2, 5, 8, 14, 21)


def work_case(*, case: Case, last_day: dt.date, story: Story, by: User) -> None:
    """Fill a case with the work of its worker, from its opening to `last_day`."""
    for domain in story.chance.sample(list(LifeDomain), story.chance.randint(1, 3)):
        cases.record_need(case=case, domain=domain, by=by)
    _set_goals(case, story, by=by)
    for _each in range(story.chance.randint(0, 3)):
        moment = story.moment_on(story.day_between(case.opened_on, last_day))
        text = story.chance.choice(NOTES)
        cases.add_note(case=case, text=text, written_at=moment, by=by)
    for _each in range(story.chance.randint(0, 3)):
        _do_follow_up(case, story, last_day=last_day, by=by)


def promise_next(*, case: Case, story: Story, by: User) -> None:
    """Leave most open cases with something to do: late, today, or soon."""
    if story.happens(0.75):
        due_on = story.days_ago(-story.chance.choice(OPEN_DUE_DAYS))
        due_on = max(due_on, case.opened_on)
        kind = story.chance.choice(KINDS)
        cases.plan_follow_up(case=case, kind=kind, due_on=due_on, by=by)


def give_consent(*, case: Case, to: Agency, story: Story, by: User) -> Consent:
    """Record a consent that holds, one that has run out, or one that was taken back."""
    signed_on = story.days_ago(story.chance.choice([3, 20, 60, 200, 400]))
    release = Release(
        recipient=to,
        scope=[field.value for field in story.chance.choice(SCOPES)],
        method=story.chance.choice(list(Consent.Method)),
        signed_on=signed_on,
        expires_on=signed_on + dt.timedelta(days=story.chance.choice([90, 180, 365])),
        purpose=story.chance.choice(PURPOSES),
        **signer_for(case.participant, on=signed_on),
    )
    consent = cases.record_consent(case=case, release=release, by=by)
    if story.happens(0.15):
        cases.revoke_consent(consent=consent, by=by)
    return consent


def signer_for(person: Participant, *, on: dt.date) -> dict[str, Any]:
    """Return who signs a release: an invented parent for a minor, else they themselves."""
    if minor_rule(person, ConsentRule.Service.SHARE, on=on) is None:
        return {}
    named = {"giver_name": "Zara Testparent", "giver_right": "Mother of the participant (demo)"}
    return {"given_by": Consent.Giver.GUARDIAN.value, "assented": Answer.YES.value, **named}


def _set_goals(case: Case, story: Story, *, by: User) -> None:
    for domain in story.chance.sample(list(GOALS), story.chance.randint(0, 2)):
        goal = cases.set_goal(
            case=case,
            domain=domain,
            words=story.chance.choice(GOALS[domain]),
            target_on=story.days_ago(-story.chance.randint(10, 120)),
            by=by,
        )
        if story.happens(0.3):
            cases.change_goal(goal=goal, status=story.chance.choice(GOAL_ENDS), by=by)


def _do_follow_up(case: Case, story: Story, *, last_day: dt.date, by: User) -> None:
    due_on = story.day_between(case.opened_on, last_day)
    kind = story.chance.choice(KINDS)
    follow_up = cases.plan_follow_up(case=case, kind=kind, due_on=due_on, by=by)
    at = story.moment_on(min(due_on + dt.timedelta(days=story.chance.randint(0, 2)), last_day))
    outcome = story.chance.choice(DONE)
    cases.finish_follow_up(follow_up=follow_up, outcome=outcome, at=at, by=by)
