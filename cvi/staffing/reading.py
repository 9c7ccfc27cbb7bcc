"""What the pages of staffing show, and what Today says of it: each in a few queries."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Role
from cvi.cases.models import WorkReview
from cvi.staffing.models import Exposure, Outing, StaffSession, Training, Wellbeing, led
from cvi.standards import reading as standards

ROWS = 10
NEEDED = {True: "training_new_supervisor_hours", False: "training_new_staff_hours"}


@dataclass(frozen=True)
class Out:
    """Someone in the field, and whether they should be back."""

    outing: Outing
    is_late: bool


@dataclass
class Standing:
    """How things are with one worker: the next staff supervision, training, what is open."""

    worker: User
    team: Team
    needed: int
    hours: Decimal = Decimal(0)
    last: StaffSession | None = None
    ending: int = 0
    debriefs: int = 0
    is_due: bool = False


@dataclass(frozen=True)
class Courses:
    """The training of one worker: what they took, how long in all, and how much is asked."""

    rows: list[tuple[Training, str, bool]] = field(default_factory=list)
    hours: Decimal = Decimal(0)
    needed: int = 0


@dataclass(frozen=True)
class File:
    """What someone may read about a worker."""

    notes: list[Wellbeing]
    sessions: list[StaffSession]
    exposures: list[tuple[Exposure, str]]
    courses: Courses


def who_is_out(user: User) -> list[Out]:
    """Return who of the teams that `user` leads is in the field, the first expected first."""
    outings = Outing.objects.visible_to(user).open().exclude(worker=user)
    found = list(outings)
    minutes = standards.number("outing_late_minutes") if found else 0
    return [Out(outing, outing.is_late(minutes)) for outing in found]


def last_out(user: User, worker: User | None) -> Outing | None:
    """Return when a worker was in the field last, as far as `user` may know."""
    if worker is None:
        return None
    return Outing.objects.visible_to(user).about(worker).order_by("-left_at").first()


def to_talk_about(user: User, worker: User) -> list[WorkReview]:
    """Return what `user`, or another who leads the team, wants to talk about with a worker."""
    rows = WorkReview.objects.visible_to(user).to_talk_about(worker)
    return list(rows.select_related("case__participant").order_by("reviewed_at"))


def standings(user: User) -> list[Standing]:
    """Return how things are with everyone whom `user` leads. Six queries, however many they are."""
    held = Membership.objects.doing_casework().filter(team__in=led(user)).exclude(user=user)
    rows = held.select_related("user", "team").order_by("team__name", "user__name", "pk")
    numbers = standards.numbers(*NEEDED.values(), "staff_session_warn_days", "training_warn_days")
    found: dict[tuple[UUID, UUID], Standing] = {}
    for row in rows:
        if row.team is not None:
            needed = numbers[NEEDED[row.role == Role.SUPERVISOR]]
            key = (row.team.pk, row.user.pk)
            found.setdefault(key, Standing(row.user, row.team, needed))
    _fill_sessions(user, found, numbers["staff_session_warn_days"])
    _fill_training(user, found, numbers["training_warn_days"])
    return list(found.values())


def courses_of(user: User, worker: User, team: Team) -> Courses:
    """Return the training of one worker, the last first."""
    called = standards.labels("training_course")["training_course"]
    numbers = standards.numbers(*NEEDED.values(), "training_warn_days")
    soon = timezone.localdate() + dt.timedelta(days=numbers["training_warn_days"])
    rows = Training.objects.visible_to(user).about(worker)
    ending = set(rows.ending_by(soon).values_list("pk", flat=True))
    found = list(rows.order_by("-held_on", "-pk"))
    leads = Membership.objects.live().filter(user=worker, team=team, role=Role.SUPERVISOR).exists()
    return Courses(
        rows=[(row, called.get(row.course, row.course), row.pk in ending) for row in found],
        hours=sum((row.hours for row in found), Decimal(0)),
        needed=numbers[NEEDED[leads]],
    )


def ending_training(user: User) -> list[tuple[Training, str]]:
    """Return the courses of `user`, and of those whom they lead, that run out soon."""
    soon = timezone.localdate() + dt.timedelta(days=standards.number("training_warn_days"))
    rows = Training.objects.visible_to(user).ending_by(soon).select_related("worker")
    found = list(rows.order_by("expires_on", "pk"))
    called = standards.labels("training_course")["training_course"] if found else {}
    return [(row, called.get(row.course, row.course)) for row in found]


def due_sessions(user: User) -> list[StaffSession]:
    """Return the last session of each worker whom `user` leads, where the next is due."""
    teams = led(user)
    if not teams:
        return []
    by = timezone.localdate() + dt.timedelta(days=standards.number("staff_session_warn_days"))
    rows = StaffSession.objects.visible_to(user).last_ones().filter(team__in=teams, next_on__lte=by)
    rows = rows.filter(worker__in=User.objects.working_in(teams)).exclude(worker=user)
    return list(rows.select_related("worker").order_by("next_on", "pk"))


def labelled(rows: list[Exposure]) -> list[tuple[Exposure, str]]:
    """Return what staff went through, each with what it is called."""
    called = standards.labels("staff_exposure")["staff_exposure"] if rows else {}
    return [(row, called.get(str(row.kind), "")) for row in rows]


def file_of(user: User, worker: User, team: Team) -> File:
    """Return what `user` may read about a worker: themselves, or someone whom they lead."""
    hard = Exposure.objects.visible_to(user).about(worker).order_by("-happened_on", "-pk")
    return File(
        notes=list(Wellbeing.objects.visible_to(user).about(worker).newest_first()[:ROWS]),
        sessions=list(StaffSession.objects.visible_to(user).about(worker).newest_first()[:ROWS]),
        exposures=labelled(list(hard[:ROWS])),
        courses=courses_of(user, worker, team),
    )


def _fill_sessions(user: User, found: dict[tuple[UUID, UUID], Standing], days: int) -> None:
    by = timezone.localdate() + dt.timedelta(days=days)
    sessions = StaffSession.objects.visible_to(user).last_ones().filter(team__in=led(user))
    for session in sessions:
        if standing := found.get((session.team_id, session.worker_id)):
            standing.last = session
            standing.is_due = session.next_on is not None and session.next_on <= by
    exposures = Exposure.objects.visible_to(user).filter(debriefed_on=None, team__in=led(user))
    for exposure in exposures:
        if exposure.is_open and (standing := found.get((exposure.team_id, exposure.worker_id))):
            standing.debriefs += 1


def _fill_training(user: User, found: dict[tuple[UUID, UUID], Standing], days: int) -> None:
    soon = timezone.localdate() + dt.timedelta(days=days)
    rows = Training.objects.visible_to(user)
    totals = dict(rows.order_by().values_list("worker_id").annotate(Sum("hours")))
    ending = list(rows.ending_by(soon).values_list("worker_id", flat=True))
    for standing in found.values():
        standing.hours = totals.get(standing.worker.pk, Decimal(0))
        standing.ending = ending.count(standing.worker.pk)
