"""A group of each team with its sessions, and money that was asked for."""

import datetime as dt
from decimal import Decimal

from cvi.accounts.models import Program
from cvi.cases import services as cases
from cvi.cases.models import Attendance, Case, Group, GroupSession, Incentive
from cvi.cases.services import GroupPlan, Mark, Payment, Proposal, Sitting
from cvi.records.demo.city import Home
from cvi.records.demo.story import Story

WEEKS = 8
MOST_MEMBERS = 7
KINDS = {
    Program.OUTREACH: ("cbt", "Tuesday circle", "Think first"),
    Program.HOSPITAL: ("group_counseling", "Healing together", ""),
    Program.GVI: ("elders_circle", "Elders and us", ""),
    Program.REENTRY: ("work_skills", "Back to work", "Ready for work"),
}
TOPICS = ("Stop and breathe", "What sets me off", "Who has my back", "Saying no", "A letter home")
_S = Attendance.State
STATES = (*(_S.PRESENT,) * 6, _S.LATE, _S.ABSENT, _S.EXCUSED)
ASKED = (
    ("milestone", "200", "Eight weeks of check-ins kept."),
    ("transit_card", "40", "Bus pass to get to the class."),
    ("gift_card", "50", "Food for the weekend."),
    ("stipend", "300", "First month of the internship."),
)


def meet(*, home: Home, story: Story) -> Group | None:
    """Let a team's people meet once a week; none where the team has nobody to meet."""
    program = Program(home.team.program)
    since = story.days_ago(7 * WEEKS)
    rows = Case.objects.open().filter(team=home.team, opened_on__lte=since).with_people()
    found = list(rows.order_by("pk")[:MOST_MEMBERS])
    if not found:
        return None
    by = home.workers[0]
    kind, name, taught = KINDS[program]
    plan = GroupPlan(kind, name, starts_on=since, planned_sessions=12, curriculum=taught)
    group = cases.start_group(team=home.team, plan=plan, leads=[by], by=by)
    members = [cases.join_group(group=group, case=case, joined_on=since, by=by) for case in found]
    for week in range(WEEKS):
        day = since + dt.timedelta(days=7 * week)
        if story.happens(0.1):
            off = Sitting(90, "", GroupSession.Status.CANCELLED)
            cases.add_session(group=group, held_on=day, sitting=off, by=by)
            continue
        roll = {member: Mark(story.chance.choice(STATES)) for member in members}
        sitting = Sitting(90, story.chance.choice(TOPICS))
        cases.add_session(group=group, held_on=day, sitting=sitting, roll=roll, by=by)
    return group


def reward(*, home: Home, story: Story) -> list[Incentive]:
    """Ask for money for a few people of a team: some is paid, some waits, some is declined."""
    rows = Case.objects.open().filter(team=home.team, worker__isnull=False).with_people()
    return [_ask(case, home, story) for case in rows.order_by("pk")[: 2 * len(ASKED) : 2]]


def _ask(case: Case, home: Home, story: Story) -> Incentive:
    kind, amount, reason = story.chance.choice(ASKED)
    by = case.worker or home.workers[0]
    proposal = Proposal(kind, Decimal(amount), reason, ["city"])
    row = cases.propose_incentive(case=case, proposal=proposal, by=by)
    if home.supervisor is None or home.supervisor == by or story.happens(0.3):
        return row
    if story.happens(0.2):
        answer = "Ask again when the new budget is in."
        return cases.decide_incentive(
            incentive=row, status="declined", answer=answer, by=home.supervisor
        )
    row = cases.decide_incentive(incentive=row, status="approved", by=home.supervisor)
    if story.happens(0.3):
        return row
    payment = Payment("card", f"Receipt {story.chance.randint(1000, 9999)}", story.today)
    return cases.pay_incentive(incentive=row, payment=payment, by=by)
