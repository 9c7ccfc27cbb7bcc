"""Emergency sight in the demo: one use that was reviewed, one that waits."""

from cvi.accounts.models import Membership, User
from cvi.accounts.roles import Program, Role
from cvi.cases.models import Case
from cvi.emergency import services
from cvi.emergency.models import BreakGlass
from cvi.emergency.services import Plea

Category, Verdict = BreakGlass.Category, BreakGlass.Verdict
REVIEWED = "The hospital called: someone came in hurt, and nobody on the team picked up."
WAITING = "A worker heard that a shooting is planned tonight, and the team is off duty."


def read_in_emergencies() -> list[BreakGlass]:
    """Let the manager read two files and close them; the privacy officer reviews the first."""
    manager, officer = _holder(Role.MANAGER), _holder(Role.PRIVACY_OFFICER)
    found = Case.objects.open().filter(program=Program.OUTREACH).select_related("participant")
    asked = ((Category.MEDICAL, REVIEWED), (Category.RETALIATION, WAITING))
    uses = []
    for case, (category, why) in zip(found.order_by("pk")[:2], asked, strict=False):
        plea = Plea(case.participant.code, category, why)
        use = services.break_glass(plea=plea, by=manager)
        uses.append(services.end(use=use, by=manager))
    for use in uses[:1]:
        note = "The hospital confirms the call. The team lead was told the same evening."
        services.review(use=use, verdict=Verdict.JUSTIFIED, note=note, by=officer)
    return uses


def _holder(role: Role) -> User:
    """Return who holds a role of the office, acting in it."""
    user = Membership.objects.live().filter(role=role).select_related("user")[0].user
    user.acting_role = role
    return user
