"""The value lists of a bedside visit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cvi.cases.values import LifeDomain


class Outcome(models.TextChoices):
    """How a visit went."""

    TALKED = "talked", _("We talked")
    NOT_NOW = "not_now", _("Not now")
    ASLEEP = "asleep", _("Asleep")
    LATER = "later", _("Come back later")
    FAMILY_ONLY = "family_only", _("Only family there")
    DISCHARGED_FIRST = "discharged_first", _("Gone home already")


class Present(models.TextChoices):
    """Who else was in the room."""

    NOBODY = "nobody", _("Nobody")
    FAMILY = "family", _("Family or friends")
    STAFF = "staff", _("Hospital staff")
    POLICE = "police", _("Police or guards")


class Mechanism(models.TextChoices):
    """What hurt them, as the hospital wrote it down. Never who, never why."""

    GUN = "gun", _("Gun")
    SHARP = "sharp", _("Knife or sharp thing")
    OBJECT = "object", _("Hit with a thing")
    FISTS = "fists", _("Hit with fists")
    CHOKED = "choked", _("Choked")
    BURN = "burn", _("Burn")
    VEHICLE = "vehicle", _("Car or other vehicle")
    SEVERAL = "several", _("More than one")
    OTHER = "other", _("Something else")


class BodyRegion(models.TextChoices):
    """Where they were hurt."""

    HEAD = "head", _("Head")
    NECK = "neck", _("Neck")
    CHEST = "chest", _("Chest")
    BELLY = "belly", _("Belly")
    BACK = "back", _("Back")
    ARM = "arm", _("Arm or hand")
    LEG = "leg", _("Leg or foot")


# What is asked for at the bedside, with the drawing that stands beside the word.
RIGHT_NOW = {
    LifeDomain.TRANSPORT: "ride",
    LifeDomain.BASIC_NEEDS: "clothes",
    LifeDomain.PHONE: "phone",
    LifeDomain.HOUSING: "home",
    LifeDomain.MONEY: "money",
    LifeDomain.FAMILY: "people",
    LifeDomain.MEDICAL: "hospital",
    LifeDomain.MENTAL_HEALTH: "talk",
    LifeDomain.SAFETY: "shield",
    LifeDomain.DOCUMENTS: "card",
    LifeDomain.LEGAL: "scales",
    LifeDomain.COMPENSATION: "note",
}
