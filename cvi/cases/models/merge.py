"""Two files of one person made into one, and what it takes to part them again."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.participant import Participant
from cvi.vault.fields import SealedJSONField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel


class MergeQuerySet(models.QuerySet["Merge"]):
    """Reads of merges."""

    def visible_to(self, user: User) -> Self:
        """Keep those into people `user` was given sight of."""
        return self.filter(keep__in=Participant.objects.visible_to(user))

    def standing(self) -> Self:
        """Keep what was not undone."""
        return self.filter(undone_at=None)


class Merge(SealedModel):
    """One participant's file was added to another's. It can be undone: what moved stands here.

    What moved keeps the key that it was sealed under: each sealed value names its own. So whoever
    destroys what is known of a participant destroys the keys of every merged file with it; see
    `keys.keys_about`.
    """

    STAYS_ON_MERGE = ("keep", "drop")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    keep = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    drop = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField("ids of the rows that moved, by link", default=dict, blank=True)
    filled = models.JSONField(
        "columns that were blank and are filled, by table", default=dict, blank=True
    )
    names = SealedJSONField("names that were added", label="merge.names", default=list, blank=True)
    merged_at = models.DateTimeField(default=timezone.now)
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = MergeQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="merged_into_one_at_a_time", fields=["drop"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="nobody_is_merged_with_themselves", condition=~Q(keep=F("drop"))
            ),
            models.CheckConstraint(
                name="merge_undone_by_someone",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"merge {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.keep_id
