"""The six steps of a bedside intake, in order."""

from typing import Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

STEPS = (
    ("hospital:intake_visit", _("Visit")),
    ("hospital:intake_safety", _("Safety")),
    ("hospital:intake_injury", _("Injury")),
    ("hospital:intake_needs", _("Right now")),
    ("hospital:intake_about", _("About you")),
    ("hospital:intake_review", _("Sharing and next")),
)
LABELS = [label for _name, label in STEPS]


class Visit(Protocol):
    """What has an id and knows with which step to go on."""

    pk: UUID
    step: int


def step_url(visit: Visit, number: int | None = None) -> str:
    """Return the address of a step, counted from 1; of the step to go on with, when not given."""
    name, _label = STEPS[(number or visit.step) - 1]
    return reverse(name, args=[visit.pk])
