"""Contacts with participants, and the tries that did not reach them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models import CaseRecord, CaseRecordQuerySet
from cvi.outreach.values import Duration, Mode, Outcome, Purpose
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

NOTE_MAX_LENGTH = 500


class ContactQuerySet(CaseRecordQuerySet["Contact"]):
    """Reads of contacts."""

    def reached(self) -> Self:
        """Keep the contacts in which the participant was reached."""
        return self.filter(outcome=Outcome.REACHED)

    def newest_first(self) -> Self:
        """Order by when it happened, newest first."""
        return self.order_by("-occurred_at", "-pk")


class Contact(SealedModel, CaseRecord):
    """One contact, or one try. Tries are work and count as work."""

    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField(_("when"))
    logged_at = models.DateTimeField(default=timezone.now)
    mode = models.CharField(_("how"), max_length=10, choices=Mode.choices)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    purposes = models.JSONField(_("what for"), default=list, blank=True)
    duration = models.CharField(_("how long"), max_length=8, choices=Duration.choices, blank=True)
    note = SealedTextField(_("note"), label="contact.note", max_length=NOTE_MAX_LENGTH, blank=True)

    objects = ContactQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_logged_after_it_happened",
                condition=Q(occurred_at__lte=models.F("logged_at")),
            ),
            models.CheckConstraint(
                name="only_a_contact_that_reached_lasts",
                condition=Q(outcome="reached") | Q(duration=""),
            ),
        ]
        indexes = [models.Index(fields=["case", "-occurred_at"], name="contacts_by_case")]

    @property
    def was_reached(self) -> bool:
        """Whether the participant was reached."""
        return self.outcome == Outcome.REACHED

    @property
    def purpose_labels(self) -> list[str]:
        """What it was for, in words."""
        return [str(Purpose(code).label) for code in self.purposes]
