"""Who works a case, who covers for them, and how it passes from one to another."""

import datetime as dt

from django.contrib.auth.models import Permission as StoredPermission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User, end_of
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, WrongWorker
from cvi.cases.models import Assignment, Case, CaseGrant, Transfer


def assign_worker(*, case: Case, worker: User, on: dt.date | None = None, by: User) -> Case:
    """Make `worker` the one who works this case, with sight of it until the case passes on.

    Args:
        case: which case.
        worker: who works it.
        on: since when, by default today; what is copied from paper began earlier.
        by: who says so.
    """
    if case.worker_id == worker.pk and Assignment.objects.filter(case=case).open().exists():
        return case
    day = on or timezone.localdate()
    end_assignments(case=case, on=day, by=by)
    kind, reason = CaseGrant.Kind.ASSIGNMENT, Reason.CASE_ASSIGNED
    grant_sight(case=case, user=worker, kind=kind, reason=reason, by=by)
    assignment = Assignment(case=case, worker=worker, starts_on=day, assigned_by=by)
    assignment.kind = Assignment.Kind.PRIMARY
    audit.save(assignment, by=by, reason=Reason.CASE_ASSIGNED)
    case.worker = worker
    return audit.save(case, by=by, reason=Reason.CASE_ASSIGNED)


def give_case(
    *, case: Case, worker: User, kind: str, until: dt.date | None = None, by: User
) -> Case:
    """Give a case to a worker of its team for good, or through a day as cover.

    Raises:
        CaseClosed: the case is closed.
        WrongWorker: they do not work in the case's team.
    """
    case.require_open()
    require_in_team(worker=worker, team=case.team)
    if kind == Assignment.Kind.COVER and until:
        cover_case(case=case, worker=worker, until=until, by=by)
        return case
    return assign_worker(case=case, worker=worker, by=by)


def cover_case(*, case: Case, worker: User, until: dt.date, by: User) -> Assignment:
    """Let `worker` work a case in place of its worker, through the day `until`.

    Raises:
        CaseClosed: the case is closed.
        WrongWorker: they do not work in the case's team.
    """
    case.require_open()
    require_in_team(worker=worker, team=case.team)
    kind, reason = CaseGrant.Kind.COVER, Reason.CASE_ASSIGNED
    ends = end_of(until)
    grant_sight(case=case, user=worker, kind=kind, reason=reason, expires_at=ends, by=by)
    assignment = Assignment(case=case, worker=worker, kind=Assignment.Kind.COVER, ends_on=until)
    assignment.assigned_by = by
    return audit.save(assignment, by=by, reason=Reason.CASE_ASSIGNED)


@transaction.atomic
def ask_transfer(*, case: Case, to_team: Team, to_worker: User | None = None, by: User) -> Transfer:
    """Ask a colleague, or another team of the agency's program, to take a case over.

    Raises:
        CaseClosed: the case is closed.
        WrongWorker: the colleague does not work in that team, or works the case already.
        AlreadyAnswered: someone was asked before, and has not answered.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.require_open()
    if to_worker:
        require_in_team(worker=to_worker, team=to_team)
    if case.worker_id and case.worker_id == getattr(to_worker, "pk", None):
        raise WrongWorker(_("They work this case already."))
    if Transfer.objects.waiting().filter(case=case).exists():
        raise AlreadyAnswered(_("Someone was asked already. Wait for the answer, or take it back."))
    transfer = Transfer(case=case, to_team=to_team, to_worker=to_worker, asked_by=by)
    return audit.save(transfer, by=by, reason=Reason.TRANSFER_ASKED)


@transaction.atomic
def answer_transfer(*, transfer: Transfer, status: str, by: User) -> Transfer:
    """Accept, decline or take back. With a yes the case moves to the team, and to who accepts.

    Raises:
        AlreadyAnswered: someone has answered before.
        CaseClosed: the case was closed in the meantime.
    """
    current = Transfer.objects.select_for_update(of=("self",))
    transfer = current.select_related("case__team", "to_team", "to_worker").get(pk=transfer.pk)
    if transfer.status != Transfer.Status.WAITING:
        raise AlreadyAnswered(_("Someone has answered this already."))
    transfer.status, transfer.answered_by = status, by
    transfer.answered_at = timezone.now()
    if status == Transfer.Status.ACCEPTED:
        _hand_over(transfer, by=by)
    return audit.save(transfer, by=by, reason=Reason.TRANSFER_ANSWERED)


def end_assignments(
    *, case: Case, on: dt.date, sight_until: dt.datetime | None = None, by: User
) -> None:
    """End the assignment of whoever works a case, and their sight of it: now, or a while later."""
    for grant in CaseGrant.objects.filter(content_object=case, kind=CaseGrant.Kind.ASSIGNMENT):
        grant.expires_at = sight_until or timezone.now()
        audit.save(grant, by=by, reason=Reason.ACCESS_ENDED)
    for assignment in Assignment.objects.filter(case=case, ends_on=None):
        assignment.ends_on = max(on, assignment.starts_on)
        audit.save(assignment, by=by, reason=Reason.ACCESS_ENDED)


def grant_sight(
    *,
    case: Case,
    user: User,
    kind: CaseGrant.Kind,
    reason: Reason,
    expires_at: dt.datetime | None = None,
    by: User,
) -> CaseGrant:
    """Give a user sight of one case, for a reason; only an assignment may have no end."""
    grant = CaseGrant.objects.filter(content_object=case, user=user, kind=kind).first()
    grant = grant or CaseGrant(content_object=case, user=user, permission=_view_case(), kind=kind)
    grant.reason, grant.granted_by, grant.expires_at = reason, by, expires_at
    return audit.save(grant, by=by, reason=Reason.ACCESS_GRANTED)


def require_in_team(*, worker: User, team: Team) -> None:
    """Go on only if someone has a role in a team today.

    Raises:
        WrongWorker: they have none.
    """
    if worker not in User.objects.working_in([team]):
        raise WrongWorker(_("They do not work in this team."))


def _hand_over(transfer: Transfer, *, by: User) -> None:
    case = transfer.case
    case.require_open()
    if case.team_id != transfer.to_team_id:
        end_assignments(case=case, on=timezone.localdate(), by=by)
        case.team, case.worker = transfer.to_team, None
        audit.save(case, by=by, reason=Reason.CASE_ASSIGNED)
    if transfer.to_worker:
        assign_worker(case=case, worker=transfer.to_worker, by=by)


def _view_case() -> StoredPermission:
    return StoredPermission.objects.get(content_type__app_label="cases", codename="view_case")
