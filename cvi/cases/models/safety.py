"""Screenings, sealed as medical, and the plan to stay safe."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.standards.models import Instrument
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.models import SealedModel

PART_MAX_LENGTH = 500


class Screening(SealedModel, CaseRecord):
    """One screening with one version of an instrument. What was answered and its score is sealed.

    Of an instrument that is not built in, only total and band are kept. `total` is None where
    questions were skipped: a sum of some answers says nothing.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField("taken on", default=timezone.localdate)
    language = models.CharField("language it was asked in", max_length=5)
    answers = SealedJSONField(
        "points by question", label="screening.answers", default=dict, blank=True
    )
    total = SealedJSONField("total", label="screening.total", null=True, blank=True)
    band = SealedTextField("what the total means", label="screening.band", blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    @property
    def is_positive(self) -> bool:
        """Whether the total reaches the cut-off of the version that was used."""
        return self.total is not None and self.instrument.is_positive(self.total)


class SafetyPlan(SealedModel, CaseRecord):
    """How someone stays safe, in their own words. Every part may be blank."""

    PARTS = (
        "warning_signs",
        "safe_people",
        "safe_places",
        "getting_around",
        "quiet_online",
        "who_to_call",
    )

    warning_signs = SealedTextField(
        _("How do you notice that it gets dangerous?"), label="safety_plan.signs", blank=True
    )
    safe_people = SealedTextField(
        _("Who helps you stay safe?"), label="safety_plan.people", blank=True
    )
    safe_places = SealedTextField(_("Where are you safe?"), label="safety_plan.places", blank=True)
    getting_around = SealedTextField(
        _("How do you get around safely?"), label="safety_plan.travel", blank=True
    )
    quiet_online = SealedTextField(
        _("What do you keep off social media, and how long?"),
        label="safety_plan.online",
        blank=True,
    )
    who_to_call = SealedTextField(_("Whom do you call?"), label="safety_plan.call", blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_safety_plan_a_case"),
        ]

    @property
    def parts_said(self) -> list[tuple[str, str]]:
        """The questions that were answered, each with its answer."""
        columns = {column.name: column for column in self._meta.concrete_fields}
        said = [(str(columns[name].verbose_name), getattr(self, name)) for name in self.PARTS]
        return [(question, answer) for question, answer in said if answer]
