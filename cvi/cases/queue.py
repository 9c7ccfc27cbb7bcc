"""What waits for a supervisor's look: intakes, closings, and where safety got worse."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Case, Eligibility, FollowUp, Need, ProgressRating, WorkReview
from cvi.cases.models.case import CaseQuerySet
from cvi.cases.models.progress import Change
from cvi.standards import reading as standards

ROWS = 50
KINDS = WorkReview.Kind
Fact = tuple[str, str]


def no_facts() -> list[Fact]:
    """Return nothing to tell: what waits has a page of its own."""
    return []


@dataclass(frozen=True)
class Item:
    """One thing to look at. `facts` reads what was written, when the item is opened."""

    kind: str
    subject: UUID
    case: Case
    at: dt.date
    facts: Callable[[], list[Fact]] = field(default=no_facts)
    page: str = ""

    @property
    def label(self) -> str:
        """What it is, in words."""
        return _("Do they fit?") if self.page else str(KINDS(self.kind).label)


def waiting(user: User) -> Iterator[Item]:
    """Yield what `user` may look at in the teams they lead; never their own work."""
    teams = [team.pk for team in user.teams_for(Permission.REVIEW_WORK)]
    if not teams:
        return
    since = timezone.localdate() - dt.timedelta(days=standards.number("review_back_days"))
    yield from _assessments(user)
    yield from _intakes(user, teams, since)
    yield from _closings(user, teams, since)
    yield from _risks(user, teams, since)
    yield from _tasks(user, teams, since)


def unreviewed(kind: str, subject: str = "pk") -> Q:
    """Return the condition that nobody has looked at a thing of this kind yet."""
    return ~Q(Exists(WorkReview.objects.filter(kind=kind, subject=OuterRef(subject))))


def _assessments(user: User) -> Iterator[Item]:
    rows = Eligibility.objects.to_review(user).select_related("case__participant", "case__worker")
    for row in rows.order_by("assessed_at")[:ROWS]:
        day = timezone.localdate(row.assessed_at)
        yield Item("fit", row.pk, row.case, day, page="cases:eligibility_review")


def _cases(user: User, teams: list[UUID]) -> CaseQuerySet:
    mine = Case.objects.visible_to(user).filter(team_id__in=teams).exclude(worker=user)
    return mine.with_people()


def _intakes(user: User, teams: list[UUID], since: dt.date) -> Iterator[Item]:
    rows = _cases(user, teams).open().filter(unreviewed(KINDS.INTAKE), opened_on__gte=since)
    for case in rows.order_by("opened_on", "pk")[:ROWS]:
        yield Item(KINDS.INTAKE, case.pk, case, case.opened_on, partial(_intake, case))


def _closings(user: User, teams: list[UUID], since: dt.date) -> Iterator[Item]:
    rows = _cases(user, teams).filter(unreviewed(KINDS.CLOSING), closed_on__gte=since)
    for case in rows.order_by("closed_on", "pk")[:ROWS]:
        day = case.closed_on or since
        yield Item(KINDS.CLOSING, case.pk, case, day, partial(_closing, case))


def _risks(user: User, teams: list[UUID], since: dt.date) -> Iterator[Item]:
    rated = ProgressRating.objects.visible_to(user).filter(
        unreviewed(KINDS.RISK), safety=Change.NEGATIVE, rated_on__gte=since
    )
    for row in _of_teams(rated, user, teams).order_by("rated_on", "pk")[:ROWS]:
        yield Item(KINDS.RISK, row.pk, row.case, row.rated_on, partial(_rating, row))


def _tasks(user: User, teams: list[UUID], since: dt.date) -> Iterator[Item]:
    planned = FollowUp.objects.visible_to(user).filter(
        unreviewed(KINDS.TASK), kind=FollowUp.Kind.SAFETY, due_on__gte=since
    )
    for row in _of_teams(planned, user, teams).order_by("due_on", "pk")[:ROWS]:
        yield Item(KINDS.TASK, row.pk, row.case, row.due_on, partial(_task, row))


def _of_teams(rows: QuerySet, user: User, teams: list[UUID]) -> QuerySet:  # type: ignore[type-arg]  # of any record
    mine = rows.filter(case__team_id__in=teams).exclude(case__worker=user)
    return mine.select_related("case__participant", "case__worker", "case__team")


def _intake(case: Case) -> list[Fact]:
    needs = Need.objects.filter(case=case).exclude(status=Need.Status.NOT_ASSESSED)
    named = ", ".join(str(need.get_domain_display()) for need in needs.order_by("pk"))
    source = case.referral_source
    facts = [
        (_("Opened on"), date_format(case.opened_on, "DATE_FORMAT")),
        (_("Referred by"), standards.label("referral_source", source) if source else ""),
        (_("Where it stands"), str(case.get_status_display())),
        (_("Needs"), named or _("Nobody asked yet.")),
    ]
    return [fact for fact in facts if fact[1]]


def _closing(case: Case) -> list[Fact]:
    why, day = case.exit_reason, case.closed_on
    facts = [
        (_("Closed on"), date_format(day, "DATE_FORMAT") if day else ""),
        (_("How it ended"), str(case.get_status_display())),
        (_("Why"), standards.label("exit_reason", why) if why else ""),
    ]
    return [fact for fact in facts if fact[1]]


def _rating(row: ProgressRating) -> list[Fact]:
    return [(str(part), change) for part, change in row.parts]


def _task(row: FollowUp) -> list[Fact]:
    facts = [
        (_("Due on"), date_format(row.due_on, "DATE_FORMAT")),
        (_("What is to be done"), row.about or ""),
        (_("How it went"), str(row.get_outcome_display()) if row.outcome else _("Not done yet")),
    ]
    return [fact for fact in facts if fact[1]]
