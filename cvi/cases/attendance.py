"""Who came how often: counted from sealed answers, so only for those whom one may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from uuid import UUID

from cvi.cases.models import Attendance, GroupMember


@dataclass
class Tally:
    """How many sessions someone was at, of how many at which somebody said so."""

    came: int = 0
    asked: int = 0
    sessions: set[UUID] = field(default_factory=set)

    def count(self, row: Attendance) -> None:
        """Count one answer; a session counts once, also after two files were merged."""
        if row.session_id not in self.sessions:
            self.sessions.add(row.session_id)
            self.asked += 1
            self.came += row.came


def misses_in_a_row(members: Iterable[GroupMember]) -> dict[UUID, int]:
    """Return how many of the last sessions each was absent from, in a row. One query.

    Who was excused neither missed a session nor came to it.
    """
    found: dict[UUID, list[Attendance]] = {member.pk: [] for member in members}
    rows = Attendance.objects.filter(member__in=list(found)).select_related("session")
    for row in rows.latest_first():
        if row.state != Attendance.State.EXCUSED:
            found[row.member_id].append(row)
    return {pk: len(list(takewhile(_missed, mine))) for pk, mine in found.items()}


def tallies(members: Iterable[GroupMember]) -> dict[UUID, Tally]:
    """Return how often each member came, by the member's id. One query."""
    found: dict[UUID, Tally] = {}
    rows = _answers(members)
    for member in members:
        found[member.pk] = _tally(rows[member.pk])
    return found


def tally_of(members: Iterable[GroupMember]) -> Tally:
    """Return how often one participant came, through all their rows in one group. One query."""
    return _tally(row for rows in _answers(members).values() for row in rows)


def _answers(members: Iterable[GroupMember]) -> dict[UUID, list[Attendance]]:
    rows: dict[UUID, list[Attendance]] = defaultdict(list)
    for row in Attendance.objects.filter(member__in=[m.pk for m in members]).order_by("pk"):
        rows[row.member_id].append(row)
    return rows


def _tally(rows: Iterable[Attendance]) -> Tally:
    tally = Tally()
    for row in rows:
        tally.count(row)
    return tally


def _missed(row: Attendance) -> bool:
    return bool(row.state == Attendance.State.ABSENT)
