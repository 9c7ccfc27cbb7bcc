"""A safety alert, and each message that it sent."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.alerts.models.sending import Sending
from cvi.alerts.values import Kind, Step
from cvi.audit.history import tracked
from cvi.vault.ids import uuid7

PATH_MAX_LENGTH = 200


class AlertQuerySet(models.QuerySet["Alert"]):
    """Reads of alerts."""

    def visible_to(self, user: User) -> Self:
        """Keep what `user` raised, or was told of."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(raised_by=user) | models.Exists(_told(user)))

    def running(self) -> Self:
        """Keep what nobody has answered or ended."""
        return self.filter(answered_at=None, ended_at=None)

    def waiting_for(self, user: User) -> Self:
        """Keep what `user` was told of and nobody has answered."""
        return self.running().filter(models.Exists(_told(user)))

    def due_at(self, now: dt.datetime) -> Self:
        """Keep what goes on to the next one now."""
        return self.running().filter(next_at__lte=now)

    def newest_first(self) -> Self:
        """Order by when they were raised, and bring who and which team."""
        people = ("raised_by", "team", "answered_by", "ended_by")
        return self.select_related(*people).order_by("-raised_at", "-pk")


class Alert(models.Model):
    """Someone needs help now. It goes from one to the next until one of them answers.

    What it is about is known to whoever raised it: here stand an id and an address, no name.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    about_id = models.UUIDField("what it is about, as the app that raised it knows", null=True)
    path = models.CharField("where it is told", max_length=PATH_MAX_LENGTH, blank=True)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    step = models.PositiveSmallIntegerField("the last step taken", default=0)
    next_at = models.DateTimeField("when the next step is due", null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alert_answered_by_someone",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_ended_by_someone",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_path_stays_in_the_app",
                condition=Q(path="") | Q(path__startswith="/") & ~Q(path__startswith="//"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                name="alerts_that_go_on",
                condition=Q(answered_at=None, ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"alert {str(self.pk)[-6:]}"

    @property
    def is_running(self) -> bool:
        """Whether nobody has answered or ended it."""
        return self.answered_at is None and self.ended_at is None

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None


class Delivery(Sending):
    """One message of an alert. The database lets there be one for each step, way and person."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="deliveries")
    step = models.PositiveSmallIntegerField(choices=Step.choices)

    history = tracked()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "step", "channel", "receiver"], name="delivery_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="deliveries_due"),
            models.Index(fields=["receiver", "alert"], name="deliveries_of_a_person"),
        ]


def _told(user: User) -> "models.QuerySet[Delivery]":
    told: models.QuerySet[Delivery] = Delivery.objects.filter(alert=OuterRef("pk"), receiver=user)
    return told
