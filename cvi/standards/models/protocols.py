"""Follow-up protocols: which follow-ups someone is promised, and when each is due."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.standards.models.base import Part, Standard, is_code


class Protocol(Standard):
    """A row of follow-ups that begins with one event. Without a program it is for each of them."""

    LINEAGE = ("program", "model", "code")
    LINES = ("parts",)

    class Start(models.TextChoices):
        ENROLLMENT = "enrollment", _("Enrolling")
        DISCHARGE = "discharge", _("Going home from the hospital")
        RELEASE = "release", _("Release from custody")
        NOTIFICATION = "notification", _("Accepting help after a custom notification")
        MEDIATION = "mediation", _("A mediation")

    program = models.CharField(max_length=12, choices=Program.choices, blank=True)
    model = models.CharField(
        "code of the program model that it belongs to", max_length=40, blank=True
    )
    begins_with = models.CharField("what it counts from", max_length=12, choices=Start.choices)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "model", "code", "version"], name="protocol_once"
            ),
        ]

    @property
    def summary(self) -> str:
        """How many follow-ups, and what they count from."""
        count = len(self.parts.all())
        steps = ngettext("%(count)s follow-up", "%(count)s follow-ups", count) % {"count": count}
        return f"{steps} · {self.get_begins_with_display()}"


class ProtocolStep(Part):
    """One follow-up of a protocol: what for, when it is due, and how early or late still counts."""

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="parts")
    kind = models.CharField(
        "what for, a code of the list follow_up_kind", max_length=40, validators=[is_code]
    )
    due_after = models.PositiveSmallIntegerField("due after")
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.DAYS)
    window_before = models.PositiveSmallIntegerField("may be done so much earlier", default=0)
    window_after = models.PositiveSmallIntegerField("counts until so much later", default=0)
    instrument = models.CharField(
        "code of the screening that is due with it", max_length=40, blank=True
    )

    history = tracked()

    def __str__(self) -> str:
        return f"{self.kind} {self.due_after} {self.unit}"

    def due_at(self, start: dt.datetime) -> dt.datetime:
        """Return when it is due, counted from the event."""
        return start + self._span(self.due_after)

    def opens_at(self, start: dt.datetime) -> dt.datetime:
        """Return from when on it counts."""
        return start + self._span(self.due_after - self.window_before)

    def closes_at(self, start: dt.datetime) -> dt.datetime:
        """Return until when it counts."""
        return start + self._span(self.due_after + self.window_after)

    def _span(self, number: int) -> dt.timedelta:
        is_hours = self.unit == self.Unit.HOURS
        return dt.timedelta(hours=number) if is_hours else dt.timedelta(days=number)
