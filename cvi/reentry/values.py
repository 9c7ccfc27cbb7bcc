"""The value lists of a custody episode."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FacilityKind(models.TextChoices):
    """What kind of place it is."""

    JAIL = "jail", _("Jail")
    PRISON = "prison", _("Prison")
    JUVENILE = "juvenile", _("Juvenile facility")
    HALFWAY = "halfway", _("Halfway house")


class ReleaseBasis(models.TextChoices):
    """On what ground someone comes home."""

    SENTENCE_SERVED = "sentence_served", _("Sentence served")
    PAROLE = "parole", _("Parole")
    PROBATION = "probation", _("Probation")
    BAIL = "bail", _("Bail or bond")
    CHARGES_DROPPED = "charges_dropped", _("Charges dropped")
    UNKNOWN = "unknown", _("Not known yet")
