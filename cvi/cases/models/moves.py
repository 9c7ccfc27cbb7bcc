"""Cases that moved to a colleague together, so that it can be taken back for a day."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.models.course import Assignment
from cvi.vault.ids import uuid7

SHOWN_DAYS = 3


class BulkMoveQuerySet(models.QuerySet["BulkMove"]):
    """Reads of moves."""

    def visible_to(self, user: User) -> Self:
        """Keep the moves of the teams in which `user` works."""
        teams = [m.team_id for m in user.live_memberships if m.team_id]
        return self.filter(team__in=teams) if user.is_active else self.none()

    def fresh(self) -> Self:
        """Keep those of the last days, the newest first, and bring who took the cases over."""
        since = timezone.now() - dt.timedelta(days=SHOWN_DAYS)
        return (
            self.filter(moved_at__gte=since)
            .select_related("team", "worker", "moved_by")
            .order_by("-pk")
        )


class BulkMove(models.Model):
    """Several cases of a team went to one worker at once, as when a colleague leaves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    undone_at = models.DateTimeField(null=True)

    objects = BulkMoveQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bulk_move_undone_by_someone",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"bulk move {str(self.pk)[-6:]}"


class MovedCase(CaseRecord):
    """One case of a move: who worked it before, and the assignment that the move made."""

    class Outcome(models.TextChoices):
        BACK = "back", _("Back where it was")
        LEFT = "left", _("Changed since, so left as it is")

    move = models.ForeignKey(BulkMove, on_delete=models.PROTECT, related_name="rows")
    before = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=4, choices=Outcome.choices, blank=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()
