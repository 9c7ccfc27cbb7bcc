"""How the directory is kept right: imports, what workers say is wrong, and who is safe where."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User
from cvi.accounts.models.places import KnownToAll
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models import Participant
from cvi.cases.models.participant import PersonRecord, PersonRecordQuerySet
from cvi.papers.models import Job
from cvi.referrals.models.directory import Service
from cvi.vault.fields import SealedJSONField
from cvi.vault.ids import uuid7
from cvi.vault.models import DataKey

NOTE_MAX_LENGTH = 200
FOLDER = "directory"


class Correction(models.Model):
    """What a worker says is wrong in an entry, for the steward. It is about the service alone."""

    class Wrong(models.TextChoices):
        PHONE = "phone", _("The phone number")
        HOURS = "hours", _("The hours")
        ADDRESS = "address", _("The address")
        CLOSED = "closed", _("It is closed")
        FULL = "full", _("It takes nobody now")
        TERMS = "terms", _("Whom it takes, or what it asks for")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("The entry was changed")
        RIGHT = "right", _("The entry was right")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="corrections")
    wrong = models.CharField(_("what is wrong"), max_length=8, choices=Wrong.choices)
    right = models.CharField("what is right", max_length=NOTE_MAX_LENGTH, blank=True)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)

    objects = KnownToAll.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="correction_settled_by_someone",
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | ~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["outcome", "told_at"], name="corrections_to_settle")]

    def __str__(self) -> str:
        return f"correction {str(self.pk)[-6:]}"


class DirectoryImportQuerySet(models.QuerySet["DirectoryImport"]):
    """Reads of imports."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the agency in which this user keeps the directory."""
        own = [m for m in user.live_memberships if Permission.KEEP_DIRECTORY in m.powers.may]
        return self.filter(agency__in=[m.agency_id for m in own]) if user.is_active else self.none()

    def newest_first(self) -> Self:
        """Order by the moment of the upload; ids sort by it."""
        return self.order_by("-pk")


class DirectoryImport(models.Model):
    """A file for the directory: checked first, then written whole or not at all.

    `found` holds how much is new, changed, the same and gone, by table; `faults` the rows that are
    wrong, each with its table, number, field and a code. No value of the file is in either.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        WRONG = "wrong", _("Has mistakes")
        DONE = "done", _("Imported")
        DROPPED = "dropped", _("Not imported")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("bytes")
    found = models.JSONField("counts by table", default=dict, blank=True)
    faults = models.JSONField("rows that are wrong", default=list, blank=True)
    fault_count = models.PositiveIntegerField("how many faults there are", default=0)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+", null=True)
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = DirectoryImportQuerySet.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return f"directory import {str(self.pk)[-6:]}"

    @property
    def file_name(self) -> str:
        """Where the sealed file is."""
        return f"{FOLDER}/{self.pk}"


class UnsafeAreas(PersonRecord):
    """Where a participant does not go: a danger to them, so sealed like their name.

    Someone whose two files were merged may have two rows; what stands in either counts.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    zones = SealedJSONField("ids of zones", label="unsafe_areas.zones", default=list, blank=True)
    avoids_police = SealedJSONField(
        "whether services with police in the building are kept out",
        label="unsafe_areas.police",
        default=bool,
        blank=True,
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = PersonRecordQuerySet.as_manager()
    history = tracked()

    @property
    def zone_ids(self) -> set[UUID]:
        """The zones where it is not safe for them."""
        return {UUID(text) for text in self.zones}
