"""What every standard has: a code, two labels, days in force, and where it comes from."""

import datetime as dt
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models.places import KnownToAll
from cvi.vault.ids import uuid7

SINCE = dt.date(2000, 1, 1)
"""From when on what ships with the program is in force: from the start."""

is_code = RegexValidator(r"^[a-z0-9_]+$", _("Use small letters, digits and underscores."))


def in_language(english: str, spanish: str) -> str:
    """Return the text in the language of the page; English where there is no Spanish."""
    is_spanish = (get_language() or "").startswith("es")
    return spanish if is_spanish and spanish else english


class Basis(models.TextChoices):
    """How far a standard can be relied on."""

    PUBLISHED = "published", _("From a published source")
    OFFICE = "office", _("Set by this office")
    DEMO = "demo", _("Demo value: set your own")
    UNCONFIRMED = "unconfirmed", _("Not confirmed: check before you use it")


Kept = TypeVar("Kept", bound="Standard")


class StandardQuerySet(KnownToAll[Kept]):
    """Reads of standards; every colleague may know them."""

    def in_force(self, on: dt.date | None = None) -> Self:
        """Keep the versions that are in force on a day, by default today."""
        day = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def same_as(self, standard: "Standard") -> Self:
        """Keep the versions of one standard."""
        return self.filter(**standard.lineage)

    def in_order(self) -> Self:
        """Order as people read them, a standard's versions from old to new."""
        return self.order_by(*self.model.LINEAGE[:-1], "position", "code", "version")


class Standard(models.Model):
    """One version of one standard. What is in force is never rewritten: a new version follows it.

    `LINEAGE` names the columns that the versions of one standard share; `code` is the last.
    `LINES` names the relations to its parts; a new version gets parts of its own.
    """

    LINEAGE: ClassVar[tuple[str, ...]] = ("code",)
    LINES: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, validators=[is_code])
    version = models.PositiveSmallIntegerField(default=1)
    label_en = models.CharField("name in English", max_length=200)
    label_es = models.CharField("name in Spanish", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("place in the list", default=0)
    starts_on = models.DateField("in force from", default=SINCE)
    ends_on = models.DateField("last day in force", null=True)
    basis = models.CharField(
        "how far it can be relied on", max_length=12, choices=Basis.choices, default=Basis.OFFICE
    )
    source = models.CharField("where it comes from", max_length=300, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    def clean(self) -> None:
        """Hold the days against each other.

        Raises:
            ValidationError: it would end before it starts.
        """
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("It can't end before it starts.")})

    @property
    def label(self) -> str:
        """The name, in the language of the page."""
        return in_language(self.label_en, self.label_es)

    @property
    def summary(self) -> str:
        """What it says, in a few words."""
        return ""

    @property
    def must_stay(self) -> bool:
        """Whether the program can't do without it: it may be changed, never retired."""
        return False

    @property
    def lineage(self) -> dict[str, Any]:
        """What the versions of this standard share."""
        return {name: getattr(self, name) for name in self.LINEAGE}

    @property
    def is_from_the_start(self) -> bool:
        """Whether it shipped with the program."""
        return self.starts_on == SINCE

    def is_in_force(self, on: dt.date | None = None) -> bool:
        """Whether it is in force on a day, by default today."""
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def is_planned(self) -> bool:
        """Whether it has yet to begin."""
        return self.starts_on > timezone.localdate()

    @property
    def is_retired(self) -> bool:
        """Whether its days are over."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class Part(models.Model):
    """One line of a standard that has several. It lives and dies with its version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    position = models.PositiveSmallIntegerField("place in the list", default=0)
    label_en = models.CharField("words in English", max_length=400)
    label_es = models.CharField("words in Spanish", max_length=400, blank=True)

    objects = KnownToAll.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def label(self) -> str:
        """The words, in the language of the page."""
        return in_language(self.label_en, self.label_es)


def line_of(model: type[Standard], name: str) -> tuple[type[Part], str]:
    """Return the table of a standard's lines, and by which name each points at its standard."""
    relation: Any = model._meta.get_field(name)
    return relation.related_model, relation.field.name
