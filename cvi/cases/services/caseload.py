"""Open cases, give them to workers, lend sight of them, and close them."""

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission as StoredPermission
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyOpen
from cvi.cases.models import Case, CaseGrant, Participant


@dataclass(frozen=True)
class Opening:
    """How a case begins."""

    team: Team
    worker: User | None = None
    status: Case.Status = Case.Status.ACTIVE
    opened_on: dt.date = field(default_factory=timezone.localdate)


def open_new_case(*, participant: Participant, opening: Opening, by: User) -> Case:
    """Open a case in the program of a team.

    Raises:
        AlreadyOpen: the participant has an open case in this program.
    """
    program = opening.team.program
    if participant.cases.open().filter(program=program).exists():
        raise AlreadyOpen(_("This person has an open case in this program already."))
    case = Case(
        participant=participant,
        team=opening.team,
        program=program,
        status=opening.status,
        opened_on=opening.opened_on,
    )
    audit.save(case, by=by, reason=Reason.CASE_OPENED)
    return assign_worker(case=case, worker=opening.worker, by=by) if opening.worker else case


def assign_worker(*, case: Case, worker: User, by: User) -> Case:
    """Make `worker` the one who works this case, with sight of it until the case passes on."""
    for grant in CaseGrant.objects.filter(content_object=case, kind=CaseGrant.Kind.ASSIGNMENT):
        grant.expires_at = timezone.now()
        audit.save(grant, by=by, reason=Reason.ACCESS_ENDED)
    kind, reason = CaseGrant.Kind.ASSIGNMENT, Reason.CASE_ASSIGNED
    grant_sight(case=case, user=worker, kind=kind, reason=reason, by=by)
    case.worker = worker
    return audit.save(case, by=by, reason=Reason.CASE_ASSIGNED)


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


def change_status(*, case: Case, status: Case.Status, by: User) -> Case:
    """Say where an open case stands."""
    case.status = status
    return audit.save(case, by=by, reason=Reason.CASE_UPDATED)


def close_case(*, case: Case, status: Case.Status, closed_on: dt.date, by: User) -> Case:
    """Close a case as graduated or closed."""
    case.status, case.closed_on = status, closed_on
    return audit.save(case, by=by, reason=Reason.CASE_CLOSED)


def _view_case() -> StoredPermission:
    return StoredPermission.objects.get(content_type__app_label="cases", codename="view_case")
