"""The value lists of the drop box."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.TextChoices):
    """Who is given an address to write to. None of them has an account."""

    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    PROBATION = "probation", _("Probation or parole")
    CORRECTIONS = "corrections", _("Jail or prison")
    COURT = "court", _("Court")
    OTHER = "other", _("Another office")


class Wish(models.TextChoices):
    """What an office asks the team to do."""

    NOTIFICATION = "notification", _("A visit with a message (custom notification)")
    CHECK = "check", _("Checking on someone")
    WARNING = "warning", _("A danger in an area")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What was done with a message."""

    NOTIFICATION = "notification", _("A custom notification is planned")
    CHECKED = "checked", _("Someone checks on them")
    PASSED_ON = "passed_on", _("Passed on to a team, in person")
    KNOWN = "known", _("Known already")
    NOTHING = "nothing", _("Nothing to do")
    NOT_OURS = "not_ours", _("Not for us, or should not be here")
