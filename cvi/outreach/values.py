"""The three short lists of a contact: how, whether it worked, what for. Never one long list."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How the worker tried."""

    IN_PERSON = "in_person", _("In person")
    CALL = "call", _("Call")
    TEXT = "text", _("Text")
    OTHER = "other", _("Other")


class Outcome(models.TextChoices):
    """Whether it worked, and if not, why."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    NOT_HOME = "not_home", _("Not there")
    LEFT_MESSAGE = "left_message", _("Left a message")
    NOT_NOW = "not_now", _("Did not want it now")
    WRONG_NUMBER = "wrong_number", _("Number does not work")
    UNSAFE = "unsafe", _("Not safe to go up")


class Purpose(models.TextChoices):
    """What it was for; more than one may be true."""

    CHECK_IN = "check_in", _("Check in")
    CONFLICT = "conflict", _("Calm a conflict")
    GOAL = "goal", _("A goal")
    VISIT = "visit", _("Court or visit")
    RIDE = "ride", _("A ride")
    MORE = "more", _("More")


class Duration(models.TextChoices):
    """How long, in minutes; bands tap faster than numbers."""

    UNDER_5 = "under_5", _("<5")
    FROM_5 = "5_15", _("5–15")
    FROM_16 = "16_30", _("16–30")
    FROM_31 = "31_60", _("31–60")
    OVER_60 = "over_60", _("60+")
