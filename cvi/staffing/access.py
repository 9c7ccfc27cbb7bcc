"""The door to what is kept about staff: one's own, and of the teams that one leads."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from cvi.accounts.access import require_holds
from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.staffing.models import (
    Exposure,
    Outing,
    StaffAction,
    StaffRecord,
    StaffSession,
    Training,
    Wellbeing,
    led,
)

Record = TypeVar("Record", bound=StaffRecord)


@dataclass(frozen=True)
class Colleague:
    """A worker, in the team in which someone leads them."""

    worker: User
    team: Team


def require_own_team(user: User) -> Team:
    """Return the team in which `user` keeps a page of their own.

    Raises:
        NotAllowed: no role of this user has such a page.
    """
    teams = user.teams_for(Permission.KEEP_OWN_PAGE)
    if not teams:
        raise NotAllowed(Membership)
    return teams[0]


def colleagues_of(user: User, team: Team) -> list[User]:
    """Return the others who work in a team, by name."""
    return list(User.objects.working_in([team]).exclude(pk=user.pk).order_by("name", "pk"))


def open_worker(user: User, user_id: UUID) -> Colleague:
    """Return one of the others who work in the teams that `user` leads.

    Raises:
        NotAllowed: no role of this user lets them lead staff.
        Unseen: there is no such person, or they work in other teams only.
    """
    require_holds(user, Permission.LEAD_STAFF)
    held = Membership.objects.doing_casework().filter(team__in=led(user), user=user_id)
    found = held.exclude(user=user).select_related("user", "team__agency").first()
    if found is None or found.team is None:
        raise Unseen(User, user_id)
    audit.viewed(found.user, by=user)
    return Colleague(found.user, found.team)


def open_session(user: User, session_id: UUID) -> StaffSession:
    """Return a session of staff supervision, to its worker or whoever leads the team."""
    session = _open(user, StaffSession, session_id)
    return StaffSession.objects.select_related("worker", "team", "led_by", "key").get(pk=session.pk)


def open_session_to_lead(user: User, session_id: UUID) -> StaffSession:
    """Return a session of a team that `user` leads.

    Raises:
        Unseen: there is none, or it is about somebody else.
        NotAllowed: it is about them, and not theirs to add to.
    """
    session = open_session(user, session_id)
    _require_led(user, session)
    return session


def open_action(user: User, action_id: UUID) -> StaffAction:
    """Return something agreed in a session that `user` may read.

    Raises:
        Unseen: there is none, or it was agreed with somebody else.
    """
    actions = StaffAction.objects.visible_to(user).select_related("session")
    action = actions.filter(pk=action_id).first()
    if action is None:
        raise Unseen(StaffAction, action_id)
    return action


def open_training(user: User, training_id: UUID) -> Training:
    """Return a course that someone took, to whoever leads them.

    Raises:
        Unseen: there is none, or somebody else's took it.
        NotAllowed: it is their own, and not theirs to change.
    """
    training = _open(user, Training, training_id)
    leads = any(training.worker in User.objects.working_in([team]) for team in led(user))
    if not leads:
        raise NotAllowed(Training, training_id)
    return training


def open_exposure(user: User, exposure_id: UUID) -> Exposure:
    """Return what someone of a team that `user` leads went through.

    Raises:
        Unseen: there is none, or it is about somebody else.
        NotAllowed: it is about them, and not theirs to change.
    """
    exposure = _open(user, Exposure, exposure_id)
    _require_led(user, exposure)
    return Exposure.objects.select_related("worker", "team", "offered_by").get(pk=exposure.pk)


def open_own_wellbeing(user: User, row_id: UUID) -> Wellbeing:
    """Return what someone wrote about themselves, to them.

    Raises:
        Unseen: there is none, or somebody else wrote it.
    """
    row = Wellbeing.objects.visible_to(user).filter(pk=row_id, worker=user).first()
    if row is None:
        raise Unseen(Wellbeing, row_id)
    return row


def own_outing(user: User) -> Outing | None:
    """Return how `user` is out now, or nothing."""
    return Outing.objects.visible_to(user).open().filter(worker=user).first()


def outing_of(user: User, worker: User) -> Outing | None:
    """Return how someone is out now whom `user` leads, or nothing."""
    return Outing.objects.visible_to(user).open().filter(worker=worker).first()


def _open(user: User, model: type[Record], record_id: UUID) -> Record:
    rows = model.objects.visible_to(user)  # type: ignore[attr-defined]  # each declares it
    record: Record | None = rows.filter(pk=record_id).first()
    if record is None:
        raise Unseen(model, record_id)
    audit.viewed(record, by=user)
    return record


def _require_led(user: User, record: StaffRecord) -> None:
    if not user.may_in(record.team_id, Permission.LEAD_STAFF):
        raise NotAllowed(type(record), record.pk)
