"""Who works in a team, and how many open cases each has."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from cvi.accounts.access import require_holds
from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.cases.models import Case
from cvi.standards import reading as standards


@dataclass(frozen=True)
class Load:
    """A worker of a team, their open cases there, and how many the standard allows."""

    worker: User
    membership_id: UUID
    cases: int
    target: int

    @property
    def is_over(self) -> bool:
        """Whether they have more people than the standard."""
        return self.cases > self.target


def open_membership(user: User, membership_id: UUID) -> Membership:
    """Return the role of a worker in a team whose cases `user` gives out, ended or not.

    Raises:
        NotAllowed: no role of this user lets them give cases to workers.
        Unseen: no such role, or one in another team.
    """
    require_holds(user, Permission.ASSIGN_CASE)
    teams = user.teams_for(Permission.ASSIGN_CASE)
    found = Membership.objects.filter(pk=membership_id, team__in=teams)
    membership = found.select_related("team", "user").first()
    if membership is None:
        raise Unseen(Membership, membership_id)
    return membership


def of_worker(case: Case) -> int:
    """Return how many open cases the worker of a case has in its team; none without a worker."""
    own = Case.objects.open().filter(worker=case.worker_id, team=case.team_id)
    return own.count() if case.worker_id else 0


def of_team(team: Team | None) -> list[Load]:
    """Return the load of each who works in a team, by name. Three queries; none without a team."""
    if team is None:
        return []
    open_cases = Case.objects.open().filter(team=team).order_by()
    counts = dict(open_cases.values_list("worker_id").annotate(Count("pk")))
    targets = standards.numbers_by_role("caseload_max", program=team.program, model=team.model)
    held = Membership.objects.doing_casework().filter(team=team).select_related("user")
    by_worker = {row.user: row for row in held.order_by("user__name", "user_id", "pk")}
    return [
        Load(worker, row.pk, counts.get(worker.pk, 0), targets.get(row.role, targets[""]))
        for worker, row in by_worker.items()
    ]
