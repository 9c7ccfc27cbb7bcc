"""A person as one agency knows them."""

import datetime as dt
import secrets
from typing import Self, TypeVar
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
SAFETY_LINE_MAX_LENGTH = 120


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
    age_estimate = SealedJSONField(
        "about how old, and said on which day", label="participant.age_estimate", null=True
    )
    death = SealedJSONField("day and cause of death", label="participant.death", null=True)
    safety_line = SealedTextField(
        "what everyone must know to keep them safe",
        label="participant.safety_line",
        max_length=SAFETY_LINE_MAX_LENGTH,
        null=True,
        blank=True,
    )
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="the file that this one was merged into",
    )

    STAYS_ON_MERGE = ("duplicate_of",)

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

    @property
    def is_age_a_guess(self) -> bool:
        """Whether the age is what someone thinks, and not counted from a birth date."""
        return self.birth_date is None and self.age_estimate is not None

    @property
    def has_died(self) -> bool:
        """Whether someone wrote down that they died."""
        return self.death is not None

    @property
    def died_on(self) -> dt.date | None:
        """The day of death, where it is known."""
        day = self.death["on"] if self.death else None
        return dt.date.fromisoformat(day) if day else None

    def age_on(self, day: dt.date) -> int | None:
        """Return the age in whole years on `day`, guessed where there is no birth date, or None."""
        if self.birth_date:
            return years_between(self.birth_date, day)
        if self.age_estimate is None:
            return None
        said_on = dt.date.fromisoformat(self.age_estimate["on"])
        years: int = self.age_estimate["years"] + years_between(said_on, day)
        return years


def years_between(start: dt.date, end: dt.date) -> int:
    """Return how many whole years lie between two days, as one counts an age."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


Record = TypeVar("Record", bound=models.Model)


class PersonRecordQuerySet(models.QuerySet[Record]):
    """Reads of anything that hangs on a participant."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the people `user` was given sight of."""
        return self.filter(participant__in=Participant.objects.visible_to(user))


class PersonRecord(SealedModel):
    """The base of every table that hangs on a participant, sealed under the participant's key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        owner: UUID = self.participant_id  # type: ignore[attr-defined]  # each table declares it
        return owner


class ContactPoint(PersonRecord):
    """A way to reach a participant, and whether it is safe to use."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        SOCIAL = "social", _("Social media")

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="contact_points"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = SealedTextField(_("number or address"), label="contact_point.value")
    safe_to_text = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED)
    safe_to_leave_voicemail = models.CharField(
        max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED
    )
    best_time = SealedTextField("best time", label="contact_point.best_time", null=True, blank=True)

    objects = PersonRecordQuerySet.as_manager()
    history = tracked()

    @property
    def is_safe_to_text(self) -> bool:
        """Whether the participant said that a text is safe."""
        return self.safe_to_text == Answer.YES
