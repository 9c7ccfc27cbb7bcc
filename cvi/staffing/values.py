"""The value lists of staffing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    """How a session of staff supervision is held."""

    INDIVIDUAL = "individual", _("Just the two of us")
    GROUP = "group", _("With several people")
    FIELD = "field", _("Out in the field together")
    DEBRIEF = "debrief", _("After something hard")


class DebriefAnswer(models.TextChoices):
    """What a worker said to the offer to talk."""

    ACCEPTED = "accepted", _("Yes")
    LATER = "later", _("Later")
    DECLINED = "declined", _("Not wanted now")


class Mood(models.IntegerChoices):
    """How a worker says they are."""

    GREAT = 5, _("Doing well")
    FINE = 4, _("Fine")
    MIXED = 3, _("So-so")
    LOW = 2, _("Not good")
    BAD = 1, _("Not well at all")
