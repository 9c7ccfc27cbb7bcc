"""Hospital programs in the demo: visits at the bedside, intakes that are finished and one begun."""

import datetime as dt

from cvi.accounts.models import User
from cvi.cases.models import Case
from cvi.cases.values import Answer
from cvi.hospital import services as hospital
from cvi.hospital.models import Encounter
from cvi.hospital.services import Arrival
from cvi.hospital.values import RIGHT_NOW, BodyRegion, Mechanism, Outcome, Present
from cvi.records.demo.story import Story

ANSWERS = (Answer.YES, Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.DECLINED)
MISSES = (Outcome.NOT_NOW, Outcome.ASLEEP, Outcome.LATER, Outcome.FAMILY_ONLY)
RECENT_DAYS = 10


def add_visit(*, case: Case, last_day: dt.date, story: Story, by: User) -> None:  # noqa: ARG001  as every program
    """Write down the visit of the day on which the case was opened, and the intake made there."""
    is_recent = case.opened_on > story.days_ago(RECENT_DAYS)
    if is_recent and story.happens(0.3):
        _visit(case, story, outcome=story.chance.choice(MISSES), by=by)
        return
    visit = _visit(case, story, outcome=Outcome.TALKED, by=by)
    _answer(visit, case, story, by=by)
    if not is_recent or story.happens(0.5):
        at = visit.started_at + dt.timedelta(minutes=story.chance.randint(15, 50))
        hospital.finish_intake(visit=visit, at=at, by=by)


def _visit(case: Case, story: Story, *, outcome: str, by: User) -> Encounter:
    present = [story.chance.choice([Present.NOBODY, Present.FAMILY, Present.STAFF]).value]
    started_at = story.moment_on(case.opened_on)
    arrival = Arrival(outcome=outcome, present=present, started_at=started_at)
    return hospital.add_visit(case=case, arrival=arrival, by=by)


def _answer(visit: Encounter, case: Case, story: Story, *, by: User) -> None:
    chance = story.chance
    safety = {name: chance.choice(ANSWERS) for name in ("safe_place", "worried", "safe_way")}
    hospital.save_answers(visit=visit, number=2, answers=safety, by=by)
    injury = {
        "mechanism": chance.choice(list(Mechanism)),
        "injured_on": case.opened_on - dt.timedelta(days=chance.randint(0, 3)),
        "body_regions": chance.sample([region.value for region in BodyRegion], 2),
    }
    hospital.save_answers(visit=visit, number=3, answers=injury, by=by)
    domains = chance.sample([domain.value for domain in RIGHT_NOW], chance.randint(1, 4))
    hospital.save_needs(visit=visit, number=4, domains=domains, by=by)
