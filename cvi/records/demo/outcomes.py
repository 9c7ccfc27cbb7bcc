"""How people were after so many days, and what the state pays to those who were hurt."""

import datetime as dt
from decimal import Decimal

from cvi.accounts.models import Program, User
from cvi.cases import checkpoints
from cvi.cases import services as cases
from cvi.cases.checkpoints import Slot
from cvi.cases.models import Case, Checkpoint, CompensationClaim
from cvi.cases.models.checkpoints import QUESTIONS
from cvi.cases.services import Finding, Move
from cvi.cases.values import Answer
from cvi.records.demo.story import Story

ANSWERS = (*(Answer.YES,) * 7, Answer.NO, Answer.UNKNOWN, Answer.DECLINED)
SOURCES = ("self", "self", "worker", "family", "public")
STATE = "pa"
_S = CompensationClaim.Status
WAYS = (
    (),
    (),
    (_S.SUBMITTED,),
    (_S.SUBMITTED, _S.MORE_INFO),
    (_S.SUBMITTED, _S.APPROVED, _S.PAID),
    (_S.SUBMITTED, _S.DENIED),
)
CLAIMS = {Program.HOSPITAL: 0.6, Program.OUTREACH: 0.08}
"""The share of cases in which someone helps with a claim."""


def answer_checkpoints(*, case: Case, last_day: dt.date, story: Story, by: User) -> None:
    """Answer most checkpoints that came by `last_day`; some people were not found."""
    for slot in checkpoints.slots_of([case]):
        if slot.is_open and slot.due_on <= last_day and story.happens(0.8):
            _answer(slot, story, last_day=last_day, by=by)


def help_with_claim(*, case: Case, story: Story, by: User) -> None:
    """Help some of those who were hurt with a claim, as far as its way went."""
    if not story.happens(CLAIMS.get(Program(case.program), 0)):
        return
    crime_on = case.opened_on - dt.timedelta(days=story.chance.randint(0, 5))
    told = crime_on + dt.timedelta(days=1) if story.happens(0.7) else None
    facts = {"state": STATE, "harm": "hurt", "claimant": "victim", "crime_on": crime_on}
    facts |= {"reported_on": told, "offered_on": case.opened_on}
    status = _S.DECLINED if story.happens(0.15) else _S.PREPARING
    claim = cases.open_claim(case=case, facts=facts, status=status, by=by)
    if status == _S.PREPARING:
        _follow(claim, story, by=by)


def _answer(slot: Slot, story: Story, *, last_day: dt.date, by: User) -> None:
    asked_on = story.day_between(slot.due_on, min(slot.closes_on, last_day))
    outcome = Checkpoint.Outcome.REACHED if story.happens(0.85) else Checkpoint.Outcome.NOT_FOUND
    answers = {question: _said(story) for question in QUESTIONS}
    answers["alive"] = {"answer": Answer.YES.value, "source": "self"}
    finding = Finding(outcome, asked_on, answers)
    cases.record_checkpoint(slot=slot, finding=finding, by=by)


def _said(story: Story) -> dict[str, str]:
    answer = story.chance.choice(ANSWERS)
    is_known = answer in {Answer.YES, Answer.NO}
    return {"answer": answer.value, "source": story.chance.choice(SOURCES) if is_known else ""}


def _follow(claim: CompensationClaim, story: Story, *, by: User) -> None:
    papers = {"police_report": "asked", "itemized_bill": "have", "wage_proof": "needed"}
    cases.save_claim_papers(claim=claim, statuses=papers, by=by)
    dollars = Decimal(story.chance.randrange(200, 9000, 50))
    day, way = claim.case.opened_on, story.chance.choice(WAYS)
    awarded = dollars if _S.PAID in way else None
    amount = {"requested": dollars, "awarded": awarded}
    cases.save_claim_amount(claim=claim, cost="medical", **amount, by=by)
    for status in way:
        day = story.day_between(day, story.today)
        claim = cases.move_claim(claim=claim, move=Move(status, day, "documents"), by=by)
