"""The value lists of a referral."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How soon someone should get in touch."""

    TODAY = "today", _("Today")
    THIS_WEEK = "this_week", _("This week")
    NO_HURRY = "no_hurry", _("No hurry")


class Way(models.TextChoices):
    """How someone is handed on. With information only, nothing about them leaves."""

    WARM = "warm", _("We introduce them in person or by phone")
    ACCOMPANIED = "accompanied", _("We go there with them")
    ELECTRONIC = "electronic", _("We send it here")
    PHONE = "phone", _("We call the team as well")
    INFO_ONLY = "info_only", _("We only tell the person about the team; nothing leaves")


class ReferralStatus(models.TextChoices):
    """Where a referral stands. Who does what next, and until when, is in `life_cycle`."""

    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("They have seen it")
    ACCEPTED = "accepted", _("Accepted")
    WAITLISTED = "waitlisted", _("On a waiting list")
    SCHEDULED = "scheduled", _("First visit planned")
    CONNECTED = "connected", _("Came to the first visit")
    RECEIVING = "receiving", _("Getting help")
    COMPLETED = "completed", _("Help is done")
    NOT_WANTED = "not_wanted", _("They said no for now")
    DECLINED = "declined", _("Declined by the team")
    INELIGIBLE = "ineligible", _("They do not qualify")
    UNREACHED = "unreached", _("Not reached or did not come")
    CANCELLED = "cancelled", _("Taken back")
    EXPIRED = "expired", _("Ran out")


class Side(models.TextChoices):
    """Who did something, or whose turn it is."""

    SENDER = "sender", _("Who sent it")
    RECEIVER = "receiver", _("Who got it")
    SITE = "site", _("The site itself")


class DeclineReason(models.TextChoices):
    """Why a team did not take a referral."""

    NO_ROOM = "no_room", _("No room now")
    NOT_OUR_AREA = "not_our_area", _("Not our area")
    NOT_OUR_SERVICE = "not_our_service", _("Not what we do")
    NOT_SAFE = "not_safe", _("Not safe with us")
    NOT_REACHED = "not_reached", _("Could not be reached")
    ENDED = "ended", _("Sharing ended")


class IneligibleReason(models.TextChoices):
    """Which rule of a team someone does not meet. A record or a health matter is not asked for."""

    AGE = "age", _("Their age")
    ADDRESS = "address", _("Where they live")
    INCOME = "income", _("Their income")
    INSURANCE = "insurance", _("Their insurance")
    PAPERS = "papers", _("A paper or an ID is missing")
    OTHER_RULE = "other_rule", _("Another rule of the program")


class StopReason(models.TextChoices):
    """Why the sender takes a referral back."""

    OTHER_HELP = "other_help", _("They found help elsewhere")
    NO_NEED = "no_need", _("They do not need it any more")
    MISTAKE = "mistake", _("It was sent by mistake")
    NOT_SAFE_NOW = "not_safe_now", _("It is not safe now")
    STOPPED = "stopped", _("They want no more sharing")


class Outcome(models.TextChoices):
    """What became of a closed referral. Only a first visit that happened is a start."""

    STARTED = "started", _("Help started")
    EXHAUSTED = "exhausted", _("Not reached after all tries")
    DECLINED = "declined", _("The team said no")
    INELIGIBLE = "ineligible", _("They do not qualify")
    NOT_WANTED = "not_wanted", _("They said no")
    CANCELLED = "cancelled", _("Taken back")
    EXPIRED = "expired", _("Ran out without help")


def reason_label(code: str) -> str:
    """Return what a reason of any of the lists is called; nothing for none."""
    lists: tuple[type[models.TextChoices], ...] = (DeclineReason, IneligibleReason, StopReason)
    found = {value: label for reasons in lists for value, label in reasons.choices}
    return str(found.get(code, code))
