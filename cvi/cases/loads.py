"""Who works in a team, and how many open cases each has."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.cases.models import Case
from cvi.standards import reading as standards


@dataclass(frozen=True)
class Load:
    """A worker of a team, their open cases there, and how many the standard allows."""

    worker: User
    cases: int
    target: int

    @property
    def is_over(self) -> bool:
        """Whether they have more people than the standard."""
        return self.cases > self.target


def team_led_by(user: User, team_id: UUID) -> Team:
    """Return a team whose cases `user` gives to workers.

    Raises:
        Unseen: no such team, or one that they do not lead.
    """
    led = {team.pk: team for team in user.teams_for(Permission.ASSIGN_CASE)}
    if team_id not in led:
        raise Unseen(Team, team_id)
    return led[team_id]


def of_team(team: Team) -> list[Load]:
    """Return the load of each who works in a team, by name. Three queries."""
    open_cases = Case.objects.open().filter(team=team).order_by()
    counts = dict(open_cases.values_list("worker_id").annotate(Count("pk")))
    target = standards.number("caseload_max", program=team.program)
    workers = User.objects.working_in([team]).order_by("name", "pk")
    return [Load(worker, counts.get(worker.pk, 0), target) for worker in workers]
