"""A group with days, members and sessions, for the tests about groups."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases.models import Case, Group, GroupMember, GroupSession
from cvi.cases.services import GroupPlan, Mark, Sitting
from tests.cast import Cast

TODAY = timezone.localdate
NASTY = "Zoë 🕊️ \u202eמרחב <b>x</b>"


def ago(days: int) -> dt.date:
    return TODAY() - dt.timedelta(days=days)


def opened(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(opened_on=ago(60))
    return Case.objects.with_people().get(pk=case.pk)


def started(cast: Cast, by: User, **changes: Any) -> Group:
    plan = GroupPlan(**{"kind": "cbt", "name": "Circle", "starts_on": ago(40), **changes})
    return services.start_group(team=cast.harbor_team, plan=plan, leads=[by], by=by)


def joined(group: Group, case: Case, by: User, days: int = 40) -> GroupMember:
    return services.join_group(group=group, case=case, joined_on=ago(days), by=by)


def held(group: Group, days: int, roll: dict[GroupMember, str], by: User) -> GroupSession:
    marks = {member: Mark(state) for member, state in roll.items()}
    what = {"held_on": ago(days), "sitting": Sitting(90), "roll": marks}
    return services.add_session(group=group, by=by, **what)
