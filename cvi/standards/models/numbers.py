"""Numbers that a site may set: limits, cadences, clocks, targets, times to keep."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.standards.models.base import Standard


class Unit(models.TextChoices):
    """What a number counts."""

    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WORK_DAYS = "work_days", _("work days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")
    TIMES = "times", _("times")
    PEOPLE = "people", _("people")
    DOLLARS = "dollars", _("dollars")


def units() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new unit needs no migration."""
    return Unit.choices


class Threshold(Standard):
    """One number, its unit and its bounds. A program's own goes before the one for all programs."""

    LINEAGE = ("program", "code")

    program = models.CharField(max_length=12, choices=Program.choices, blank=True)
    number = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=units)
    lowest = models.PositiveIntegerField("lowest number allowed", default=0)
    highest = models.PositiveIntegerField("highest number allowed", default=9999)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.CheckConstraint(
                name="threshold_within_bounds",
                condition=Q(number__gte=F("lowest"), number__lte=F("highest")),
            ),
            models.UniqueConstraint(fields=["program", "code", "version"], name="threshold_once"),
        ]

    @property
    def summary(self) -> str:
        """The number with its unit."""
        return f"{self.number} {self.get_unit_display()}"

    @property
    def must_stay(self) -> bool:
        """A program's own number may go: the one for all programs takes its place."""
        return not self.program
