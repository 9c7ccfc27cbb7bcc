"""The value lists of a referral."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How soon someone should get in touch."""

    TODAY = "today", _("Today")
    THIS_WEEK = "this_week", _("This week")
    NO_HURRY = "no_hurry", _("No hurry")


class DeclineReason(models.TextChoices):
    """Why a team did not take a referral."""

    NO_ROOM = "no_room", _("No room now")
    NOT_OUR_AREA = "not_our_area", _("Not our area")
    NOT_OUR_SERVICE = "not_our_service", _("Not what we do")
    NOT_SAFE = "not_safe", _("Not safe with us")
    NOT_REACHED = "not_reached", _("Could not be reached")
    ENDED = "ended", _("Sharing ended")
