"""Visits at the bedside. Everything said or seen there is medical, and sealed as such."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models import CaseRecord, CaseRecordQuerySet
from cvi.hospital.steps import STEPS
from cvi.hospital.values import Outcome, Present
from cvi.vault.fields import SealedDateField, SealedJSONField, SealedTextField
from cvi.vault.models import SealedModel


class EncounterQuerySet(CaseRecordQuerySet["Encounter"]):
    """Reads of bedside visits."""

    def unfinished(self) -> Self:
        """Keep the visits whose intake is to be gone on with."""
        return self.filter(finished_at=None)


class Encounter(SealedModel, CaseRecord):
    """One visit at the bedside, and the intake made there. A visit without a talk counts too."""

    specialist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_id = models.UUIDField("the form it came from: two taps are one visit")
    step = models.PositiveSmallIntegerField("the step to go on with", default=1)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    outcome = SealedTextField(_("how it went"), label="encounter.outcome")
    present = SealedJSONField(
        _("who else was there"), label="encounter.present", default=list, blank=True
    )
    safe_place = SealedTextField(_("safe place"), label="encounter.safe_place", blank=True)
    worried = SealedTextField(_("worried"), label="encounter.worried", blank=True)
    safe_way = SealedTextField(_("safe to reach"), label="encounter.safe_way", blank=True)
    mechanism = SealedTextField(_("what hurt them"), label="encounter.mechanism", blank=True)
    injured_on = SealedDateField(_("when"), label="encounter.injured_on", null=True, blank=True)
    body_regions = SealedJSONField(
        _("where"), label="encounter.body_regions", default=list, blank=True
    )

    objects = EncounterQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_visit_a_form", fields=["specialist", "form_id"]),
            models.CheckConstraint(
                name="step_is_one_of_the_intake", condition=Q(step__gte=1, step__lte=len(STEPS))
            ),
            models.CheckConstraint(
                name="visit_finishes_after_it_starts",
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="visits_unfinished", condition=Q(finished_at=None)),
        ]

    @property
    def was_talk(self) -> bool:
        """Whether there was a talk, so that the intake goes on."""
        return bool(self.outcome == Outcome.TALKED)

    @property
    def is_watched(self) -> bool:
        """Whether police or guards were in the room: then nobody can agree freely."""
        return Present.POLICE in self.present
