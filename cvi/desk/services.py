"""What the desk does that asks several programs first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from cvi.accounts import services as accounts
from cvi.accounts.errors import PlaceInUse
from cvi.accounts.models import Membership, Team, User
from cvi.cases.models import Case, Transfer
from cvi.incidents.models import DropBox
from cvi.referrals.models import Referral
from cvi.standards import reading as standards
from cvi.standards import services as standards_services
from cvi.standards.models import ProgramModel


@dataclass(frozen=True)
class Standing:
    """What still hangs on a team: numbers only."""

    cases: int
    transfers: int
    referrals: int
    boxes: int
    roles: int

    @property
    def is_free(self) -> bool:
        """Whether the team may close."""
        return not (self.cases or self.transfers or self.referrals or self.boxes)


def standing_of(*, team: Team) -> Standing:
    """Count what hangs on a team."""
    return Standing(
        cases=Case.objects.open().filter(team=team).count(),
        transfers=Transfer.objects.waiting().filter(to_team=team).count(),
        referrals=Referral.objects.of_receiver().filter(to_team=team).count(),
        boxes=DropBox.objects.open().filter(team=team).count(),
        roles=Membership.objects.not_ended().filter(team=team).count(),
    )


@transaction.atomic
def close_team(*, team: Team, by: User) -> Team:
    """Close a team that has nothing left to do. The roles held in it end.

    Raises:
        PlaceInUse: it has open cases, or someone waits for its answer.
    """
    if not standing_of(team=team).is_free:
        raise PlaceInUse(_("This team has open work. Finish it or move it to another team first."))
    return accounts.close_place(place=team, by=by)


@dataclass(frozen=True)
class Move:
    """A team that would work by another model: how many cases, and which phases stay as they are.

    `kept` names each phase that the new way does not have, with the number of cases in it.
    """

    team: Team
    joins: bool
    cases: int
    kept: list[tuple[str, int]]


def moves(*, model: ProgramModel, joining: Iterable[Team], leaving: Iterable[Team]) -> list[Move]:
    """Return what choosing these teams would change, in numbers."""
    called = standards.PhaseNames([model.program])
    own = {phase.code for phase in standards.phases(model.program, model=model.code)}
    plain = {phase.code for phase in standards.phases(model.program)}
    return [
        *(_move(team, own, called, joins=True) for team in joining),
        *(_move(team, plain, called, joins=False) for team in leaving),
    ]


def _move(team: Team, then: set[str], called: standards.PhaseNames, *, joins: bool) -> Move:
    cases = Case.objects.open().filter(team=team).order_by()
    counts = dict(cases.values_list("phase").annotate(Count("pk")))
    kept = [
        (called.of(code, program=team.program, model=team.model), count)
        for code, count in sorted(counts.items())
        if code and code not in then
    ]
    return Move(team, joins, sum(counts.values()), kept)


@transaction.atomic
def choose_teams(
    *, model: ProgramModel, joining: Iterable[Team], leaving: Iterable[Team], by: User
) -> None:
    """Let these teams work by a model, and those by it no more.

    Raises:
        WrongProgram: a team is of another program.
    """
    for team in joining:
        standards_services.assign_model(team=team, model=model, by=by)
    for team in leaving:
        standards_services.assign_model(team=team, model=None, by=by)
