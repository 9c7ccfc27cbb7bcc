"""Public holidays: the days on which nobody is expected to work, for all or for one agency."""

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency
from cvi.audit.history import tracked
from cvi.standards.models.base import Standard


class Holiday(Standard):
    """One day on which clocks of work days stand still. Without an agency, for every agency."""

    day = models.DateField("the day itself")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(fields=["code", "version"], name="holiday_once"),
        ]
        indexes = [models.Index(fields=["day"], name="holidays_by_day")]

    @property
    def summary(self) -> str:
        """Which day, and for whom."""
        whom = self.agency.name if self.agency else _("every organization")
        return f"{date_format(self.day, 'DATE_FORMAT')} · {whom}"
