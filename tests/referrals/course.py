"""A referral from the hospital to the street team, brought to where a test needs it."""

import datetime as dt

from django.utils import timezone

from cvi.cases.models import Case
from cvi.referrals import services
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff, Step
from tests.cast import Cast


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def sent(cast: Cast, **changes: object) -> Referral:
    """Send someone from Mercy to the Harbor street team, with name and phone."""
    case = cast.case(team=cast.mercy_team)
    cast.consent(case, cast.harbor, "name", "phone", "needs")
    handoff = Handoff(cast.harbor_team, ["name", "phone"], "today", **changes)  # type: ignore[arg-type]  # of its fields
    return services.send_referral(case=case, handoff=handoff, by=cast.system)


def report(cast: Cast, referral: Referral, status: str, on: dt.date | None = None) -> Referral:
    """Let the receiver say where it stands."""
    step = Step(status, on=on)
    return services.report_step(referral=referral, step=step, by=cast.system)


def own(cast: Cast, referral: Referral, status: str, on: dt.date | None = None) -> Referral:
    """Let the sender say where it stands."""
    step = Step(status, on=on)
    return services.move_own(referral=referral, step=step, by=cast.system)


def accepted(cast: Cast) -> tuple[Referral, Case]:
    """Send a referral, and accept it."""
    referral = sent(cast)
    case = services.accept_referral(referral=referral, by=cast.system)
    referral.refresh_from_db()
    return referral, case


def tried(cast: Cast, referral: Referral, *, is_reached: bool = False) -> None:
    """Let the sender try once to reach someone."""
    services.try_to_reach(
        referral=referral,
        mode="call",
        is_reached=is_reached,
        tried_on=timezone.localdate(),
        by=cast.system,
    )


def declined(cast: Cast, reason: str = "no_room") -> Referral:
    """Send a referral that the team does not take."""
    referral = sent(cast)
    return services.decline_referral(referral=referral, reason=reason, by=cast.system)
