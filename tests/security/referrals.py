"""Referrals that somebody sent: one that waits, one that was not reached, one told of, a draft."""

from typing import Any

from cvi.accounts.models import Program, Team, User
from cvi.cases.models import Case
from cvi.referrals import services as referrals
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff, Outline, Step
from tests.cast import Cast
from tests.security.places import agency_far_away


def sent_referrals(cast: Cast, case: Case, by: User) -> dict[str, Any]:
    """Send a case to teams of an agency that nobody in the play works for, and begin another."""
    agency = agency_far_away()
    teams = [Team(agency=agency, program=Program.OUTREACH, name=f"Far team {n}") for n in range(4)]
    for team in teams:
        team.save()
    cast.consent(case, agency, "name")
    waiting, lost, told, begun = teams
    return {
        "sent_referral": _sent(case, waiting, by=by),
        "lost_referral": _lost(_sent(case, lost, by=by), by=by),
        "told_referral": _sent(case, told, way="info_only", by=by),
        "referral_draft": referrals.save_draft(
            case=case, outline=Outline(begun, fields=["name"]), by=by
        ),
    }


def _sent(case: Case, team: Team, *, by: User, **how: Any) -> Referral:
    handoff = Handoff(team, ["name"], "today", **how)
    return referrals.send_referral(case=case, handoff=handoff, by=by)


def _lost(referral: Referral, *, by: User) -> Referral:
    for status in ("acknowledged", "unreached"):
        referrals.report_step(referral=referral, step=Step(status), by=by)
    return referral
