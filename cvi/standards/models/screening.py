"""Screening instruments: the words of those that may be built in, and the cut-offs of all."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.standards.models.base import Part, Standard, in_language


class Instrument(Standard):
    """One screening. Of one that is not built in, only total and band are kept, never answers."""

    LINES = ("parts", "items")

    edition = models.CharField("which edition", max_length=60, blank=True)
    is_built_in = models.BooleanField("its questions may be asked here", default=False)
    is_on = models.BooleanField("offered to clinicians", default=True)
    intro_en = models.CharField("said before the questions, in English", max_length=700, blank=True)
    intro_es = models.CharField("said before the questions, in Spanish", max_length=700, blank=True)
    answers = models.JSONField("answers: points, English, Spanish", default=list, blank=True)
    max_score = models.PositiveSmallIntegerField("highest total", null=True)
    cut = models.PositiveSmallIntegerField("positive from this total on", null=True)
    other_cut = models.PositiveSmallIntegerField("another cut-off in use", null=True)
    licence = models.CharField("who may use it", max_length=300, blank=True)
    note_en = models.CharField("what to know, in English", max_length=500, blank=True)
    note_es = models.CharField("what to know, in Spanish", max_length=500, blank=True)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(fields=["code", "version"], name="instrument_once"),
        ]

    @property
    def summary(self) -> str:
        """From what total on it is positive, and whether it is on."""
        if not self.is_on:
            return gettext("Off")
        if self.cut is None:
            return gettext("Total and band only")
        return gettext("Positive from %(cut)s on") % {"cut": self.cut}

    @property
    def intro(self) -> str:
        """What is said before the questions, in the language of the page."""
        return in_language(self.intro_en, self.intro_es)

    @property
    def note(self) -> str:
        """What to know about it, in the language of the page."""
        return in_language(self.note_en, self.note_es)

    @property
    def is_in_spanish(self) -> bool:
        """Whether its Spanish wording is known; else the English one is shown, with a note."""
        return bool(self.intro_es)

    @property
    def answer_choices(self) -> list[tuple[int, str]]:
        """Every answer with its points, in the language of the page."""
        return [(points, in_language(en, es)) for points, en, es in self.answers]

    def is_positive(self, score: int) -> bool:
        """Whether a total reaches the cut-off."""
        return self.cut is not None and score >= self.cut

    def band_of(self, score: int) -> "Band | None":
        """Return the band that a total lies in, if the instrument has bands."""
        reached = [band for band in self.parts.all() if band.from_score <= score]
        return max(reached, key=lambda band: band.from_score, default=None)


class InstrumentItem(Part):
    """One question of a built-in instrument, in the instrument's own words."""

    class Kind(models.TextChoices):
        GATE = "gate", _("Asked first; a no ends it with 0")
        SCORED = "scored", _("Counts")

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SCORED)
    opens_safety_task = models.BooleanField("any answer above 0 is a safety matter", default=False)

    history = tracked()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["instrument", "position"], name="item_once"),
        ]

    def __str__(self) -> str:
        return f"item {self.position}"


class Band(Part):
    """What a total means, from one score on."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="parts")
    from_score = models.PositiveSmallIntegerField("from this total on")

    history = tracked()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["instrument", "from_score"], name="band_once"),
        ]

    def __str__(self) -> str:
        return f"band from {self.from_score}"
