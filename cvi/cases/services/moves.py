"""Move several cases at once, and take that back while it is fresh."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, TooManyCases, WrongWorker
from cvi.cases.models import Assignment, BulkMove, Case, MovedCase
from cvi.cases.services.assignments import assign_worker, require_in_team
from cvi.standards import reading as standards


@transaction.atomic
def move_cases(*, cases: Iterable[Case], worker: User, by: User) -> list[BulkMove]:
    """Give several cases to one worker, as when a colleague leaves. Return the move of each team.

    Raises:
        TooManyCases: they are more than the standard allows at once.
        WrongWorker: they do not work in the team of one of the cases. Then none is moved.
    """
    found, moves = list(cases), dict[UUID, BulkMove]()
    most = standards.number("bulk_reassign_max")
    if len(found) > most:
        raise TooManyCases(_("Move at most %(most)s people at once.") % {"most": most})
    for case in found:
        require_in_team(worker=worker, team=case.team)
        if case.team_id not in moves:
            move = BulkMove(team=case.team, worker=worker, moved_by=by)
            moves[case.team_id] = audit.save(move, by=by, reason=Reason.CASES_MOVED)
        _move(case, moves[case.team_id], by=by)
    return list(moves.values())


def may_undo(*, move: BulkMove) -> bool:
    """Answer whether a move may still be taken back."""
    hours = standards.number("bulk_move_undo_hours")
    return move.undone_at is None and timezone.now() < move.moved_at + dt.timedelta(hours=hours)


@transaction.atomic
def undo_move(*, move: BulkMove, by: User) -> BulkMove:
    """Give each case back to whoever worked it, where nothing has changed since.

    Raises:
        AlreadyAnswered: it was taken back before, or is too old.
        WrongWorker: whoever worked the cases works in the team no more. Then none moves back.
    """
    held = BulkMove.objects.select_for_update(of=("self",)).select_related("team")
    move = held.get(pk=move.pk)
    if not may_undo(move=move):
        raise AlreadyAnswered(_("This move cannot be taken back any more."))
    rows = MovedCase.objects.filter(move=move).select_related(
        "case__team", "case__participant", "before", "assignment"
    )
    for row in rows.order_by("pk"):
        row.outcome = _give_back(row, move, by=by)
        audit.save(row, by=by, reason=Reason.CASES_MOVED_BACK)
    move.undone_at, move.undone_by = timezone.now(), by
    return audit.save(move, by=by, reason=Reason.CASES_MOVED_BACK)


def _move(case: Case, move: BulkMove, *, by: User) -> None:
    before = case.worker
    assign_worker(case=case, worker=move.worker, by=by)
    if before is None or before == move.worker:
        return
    made = Assignment.objects.get(case=case, kind=Assignment.Kind.PRIMARY, ends_on=None)
    row = MovedCase(case=case, move=move, before=before, assignment=made)
    audit.save(row, by=by, reason=Reason.CASES_MOVED)


def _give_back(row: MovedCase, move: BulkMove, *, by: User) -> MovedCase.Outcome:
    """Give one case back, unless it was closed, or passed on again, since."""
    case = row.case
    is_same = case.team_id == move.team_id and case.worker_id == move.worker_id
    if case.closed_on or not is_same or row.assignment.ends_on:
        return MovedCase.Outcome.LEFT
    if row.before not in User.objects.working_in([move.team]):
        raise WrongWorker(_("Whoever worked these cases is not in the team any more."))
    assign_worker(case=case, worker=row.before, by=by)
    return MovedCase.Outcome.BACK
