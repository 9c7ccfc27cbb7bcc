"""Who is on call for a team and when, and after how many minutes the next one is told."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from cvi.accounts.models import Membership, Team, User
from cvi.alerts.values import Post, Step
from cvi.audit.history import tracked
from cvi.vault.ids import uuid7

MINUTES_MAX = 120


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Reads of who is on call."""

    def visible_to(self, user: User) -> Self:
        """Keep the shifts of the teams in which `user` works now."""
        teams = [m.team_id for m in user.live_memberships if m.team_id]
        return self.filter(team_id__in=teams) if user.is_active else self.none()

    def of_teams(self, teams: Iterable[Team]) -> Self:
        """Keep the shifts of some teams."""
        return self.filter(team__in=list(teams))

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Keep what touches a stretch of time, without what was called off before it began."""
        touching = self.filter(starts_at__lt=end, ends_at__gt=start)
        return touching.filter(ends_at__gt=F("starts_at"))

    def at(self, moment: dt.datetime) -> Self:
        """Keep what runs at a moment."""
        return self.filter(starts_at__lte=moment, ends_at__gt=moment)

    def of_staff(self) -> Self:
        """Keep the shifts of those who still work in that team: nobody else can be reached."""
        held = Membership.objects.live().filter(user=OuterRef("user"), team=OuterRef("team"))
        return self.filter(models.Exists(held), user__is_active=True)

    def in_order(self) -> Self:
        """Order by when they begin, and bring who and which team."""
        return self.select_related("user", "team").order_by("starts_at", "-post", "pk")


class Shift(models.Model):
    """Someone is on call for a team, or the backup, from one moment to another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    post = models.CharField("order", max_length=8, choices=Post.choices)
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until")

    objects = ShiftQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_starts", condition=Q(ends_at__gte=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["team", "ends_at"], name="shifts_of_a_team")]

    def __str__(self) -> str:
        return f"shift {str(self.pk)[-6:]}"

    @property
    def is_running(self) -> bool:
        """Whether it runs now."""
        return self.starts_at <= timezone.now() < self.ends_at


class AlertTimes(models.Model):
    """After how many minutes without an answer the next one is told, in one team."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="+")
    backup_after = models.PositiveSmallIntegerField(
        "minutes until the backup is told",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MINUTES_MAX)],
    )
    lead_after = models.PositiveSmallIntegerField(
        "minutes more until the supervisor is told",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MINUTES_MAX)],
    )

    history = tracked()

    class Meta:
        verbose_name_plural = "alert times"
        constraints = [
            models.CheckConstraint(
                name="alert_times_at_least_a_minute",
                condition=Q(backup_after__gte=1, lead_after__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"alert times {str(self.pk)[-6:]}"

    @classmethod
    def of(cls, team: Team) -> "AlertTimes":
        """Return the times of a team; the usual ones where nobody has set any."""
        return cls.objects.filter(team=team).first() or cls(team=team)

    def after(self, step: Step) -> dt.timedelta:
        """Return how long a step waits for an answer."""
        minutes = {Step.ON_CALL: self.backup_after, Step.BACKUP: self.lead_after}
        return dt.timedelta(minutes=minutes.get(step, 0))
