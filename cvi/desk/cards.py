"""What the cards of a participant's plan show of groups and incentives."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases import attendance
from cvi.cases.access import allows
from cvi.cases.attendance import Tally
from cvi.cases.models import Case, GroupMember, Incentive
from cvi.standards import reading as standards

INCENTIVES_SHOWN = 10


@dataclass(frozen=True)
class InGroup:
    """One stay in a group: what kind of group, how often they came, and what one may open."""

    member: GroupMember
    kind: str
    why_left: str
    tally: Tally
    url: str
    leave_url: str


@dataclass(frozen=True)
class Incentives:
    """The latest incentives, each with its kind, and what they come to."""

    rows: list[tuple[Incentive, str]]
    paid: str
    waiting: str
    older: int


def groups(cases: list[Case], *, reader: User) -> list[InGroup]:
    """Return the groups in which someone is or was. Their names are for who runs them."""
    rows = GroupMember.objects.visible_to(reader).filter(case__in=cases).select_related("group")
    members = list(rows.newest_first())
    if not members:
        return []
    tallies = attendance.tallies(members)
    called = standards.labels("group_session_kind", "group_left_reason")
    return [
        InGroup(
            member=row,
            kind=called["group_session_kind"].get(row.group.kind, row.group.kind),
            why_left=called["group_left_reason"].get(row.why_left, ""),
            tally=tallies[row.pk],
            url=_url(row, reader),
            leave_url=_leave_url(row, cases, reader),
        )
        for row in members
    ]


def incentives(cases: list[Case], *, reader: User) -> Incentives | None:
    """Return what someone got and what waits; nothing where nobody ever asked."""
    rows = list(Incentive.objects.visible_to(reader).filter(case__in=cases).newest_first())
    if not rows:
        return None
    called = standards.labels("incentive_kind")["incentive_kind"]
    statuses = Incentive.Status
    return Incentives(
        rows=[(row, called.get(row.kind, row.kind)) for row in rows[:INCENTIVES_SHOWN]],
        paid=_sum(rows, statuses.PAID),
        waiting=_sum(rows, statuses.PROPOSED, statuses.APPROVED),
        older=max(len(rows) - INCENTIVES_SHOWN, 0),
    )


def _url(row: GroupMember, reader: User) -> str:
    may = reader.may_in(row.group.team_id, Permission.KEEP_GROUP)
    return reverse("cases:group", args=[row.group_id]) if may else ""


def _leave_url(row: GroupMember, cases: list[Case], reader: User) -> str:
    case = next(case for case in cases if case.pk == row.case_id)
    may = row.left_on is None and allows(reader, Permission.KEEP_GROUP, case)
    return reverse("cases:member_leave", args=[row.pk]) if may else ""


def _sum(rows: list[Incentive], *statuses: str) -> str:
    """Return what some rows come to, or nothing."""
    total = sum((row.amount for row in rows if row.status in statuses), Decimal(0))
    return f"${total:,.2f}" if total else ""
