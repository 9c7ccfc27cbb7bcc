"""Record custody episodes, and keep the release day on the worker's list."""

import datetime as dt
from dataclasses import asdict, dataclass

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.keys import core_key
from cvi.cases.models import Case, FollowUp
from cvi.reentry.models import CustodyEpisode
from cvi.reentry.values import ReleaseBasis

AFTER_RELEASE = "after_release"


@dataclass(frozen=True)
class Stay:
    """What is known of a stay in custody."""

    facility_kind: str
    facility: str = ""
    admitted_on: dt.date | None = None
    projected_release_on: dt.date | None = None
    released_on: dt.date | None = None
    basis: str = ReleaseBasis.UNKNOWN


def record_custody(*, case: Case, stay: Stay, by: User) -> CustodyEpisode:
    """Record a stay in custody; its expected release day becomes a follow-up.

    Raises:
        CaseClosed: the case is closed.
    """
    episode = CustodyEpisode(case=case, key=core_key(case))
    return change_custody(episode=episode, stay=stay, by=by)


def change_custody(*, episode: CustodyEpisode, stay: Stay, by: User) -> CustodyEpisode:
    """Write what is now known of a stay; a moved release day moves its follow-up along.

    Once someone is home the follow-ups after release begin, from the first 72 hours to a year.

    Raises:
        CaseClosed: the case is closed.
    """
    episode.case.require_open()
    for name, value in asdict(stay).items():
        setattr(episode, name, value)
    audit.save(episode, by=by, reason=Reason.CUSTODY_RECORDED)
    if stay.released_on:
        _begin_after_release(case=episode.case, released_on=stay.released_on, by=by)
    elif stay.projected_release_on:
        _follow_release(case=episode.case, due_on=stay.projected_release_on, by=by)
    return episode


def _follow_release(*, case: Case, due_on: dt.date, by: User) -> FollowUp:
    kind = FollowUp.Kind.RELEASE
    planned = _planned(case)
    if planned is None:
        return cases.plan_follow_up(case=case, kind=kind, due_on=due_on, by=by)
    return cases.move_follow_up(follow_up=planned, due_on=due_on, by=by)


def _begin_after_release(*, case: Case, released_on: dt.date, by: User) -> None:
    planned = _planned(case)
    if planned:
        outcome = FollowUp.Outcome.NO_LONGER_NEEDED
        cases.finish_follow_up(follow_up=planned, outcome=outcome, by=by)
    cases.start_protocol(case=case, code=AFTER_RELEASE, start=released_on, by=by)


def _planned(case: Case) -> FollowUp | None:
    """Return what was planned for the expected release day."""
    kind = FollowUp.Kind.RELEASE
    return FollowUp.objects.open().filter(case=case, kind=kind, protocol="").first()
