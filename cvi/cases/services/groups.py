"""Groups that meet: set one up, let people in and out, and say when it met."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, AlreadyInGroup, WrongDay, WrongGroup
from cvi.cases.models import Attendance, Case, Group, GroupLead, GroupMember, GroupSession
from cvi.vault.models import Domain
from cvi.vault.services import mint_key

FAR_YEARS = 3
CASE_CLOSED = "case_closed"


@dataclass(frozen=True)
class GroupPlan:
    """What a group is: its kind and name, what is taught, its days, and how often it meets."""

    kind: str
    name: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    planned_sessions: int | None = None
    curriculum: str = ""


@transaction.atomic
def start_group(*, team: Team, plan: GroupPlan, leads: Iterable[User] = (), by: User) -> Group:
    """Set up a group of a team, under a key of its own.

    Raises:
        WrongDay: it would end before it starts, or its days are years away.
    """
    group = Group(team=team)
    group.key = mint_key(domain=Domain.GROUP, realm=team.agency_id, subject=group.pk)
    return _write(group, plan, leads, by=by)


@transaction.atomic
def change_group(*, group: Group, plan: GroupPlan, leads: Iterable[User] = (), by: User) -> Group:
    """Change what a group is; a last day that has passed ends it.

    Raises:
        WrongDay: as `start_group`; or a session took place outside of its days.
    """
    group = Group.objects.select_for_update(of=("self",)).select_related("team").get(pk=group.pk)
    held = GroupSession.objects.filter(group=group, status=GroupSession.Status.HELD)
    outside = held.filter(held_on__lt=plan.starts_on)
    if plan.ends_on:
        outside |= held.filter(held_on__gt=plan.ends_on)
    if outside.exists():
        raise WrongDay(_("Check these dates. A session took place outside of them."))
    return _write(group, plan, leads, by=by)


def _write(group: Group, plan: GroupPlan, leads: Iterable[User], *, by: User) -> Group:
    _require_days(plan)
    for name in GroupPlan.__dataclass_fields__:
        setattr(group, name, getattr(plan, name))
    audit.save(group, by=by, reason=Reason.GROUP_SAVED)
    chosen = {user.pk: user for user in leads}
    for lead in GroupLead.objects.filter(group=group).order_by("pk"):
        if chosen.pop(lead.user_id, None) is None:
            audit.delete(lead, by=by, reason=Reason.GROUP_SAVED)
    for user in chosen.values():
        audit.save(GroupLead(group=group, user=user), by=by, reason=Reason.GROUP_SAVED)
    return group


def _require_days(plan: GroupPlan) -> None:
    if plan.ends_on and plan.ends_on < plan.starts_on:
        raise WrongDay(_("Check these dates. It would end before it starts."))
    far = dt.timedelta(days=366 * FAR_YEARS)
    today = timezone.localdate()
    if not today - far <= plan.starts_on <= today + far:
        raise WrongDay(_("Check the first day. It is years away."))
    if plan.ends_on and plan.ends_on > today + far:
        raise WrongDay(_("Check the last day. It is years away."))


@transaction.atomic
def join_group(*, group: Group, case: Case, joined_on: dt.date, by: User) -> GroupMember:
    """Let a participant into a group of their program.

    Raises:
        CaseClosed: the case is closed.
        WrongGroup: another program's or agency's, or one that is over.
        WrongDay: the day is to come, or before the case was opened.
        AlreadyInGroup: they are in it, or were on that day.
    """
    case = Case.objects.select_for_update(of=("self",)).with_people().get(pk=case.pk)
    case.require_open()
    is_ours = (case.program, case.team.agency_id) == (group.team.program, group.team.agency_id)
    if not is_ours or group.has_ended:
        raise WrongGroup(_("They can't join this group. It is over, or of another program."))
    _require_day_within(case, joined_on)
    earlier = GroupMember.objects.filter(group=group, case__participant=case.participant_id)
    if any(row.left_on is None or row.left_on >= joined_on for row in earlier):
        raise AlreadyInGroup(_("They are in this group already, or were on that day."))
    row = GroupMember(case=case, group=group, joined_on=joined_on)
    return audit.save(row, by=by, reason=Reason.GROUP_JOINED)


@transaction.atomic
def leave_group(*, member: GroupMember, left_on: dt.date, why_left: str, by: User) -> GroupMember:
    """Say that someone left a group, and why.

    Raises:
        AlreadyAnswered: they left before.
        WrongDay: the day is to come, before they joined, or before a session with an answer.
    """
    locked = GroupMember.objects.select_for_update(of=("self",)).select_related("case")
    member = locked.get(pk=member.pk)
    if member.left_on:
        raise AlreadyAnswered(_("They have left this group already."))
    if left_on > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if left_on < member.joined_on:
        raise WrongDay(_("Check this date. They had not joined yet."))
    if Attendance.objects.filter(member=member, session__held_on__gt=left_on).exists():
        raise WrongDay(_("Check this date. They were on the roll of a later session."))
    return _leave(member, left_on, why_left, by=by)


def leave_all_groups(*, case: Case, on: dt.date, by: User) -> list[GroupMember]:
    """Take a case that was closed out of the groups it was in."""
    rows = GroupMember.objects.filter(case=case, left_on=None).order_by("pk")
    return [_leave(row, max(on, row.joined_on), CASE_CLOSED, by=by) for row in rows]


def _leave(member: GroupMember, left_on: dt.date, why: str, *, by: User) -> GroupMember:
    member.left_on, member.why_left = left_on, why
    return audit.save(member, by=by, reason=Reason.GROUP_LEFT)


def _require_day_within(case: Case, day: dt.date) -> None:
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if day < case.opened_on:
        raise WrongDay(_("Check this date. It must not be before the case was opened."))
