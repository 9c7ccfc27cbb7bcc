"""Custody episodes: where someone is held, and when they come home."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.cases.models import CaseRecord, CaseRecordQuerySet
from cvi.reentry.values import FacilityKind, ReleaseBasis
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

FACILITY_MAX_LENGTH = 120


class CustodyEpisode(SealedModel, CaseRecord):
    """One stay in custody, from admission to release."""

    facility_kind = models.CharField(
        _("kind of place"), max_length=10, choices=FacilityKind.choices
    )
    facility = SealedTextField(
        _("name of the place"),
        label="custody_episode.facility",
        max_length=FACILITY_MAX_LENGTH,
        blank=True,
    )
    admitted_on = models.DateField(_("went in on"), null=True)
    projected_release_on = models.DateField(_("expected home on"), null=True)
    released_on = models.DateField(_("came home on"), null=True)
    basis = models.CharField(
        _("on what ground"),
        max_length=16,
        choices=ReleaseBasis.choices,
        default=ReleaseBasis.UNKNOWN,
    )

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="released_after_admitted",
                condition=Q(admitted_on=None)
                | Q(released_on=None)
                | Q(released_on__gte=F("admitted_on")),
            ),
            models.CheckConstraint(
                name="expected_home_after_admitted",
                condition=Q(admitted_on=None)
                | Q(projected_release_on=None)
                | Q(projected_release_on__gte=F("admitted_on")),
            ),
        ]
