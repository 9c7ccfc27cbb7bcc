"""A drop box, and what was left in it. Nothing here links to a participant."""

import datetime as dt
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, Program, Team, User
from cvi.audit.history import tracked
from cvi.incidents.values import Office, Outcome
from cvi.vault.fields import SealedJSONField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

PROGRAM = Program.GVI
"""Police are heard by the coordinator alone (docs/decisions/0023)."""

MAX_DAYS = 365


class DropBoxQuerySet(models.QuerySet["DropBox"]):
    """Reads of drop boxes."""

    def visible_to(self, user: User) -> Self:
        """Keep the boxes of the teams in which `user` works."""
        return self.filter(team__in=_teams_of(user)) if user.is_active else self.none()

    def open(self) -> Self:
        """Keep those that take messages today."""
        return self.filter(closed_at=None, expires_on__gte=timezone.localdate())

    def newest_first(self) -> Self:
        """Order by when they were set up, and bring the team."""
        return self.select_related("team").order_by("-pk")


class DropBox(models.Model):
    """An address at which one office may leave messages for one team. Kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(_("kind of office"), max_length=12, choices=Office.choices)
    label = models.CharField(_("what the team calls it"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    opened_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField(_("works until"))
    closed_at = models.DateTimeField("when it was closed by hand", null=True)

    objects = DropBoxQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "drop boxes"
        constraints = [
            models.CheckConstraint(
                name="drop_box_ends_after_it_opens", condition=Q(expires_on__gt=F("opened_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"drop box {str(self.pk)[-6:]}"

    @property
    def agency(self) -> Agency:
        """Whose keys open what is left in it."""
        return self.team.agency

    @property
    def is_open(self) -> bool:
        """Whether it takes messages today."""
        return self.closed_at is None and self.expires_on >= timezone.localdate()


class DropBoxMessageQuerySet(models.QuerySet["DropBoxMessage"]):
    """Reads of what was left."""

    def visible_to(self, user: User) -> Self:
        """Keep what was left for the teams in which `user` works."""
        return self.filter(box__team__in=_teams_of(user)) if user.is_active else self.none()

    def for_teams(self, teams: list[Team]) -> Self:
        """Keep what was left for these teams."""
        return self.filter(box__team__in=teams)

    def waiting(self) -> Self:
        """Keep what nobody has handled."""
        return self.filter(handled_at=None)

    def since(self, moment: dt.datetime) -> Self:
        """Keep what came since a moment."""
        return self.filter(received_at__gte=moment)

    def with_all(self) -> Self:
        """Fetch the box and who handled it in the same query."""
        return self.select_related("box__team", "handled_by")


class DropBoxMessage(SealedModel):
    """What an office left: a request, or an alert. Its words are sealed under a key of its own."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("Request")
        ALERT = "alert", _("Incident alert")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    box = models.ForeignKey(DropBox, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    said = SealedJSONField("what was filled in, by field", label="drop_box_message.said")
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField("what was done", max_length=12, choices=Outcome.choices, blank=True)

    objects = DropBoxMessageQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="drop_box_message_handled_by_someone",
                condition=Q(handled_at=None, handled_by=None, outcome="")
                | Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["box", "handled_at"], name="drop_box_messages_waiting"),
            models.Index(fields=["received_at"], name="drop_box_messages_by_time"),
        ]

    def __str__(self) -> str:
        return f"drop box message {str(self.pk)[-6:]}"


def _teams_of(user: User) -> list[UUID]:
    return [m.team_id for m in user.live_memberships if m.team_id]
