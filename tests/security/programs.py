"""The records that each program adds to a case, with words to look for."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils import timezone

from cvi.accounts.models import Program, Team, User
from cvi.accounts.system import system_user
from cvi.cases.models import Case
from cvi.gvi import services as gvi
from cvi.hospital import services as hospital
from cvi.hospital.services import Arrival
from cvi.incidents import services as incidents
from cvi.incidents.models import DropBoxMessage
from cvi.incidents.services import BoxPlan
from cvi.outreach import services as outreach
from cvi.outreach.services import ContactDetails
from cvi.reentry import services as reentry
from cvi.reentry.services import Stay

INJURED_ON: dict[str, dt.date] = defaultdict(
    lambda: dt.date(1985, 2, 3),
    {"CANARY-MINE": dt.date(1983, 2, 3), "CANARY-THEIRS": dt.date(1984, 2, 3)},
)
"""A medical fact has no free text; the day of an injury is looked for instead."""


def program_records(case: Case, word: str, by: User) -> dict[str, Any]:
    """Make one record of each kind that the program of a case adds."""
    if case.program == Program.OUTREACH:
        details = ContactDetails("call", "no_answer", note=f"{word}-CONTACT")
        return {"contact": outreach.log_contact(case=case, contact=details, by=by)}
    if case.program == Program.HOSPITAL:
        visit = hospital.add_visit(case=case, arrival=Arrival("talked"), by=by)
        injury = {"mechanism": "gun", "body_regions": ["arm"], "injured_on": INJURED_ON[word]}
        return {"visit": hospital.save_answers(visit=visit, number=5, answers=injury, by=by)}
    if case.program == Program.GVI:
        day = timezone.localdate()
        row = gvi.plan_notification(
            case=case, why="recently_hurt", planned_on=day, note=f"{word}-GVI", by=by
        )
        return {"notification": row} | _left_in_a_box(case.team, word, by)
    if case.program == Program.REENTRY:
        stay = Stay("jail", facility=f"{word}-JAIL")
        return {"episode": reentry.record_custody(case=case, stay=stay, by=by)}
    return {}


def _left_in_a_box(team: Team, word: str, by: User) -> dict[str, Any]:
    """Let an office leave a message for a GVI team; nothing in it links to the case."""
    until = timezone.localdate() + dt.timedelta(days=30)
    plan = BoxPlan(team, "police", "9th district", until)
    box = incidents.set_up_box(plan=plan, by=by).box
    said = {"wish": "check", "words": f"{word}-BOX", "caller": f"{word}-BOX"}
    kind = DropBoxMessage.Kind.REQUEST
    left = incidents.take_message(box=box, kind=kind, said=said, by=system_user())
    return {"drop_box": box, "drop_box_message": left}
