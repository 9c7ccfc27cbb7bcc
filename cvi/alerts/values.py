"""The value lists of alerts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Post(models.TextChoices):
    """Who is told first, and who when the first does not answer."""

    ON_CALL = "on_call", _("On call")
    BACKUP = "backup", _("Backup")


class Step(models.IntegerChoices):
    """The steps of an alert, in order."""

    ON_CALL = 1, _("On call")
    BACKUP = 2, _("Backup")
    LEAD = 3, _("Supervisor")


class Kind(models.TextChoices):
    """What an alert is about. No message says it; the page in the app does."""

    HELP = "help", _("I need help now")
    THREAT = "threat", _("Someone may be hurt or killed")
    SHOOTING = "shooting", _("Someone was hurt just now")
    OTHER = "other", _("Something else that cannot wait")


class Channel(models.TextChoices):
    """The ways in which a message leaves."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class State(models.TextChoices):
    """How far one message is."""

    WAITING = "waiting", _("Waits to be sent")
    CLAIMED = "claimed", _("Is being sent")
    SENT = "sent", _("Sent")
    UNKNOWN = "unknown", _("Not known if sent")
    GAVE_UP = "gave_up", _("Could not be sent")
    NO_ADDRESS = "no_address", _("No e-mail or work phone is known")
    NOT_NEEDED = "not_needed", _("Was not needed any more")
