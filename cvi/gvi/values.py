"""The value lists of a custom notification."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """Why a visit is planned."""

    MIGHT_GET_WORSE = "might_get_worse", _("Worried it could get worse")
    RECENTLY_HURT = "recently_hurt", _("Was hurt not long ago")
    RECENTLY_HOME = "recently_home", _("Came home not long ago")
    HIGHEST_RISK = "highest_risk", _("At the highest risk now")


class Result(models.TextChoices):
    """Where a custom notification stands."""

    PLANNED = "planned", _("Planned")
    ATTEMPTED = "attempted", _("Tried, nobody there")
    DELIVERED = "delivered", _("Delivered")
    CALLED_OFF = "called_off", _("Called off")


class DeliveredTo(models.TextChoices):
    """Who took the message."""

    PERSON = "person", _("The person")
    FAMILY = "family", _("Their family")


class Response(models.TextChoices):
    """What they said to the offer of help."""

    ACCEPTED = "accepted", _("Wants help")
    LATER = "later", _("Maybe later")
    NOT_NOW = "not_now", _("Did not want it now")
