"""Services delivered: what was done for a participant, how much of it, and who paid."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.models.goals import Goal
from cvi.cases.models.needs import Need

MOST_UNITS = Decimal("9999.99")


class ServiceDelivered(CaseRecord):
    """One service on one day. Nothing here is text, so reports count it without a key."""

    class Unit(models.TextChoices):
        HOURS = "hours", _("Hours")
        SESSIONS = "sessions", _("Sessions")
        RIDES = "rides", _("Rides")
        ITEMS = "items", _("Things")
        NIGHTS = "nights", _("Nights")
        DOLLARS = "dollars", _("Dollars")

    class Format(models.TextChoices):
        INDIVIDUAL = "individual", _("With them alone")
        GROUP = "group", _("In a group")

    type = models.CharField("which service", max_length=40)
    delivered_on = models.DateField("on which day", default=timezone.localdate)
    units = models.DecimalField(
        "how much", max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    unit = models.CharField("of what", max_length=10, choices=Unit.choices)
    format = models.CharField(max_length=10, choices=Format.choices, default=Format.INDIVIDUAL)
    funding = models.JSONField("who pays", default=list)
    delivered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+", null=True)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+", null=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "services delivered"
        constraints = [
            models.CheckConstraint(name="something_was_delivered", condition=Q(units__gt=0)),
        ]

    @property
    def amount(self) -> str:
        """How much of what, as in "1.5 hours"."""
        number = format(self.units.normalize(), "f")
        many = 1 if self.units == 1 else 2
        return str(AMOUNTS[self.unit] % {"many": many, "number": number})


AMOUNTS = {
    "hours": ngettext_lazy("%(number)s hour", "%(number)s hours", "many"),
    "sessions": ngettext_lazy("%(number)s session", "%(number)s sessions", "many"),
    "rides": ngettext_lazy("%(number)s ride", "%(number)s rides", "many"),
    "items": ngettext_lazy("%(number)s thing", "%(number)s things", "many"),
    "nights": ngettext_lazy("%(number)s night", "%(number)s nights", "many"),
    "dollars": ngettext_lazy("%(number)s dollar", "%(number)s dollars", "many"),
}
"""Each unit with its number, for one and for more."""
