"""What a participant allowed to be shared, with whom, for what, until when."""

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
from cvi.cases.values import Answer
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

NAME_MAX_LENGTH = 120


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of consents."""

    def visible_to(self, user: User) -> Self:
        """Keep the consents of the people `user` was given sight of."""
        return self.filter(participant__in=Participant.objects.visible_to(user))

    def live_on(self, day: dt.date) -> Self:
        """Keep what was signed, is not over and was not taken back."""
        return self.filter(revoked_at=None, signed_on__lte=day, expires_on__gte=day)

    def ending_by(self, day: dt.date) -> Self:
        """Keep what holds today, ends by a day, and was not renewed."""
        live = self.live_on(timezone.localdate()).filter(expires_on__lte=day)
        return live.exclude(pk__in=Consent.objects.filter(renews__isnull=False).values("renews"))


class Consent(SealedModel):
    """A release of information: to one agency, for named fields and a purpose, for a time.

    Source: 28 CFR 94.115 (written, informed, reasonably time-limited; who may sign for a minor);
    45 CFR 164.508(c) (core elements and statements); 42 CFR 2.31 (substance use).
    """

    class Method(models.TextChoices):
        SCREEN = "screen", _("Signed here, with a finger")
        SIGNED = "signed", _("Signed on paper")
        WITNESSED = "witnessed", _("Said yes, with a witness")

    class Field(models.TextChoices):
        NAME = "name", _("Name to use")
        LEGAL_NAME = "legal_name", _("Legal name")
        BIRTH_DATE = "birth_date", _("Birth date")
        LANGUAGE = "language", _("Language")
        PHONE = "phone", _("Phone number")
        ZONE = "zone", _("Area of the city")
        NEEDS = "needs", _("What they need now")

    class Giver(models.TextChoices):
        PARTICIPANT = "participant", _("The person themselves")
        GUARDIAN = "guardian", _("A parent or guardian")
        REPRESENTATIVE = "representative", _("Someone who may sign for them")

    class Copy(models.TextChoices):
        GIVEN = "given", _("They have a copy")
        NOT_WANTED = "not_wanted", _("They did not want one")
        LATER = "later", _("They get one later")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scope = models.JSONField("codes of the fields that may be shared", default=list)
    purpose = models.CharField(max_length=40, blank=True)
    method = models.CharField(max_length=10, choices=Method.choices)
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    expires_on = models.DateField(_("ends on"))
    given_by = models.CharField(max_length=14, choices=Giver.choices, default=Giver.PARTICIPANT)
    giver_name = SealedTextField(
        "who signed for them",
        label="consent.giver_name",
        max_length=NAME_MAX_LENGTH,
        null=True,
        blank=True,
    )
    giver_right = SealedTextField(
        "what lets them sign",
        label="consent.giver_right",
        max_length=NAME_MAX_LENGTH,
        null=True,
        blank=True,
    )
    assented = models.CharField(
        "the minor agrees too", max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED
    )
    is_alone_by_law = models.BooleanField("a minor who may consent alone", default=False)
    signature = SealedJSONField(
        "strokes of the finger", label="consent.signature", null=True, blank=True
    )
    witness = SealedTextField(
        "who heard it", label="consent.witness", max_length=NAME_MAX_LENGTH, null=True, blank=True
    )
    language = models.CharField("language it was read in", max_length=5, default="en")
    had_interpreter = models.BooleanField("an interpreter helped", default=False)
    copy = models.CharField(max_length=10, choices=Copy.choices, default=Copy.LATER)
    scan = models.ForeignKey(
        "cases.Document", on_delete=models.PROTECT, related_name="+", null=True
    )
    renews = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
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

    @property
    def fields_said(self) -> list[str]:
        """What may be shared, in words."""
        return [str(self.Field(code).label) for code in self.scope]

    def holds_on(self, day: dt.date) -> bool:
        """Answer whether this is signed, not over and not taken back."""
        return self.revoked_at is None and self.signed_on <= day <= self.expires_on

    def covers(self, fields: list[str]) -> bool:
        """Answer whether every one of these fields may be shared."""
        return set(fields) <= set(self.scope)
