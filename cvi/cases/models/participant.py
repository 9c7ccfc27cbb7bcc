"""A person as one agency knows them."""

import datetime as dt
import secrets
from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User, Zone
from cvi.audit.history import tracked
from cvi.cases.models.case import Case
from cvi.cases.values import Answer, Language
from cvi.vault.fields import SealedDateField, SealedJSONField, SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else
CODE_LETTERS = 6


def new_code() -> str:
    """Make a short code with no meaning in it, for speech and for reports."""
    return "P-" + "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LETTERS))


def read_code(text: str) -> str:
    """Read a code as it is said: in any case, with or without "P-"; letters may begin with P."""
    said = "".join(text.upper().split()).replace("-", "")
    letters = said.removeprefix("P") if len(said) > CODE_LETTERS else said
    return f"P-{letters}" if letters else ""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Reads of the participant table."""

    def visible_to(self, user: User) -> Self:
        """Keep the people with a case that `user` was given sight of."""
        cases = Case.objects.visible_to(user)
        return self.filter(pk__in=cases.values("participant_id"))


class Participant(SealedModel):
    """A person as one agency knows them. Everything that says who it is, is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", null=True)
    name_to_use = SealedTextField(_("name to use"), label="participant.name_to_use", blank=True)
    legal_name = SealedTextField(_("legal name"), label="participant.legal_name", blank=True)
    street_names = SealedJSONField(
        _("street names"), label="participant.street_names", default=list, blank=True
    )
    birth_date = SealedDateField(
        _("birth date"), label="participant.birth_date", null=True, blank=True
    )
    language = SealedTextField(_("language"), label="participant.language", blank=True)
    race_ethnicity = SealedJSONField(
        _("race and ethnicity"), label="participant.race_ethnicity", default=list, blank=True
    )
    gender = SealedTextField(_("gender"), label="participant.gender", blank=True)

    objects = ParticipantQuerySet.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return self.code

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.pk

    @property
    def called(self) -> str:
        """The name to use, or the code of someone whose name was not given."""
        return self.name_to_use or self.code

    @property
    def age(self) -> int | None:
        """The age today in whole years, or None."""
        return self.age_on(timezone.localdate())

    @property
    def language_label(self) -> str:
        """The language they speak best, in words, or nothing when it was not asked."""
        is_known = self.language and self.language != Language.NOT_ASKED
        return str(Language(self.language).label) if is_known else ""

    def age_on(self, day: dt.date) -> int | None:
        """Return the age in whole years on `day`, or None when the birth date is not known."""
        if self.birth_date is None:
            return None
        born: dt.date = self.birth_date
        is_before_birthday = (day.month, day.day) < (born.month, born.day)
        return day.year - born.year - is_before_birthday


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Reads of contact points."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the people `user` was given sight of."""
        return self.filter(participant__in=Participant.objects.visible_to(user))


class ContactPoint(SealedModel):
    """A way to reach a participant, and whether it is safe to use."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        SOCIAL = "social", _("Social media")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="contact_points"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = SealedTextField(_("number or address"), label="contact_point.value")
    safe_to_text = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED)

    objects = ContactPointQuerySet.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return f"contact point {str(self.pk)[-6:]}"

    @property
    def is_safe_to_text(self) -> bool:
        """Whether the participant said that a text is safe."""
        return self.safe_to_text == Answer.YES

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.participant_id
