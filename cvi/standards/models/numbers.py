"""Numbers that a site may set: limits, cadences, clocks, targets, times to keep."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cvi.accounts.roles import Program, Role
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


def roles() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new role needs no migration."""
    return Role.choices


def units() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new unit needs no migration."""
    return Unit.choices


class Threshold(Standard):
    """One number, its unit and its bounds. What is said for fewer goes before what is for all.

    First what a program model says, then what is for a role, then what is for a program.
    """

    LINEAGE = ("program", "model", "role", "code")

    program = models.CharField(max_length=12, choices=Program.choices, blank=True)
    model = models.CharField(
        "code of the program model that it belongs to", max_length=40, blank=True
    )
    role = models.CharField("for one role only", max_length=24, choices=roles, blank=True)
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
            models.UniqueConstraint(
                fields=["program", "model", "role", "code", "version"], name="threshold_once"
            ),
        ]

    @property
    def summary(self) -> str:
        """The number with its unit, and for which role it is."""
        said = f"{self.number} {self.get_unit_display()}"
        return f"{said} · {Role(self.role).label}" if self.role else said

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """How much it goes before others of its code."""
        return bool(self.model), bool(self.role), bool(self.program)

    @property
    def must_stay(self) -> bool:
        """A number for a program, a model or a role may go: the one for all takes its place."""
        return not (self.program or self.model or self.role)
