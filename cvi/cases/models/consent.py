"""What a participant allowed to be shared, with whom, until when."""

import datetime as dt
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User
from cvi.audit.history import tracked
from cvi.cases.models.participant import Participant
from cvi.vault.ids import uuid7


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of consents."""

    def visible_to(self, user: User) -> Self:
        """Keep the consents of the people `user` was given sight of."""
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def live_on(self, day: dt.date) -> Self:
        """Keep what was signed, is not over and was not taken back."""
        return self.filter(revoked_at=None, signed_on__lte=day, expires_on__gte=day)


class Consent(models.Model):
    """A release of information: to one agency, for named fields, for at most a year.

    Source: 28 CFR 94.115 (written, informed, reasonably time-limited); 45 CFR 164.508(c).
    """

    class Method(models.TextChoices):
        SIGNED = "signed", _("Signed")
        WITNESSED = "witnessed", _("Said yes, with a witness")

    class Field(models.TextChoices):
        NAME = "name", _("Name to use")
        LEGAL_NAME = "legal_name", _("Legal name")
        BIRTH_DATE = "birth_date", _("Birth date")
        LANGUAGE = "language", _("Language")
        PHONE = "phone", _("Phone number")
        ZONE = "zone", _("Area of the city")
        NEEDS = "needs", _("What they need now")

    MAX_DAYS = 365

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scope = models.JSONField("codes of the fields that may be shared", default=list)
    method = models.CharField(max_length=10, choices=Method.choices)
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    expires_on = models.DateField(_("ends on"))
    revoked_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_ends_after_it_begins", condition=Q(expires_on__gt=F("signed_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"consent {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.participant_id

    def holds_on(self, day: dt.date) -> bool:
        """Answer whether this is signed, not over and not taken back."""
        return self.revoked_at is None and self.signed_on <= day <= self.expires_on

    def covers(self, fields: list[str]) -> bool:
        """Answer whether every one of these fields may be shared."""
        return set(fields) <= set(self.scope)
