"""Custom notifications: a planned visit with a message and an offer of help."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.cases.models import CaseRecord, CaseRecordQuerySet
from cvi.gvi.values import DeliveredTo, Response, Result
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

NOTE_MAX_LENGTH = 500


class CustomNotification(SealedModel, CaseRecord):
    """One custom notification, from plan to answer. Its reason is sealed under the GVI key."""

    why = SealedTextField(_("why"), label="custom_notification.why")
    note = SealedTextField(
        _("note"), label="custom_notification.note", max_length=NOTE_MAX_LENGTH, blank=True
    )
    planned_on = models.DateField(_("planned for"))
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.PLANNED)
    tried_on = models.DateField(_("day of the visit"), null=True)
    delivered_to = models.CharField(max_length=8, choices=DeliveredTo.choices, blank=True)
    response = models.CharField(max_length=10, choices=Response.choices, blank=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delivered_to_someone_on_a_day",
                condition=Q(result="delivered", tried_on__isnull=False) & ~Q(delivered_to="")
                | ~Q(result="delivered") & Q(delivered_to="", response=""),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether the visit is still to be made."""
        return self.result in {Result.PLANNED, Result.ATTEMPTED}

    @property
    def is_overdue(self) -> bool:
        """Whether the visit should have been made before today."""
        return self.is_open and self.planned_on < timezone.localdate()
