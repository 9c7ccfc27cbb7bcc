"""One use of emergency sight with its review, and a right that was given back."""

import datetime as dt
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User
from cvi.accounts.roles import Permission, Role
from cvi.audit.history import tracked
from cvi.cases.models import Participant
from cvi.vault.fields import SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

WHY_MIN_LENGTH, WHY_MAX_LENGTH = 20, 500
REVIEW_WITHIN = dt.timedelta(hours=72)
LOST_AFTER = 2


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    """Reads of emergency uses."""

    def visible_to(self, user: User) -> Self:
        """Keep what others did, for whoever reviews it; nobody sees their own here."""
        may = user.is_active and user.holds(Permission.REVIEW_BREAK_GLASS)
        return self.exclude(user=user) if may else self.none()

    def running(self) -> Self:
        """Keep those that still let someone read."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now())

    def waiting(self) -> Self:
        """Keep what nobody has reviewed."""
        return self.filter(verdict=BreakGlass.Verdict.WAITING)

    def overdue(self) -> Self:
        """Keep what nobody has reviewed within 72 hours."""
        return self.waiting().filter(began_at__lt=timezone.now() - REVIEW_WITHIN)

    def counting_against(self) -> Self:
        """Keep what was found not justified and not forgiven since by giving the right back."""
        forgiven = RightReturn.objects.filter(
            user=OuterRef("user"), returned_at__gte=OuterRef("reviewed_at")
        )
        return self.filter(~Exists(forgiven), verdict=BreakGlass.Verdict.NOT_JUSTIFIED)

    def bar(self, user: User) -> bool:
        """Answer whether two uses count against someone. The reviews are asked, each time."""
        return self.counting_against().filter(user=user).count() >= LOST_AFTER

    def with_all(self) -> Self:
        """Fetch who, where and whose file in the same query."""
        return self.select_related("user", "agency", "participant", "reviewed_by")


class BreakGlass(SealedModel):
    """Someone read one file for up to an hour, without sight of it, because there was no time.

    Why, and what the reviewer thought of it, are sealed for the office's privacy officer alone.
    """

    class Category(models.TextChoices):
        DANGER = "danger", _("Someone may be hurt or killed")
        RETALIATION = "retaliation", _("Retaliation may come soon")
        MEDICAL = "medical", _("The person is in a hospital and must be known")
        MISSING = "missing", _("The person is missing")
        LEGAL = "legal", _("A duty by law that cannot wait")
        COMPLAINT = "complaint", _("A complaint about how the file was handled")

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("Waits for review")
        JUSTIFIED = "justified", _("Justified")
        NOT_JUSTIFIED = "not_justified", _("Not justified")
        TRAINING = "training", _("Needs training")

    STAYS_ON_MERGE = ("participant",)  # whose file was read stays true

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("what happened"), max_length=12, choices=Category.choices)
    why = SealedTextField(_("why"), label="break_glass.why", max_length=WHY_MAX_LENGTH)
    began_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField("when it was ended by hand", null=True)
    verdict = models.CharField(max_length=13, choices=Verdict.choices, default=Verdict.WAITING)
    note = SealedTextField(
        _("note"), label="break_glass.note", max_length=WHY_MAX_LENGTH, blank=True
    )
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)

    objects = BreakGlassQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="break_glass_lasts_an_hour_at_most",
                condition=Q(expires_at__lte=F("began_at") + dt.timedelta(hours=1)),
            ),
            models.CheckConstraint(
                name="break_glass_reviewed_by_someone",
                condition=Q(verdict="waiting", reviewed_at=None, reviewed_by=None)
                | ~Q(verdict="waiting") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="break_glass_reviewed_by_another",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")),
            ),
        ]
        indexes = [models.Index(fields=["verdict", "began_at"], name="break_glass_to_review")]

    def __str__(self) -> str:
        return f"emergency use {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.participant_id

    @property
    def is_running(self) -> bool:
        """Whether it still lets someone read."""
        return self.ended_at is None and self.expires_at > timezone.now()

    @property
    def over_at(self) -> dt.datetime:
        """When it ended, or will end."""
        return self.ended_at or self.expires_at

    @property
    def due_at(self) -> dt.datetime:
        """By when it must be reviewed."""
        return self.began_at + REVIEW_WITHIN

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been reviewed before now."""
        return self.verdict == self.Verdict.WAITING and self.due_at < timezone.now()


class RightReturn(SealedModel):
    """Someone may read files in an emergency again; what was found before counts no more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = SealedTextField(_("why"), label="right_return.why", max_length=WHY_MAX_LENGTH)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(default=timezone.now)

    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="right_returned_by_another", condition=~Q(returned_by=F("user"))
            ),
        ]

    def __str__(self) -> str:
        return f"right given back {str(self.pk)[-6:]}"
