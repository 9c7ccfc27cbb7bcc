"""Group sessions and their roll: who came, and who is asked after several misses in a row."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import attendance
from cvi.cases.errors import AlreadyInGroup, WrongDay, WrongGroup
from cvi.cases.keys import core_key
from cvi.cases.models import Attendance, FollowUp, Group, GroupMember, GroupSession
from cvi.cases.services.follow_ups import Task, plan_follow_up
from cvi.standards import reading as standards

FAR_DAYS = 366


@dataclass(frozen=True)
class Sitting:
    """How long a session was, what it was about, and whether it took place."""

    minutes: int
    topic: str = ""
    status: str = GroupSession.Status.HELD


@dataclass(frozen=True)
class Mark:
    """Whether someone came, and how it was for them. Without a state nobody said yet."""

    state: str
    note: str = ""


Roll = Mapping[GroupMember, Mark]


@transaction.atomic
def add_session(
    *, group: Group, held_on: dt.date, sitting: Sitting, roll: Roll | None = None, by: User
) -> GroupSession:
    """Write down a session of a group, with the roll of those whom `by` knows about.

    Raises:
        WrongDay: outside of the group's days; one that took place is to come; or there is a
            session on this day already.
        AlreadyInGroup, CaseClosed, WrongGroup: as `change_session`.
    """
    group = Group.objects.select_for_update(of=("self",)).select_related("team").get(pk=group.pk)
    if not group.meets_on(held_on):
        raise WrongDay(_("Check this date. The group did not meet yet, or it was over."))
    if GroupSession.objects.filter(group=group, held_on=held_on).exists():
        raise WrongDay(_("There is a session on this day already. Open that one."))
    row = GroupSession(group=group, held_on=held_on, key=group.key, recorded_by=by)
    return _write(row, sitting, roll or {}, by=by)


@transaction.atomic
def change_session(
    *, session: GroupSession, sitting: Sitting, roll: Roll | None = None, by: User
) -> GroupSession:
    """Correct a session, and say who came. One that was cancelled loses its roll, all of it.

    Raises:
        WrongDay: it took place on a day to come, or someone was not in the group then.
        WrongGroup: someone on the roll is of another group.
        CaseClosed: someone's case is closed.
        AlreadyInGroup: someone is on the roll through another case of theirs.
    """
    locked = GroupSession.objects.select_for_update(of=("self",)).select_related("group__team")
    return _write(locked.get(pk=session.pk), sitting, roll or {}, by=by)


def _write(session: GroupSession, sitting: Sitting, roll: Roll, *, by: User) -> GroupSession:
    _require_day_for(session, sitting)
    for name in Sitting.__dataclass_fields__:
        setattr(session, name, getattr(sitting, name))
    audit.save(session, by=by, reason=Reason.GROUP_SESSION_SAVED)
    if not session.was_held:
        _drop(Attendance.objects.filter(session=session), by=by)
        return session
    members = [_checked(member, session) for member in roll]
    before = attendance.misses_in_a_row(members)
    _mark(session, roll, by=by)
    _ask_after(members, before, session.group.team.program, by=by)
    return session


def _require_day_for(session: GroupSession, sitting: Sitting) -> None:
    today = timezone.localdate()
    if sitting.status == GroupSession.Status.HELD and session.held_on > today:
        raise WrongDay(_("Check this date. It has not come yet, so it can't have taken place."))
    if session.held_on > today + dt.timedelta(days=FAR_DAYS):
        raise WrongDay(_("Check this date. It is more than a year away."))


def _checked(member: GroupMember, session: GroupSession) -> GroupMember:
    if member.group_id != session.group_id:
        raise WrongGroup(_("Someone on the roll is not in this group."))
    member.case.require_open()
    if not member.was_in_on(session.held_on):
        raise WrongDay(_("Someone on the roll was not in the group on this day."))
    return member


def _mark(session: GroupSession, roll: Roll, *, by: User) -> None:
    rows = {row.member_id: row for row in Attendance.objects.filter(session=session)}
    taken = _people_on(session, except_of=roll)
    for member, mark in roll.items():
        row = rows.get(member.pk)
        if not mark.state:
            _drop([row] if row else [], by=by)
        elif member.case.participant_id in taken:
            raise AlreadyInGroup(_("Someone is on the roll already, through an earlier case."))
        elif row is None or (row.state, row.note) != (mark.state, mark.note):
            row = row or Attendance(case=member.case, session=session, member=member)
            _save(row, mark, by=by)


def _people_on(session: GroupSession, *, except_of: Iterable[GroupMember]) -> set[UUID]:
    """Return who is on the roll through other rows, as when two files were merged."""
    others = Attendance.objects.filter(session=session).exclude(member__in=list(except_of))
    return set(others.order_by().values_list("case__participant_id", flat=True))


def _save(row: Attendance, mark: Mark, *, by: User) -> None:
    row.key = core_key(row.case)
    row.state, row.note = mark.state, mark.note
    audit.save(row, by=by, reason=Reason.ATTENDANCE_SAVED)


def _drop(rows: Iterable[Attendance], *, by: User) -> None:
    for row in rows:
        audit.delete(row, by=by, reason=Reason.ATTENDANCE_SAVED)


def _ask_after(
    members: list[GroupMember], before: Mapping[UUID, int], program: str, *, by: User
) -> None:
    """Have the worker check in with whoever has now missed so many sessions in a row.

    What for is sealed: that there is a check-in tells nobody who stays away.
    """
    limit = standards.number("group_missed_in_a_row", program=program)
    now = attendance.misses_in_a_row(members)
    for member in members:
        missed = now[member.pk]
        if missed // limit > before[member.pk] // limit:
            about = ngettext(
                "Missed %(count)s group session", "Missed %(count)s group sessions in a row", missed
            )
            task, day = Task(about % {"count": missed}), timezone.localdate()
            kind = FollowUp.Kind.CHECK_IN
            plan_follow_up(case=member.case, kind=kind, due_on=day, task=task, by=by)
