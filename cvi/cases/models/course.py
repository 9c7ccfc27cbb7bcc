"""The course of a case: its steps and phases, who works it, and who was asked to take it over."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import Case, CaseRecord, CaseRecordQuerySet


class StatusChange(CaseRecord):
    """A step of a case from one status to the next: when, why, by whom."""

    before = models.CharField("before", max_length=12, choices=Case.Status.choices, blank=True)
    status = models.CharField("status", max_length=12, choices=Case.Status.choices)
    changed_on = models.DateField("on", default=timezone.localdate)
    reason = models.CharField("reason", max_length=40, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()


class PhaseChange(CaseRecord):
    """The day on which a case entered a phase of its program."""

    phase = models.CharField("phase", max_length=40)
    entered_on = models.DateField("since", default=timezone.localdate)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()


class AssignmentQuerySet(CaseRecordQuerySet["Assignment"]):
    """Reads of who works which case."""

    def open(self) -> Self:
        """Keep what has not ended."""
        return self.filter(ends_on=None) | self.filter(ends_on__gte=timezone.localdate())


class Assignment(CaseRecord):
    """Someone works a case from a day on: as its worker, or in place of one for a while."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("Worker")
        COVER = "cover", _("Cover")

    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    starts_on = models.DateField("from", default=timezone.localdate)
    ends_on = models.DateField("up to", null=True)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AssignmentQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_worker_at_a_time",
                fields=["case"],
                condition=Q(kind="primary", ends_on=None),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="cover_has_an_end", condition=Q(kind="primary") | Q(ends_on__isnull=False)
            ),
        ]


class TransferQuerySet(CaseRecordQuerySet["Transfer"]):
    """Reads of cases that someone was asked to take over."""

    def waiting(self) -> Self:
        """Keep what nobody has answered."""
        return self.filter(status=Transfer.Status.WAITING)

    def to_answer(self, user: User) -> Self:
        """Keep what waits for `user`: asked of them by name, or of a team whose cases they give."""
        teams = [team.pk for team in user.teams_for(Permission.ASSIGN_CASE)]
        by_name = Q(to_worker=user, to_team_id__in=[m.team_id for m in user.live_memberships])
        return self.waiting().filter(by_name | Q(to_worker=None, to_team_id__in=teams))


class Transfer(CaseRecord):
    """A colleague, or another team of the program, is asked to take a case over.

    Nothing changes hands before they accept. Across agencies it is a referral instead: the
    receiver makes a participant of its own.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_transfer_a_case", fields=["case"], condition=Q(status="waiting")
            ),
            models.CheckConstraint(
                name="transfer_answered_by_someone",
                condition=Q(status="waiting", answered_at=None, answered_by=None)
                | ~Q(status="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
