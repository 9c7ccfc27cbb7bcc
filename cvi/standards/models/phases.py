"""Phases: how a program's time is cut, and how often someone is met in each."""

from decimal import Decimal

from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext as _

from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.standards.models.base import Standard


class PhaseStandard(Standard):
    """What a program promises in one phase. `position` is the order of the phases."""

    LINEAGE = ("program", "model", "code")

    program = models.CharField(max_length=12, choices=Program.choices)
    model = models.CharField(
        "code of the program model that it belongs to", max_length=40, blank=True
    )
    length_days = models.PositiveSmallIntegerField("length in days; open without one", null=True)
    min_contacts_per_week = models.DecimalField(
        "contacts a week, at least", max_digits=5, decimal_places=2, default=Decimal(0)
    )
    min_in_person_per_week = models.DecimalField(
        "of them in person, at least", max_digits=5, decimal_places=2, default=Decimal(0)
    )
    min_home_visits_per_month = models.PositiveSmallIntegerField(
        "home visits a month, at least", default=0
    )
    family_contact_per_month = models.PositiveSmallIntegerField(
        "talks with the family a month, at least", default=0
    )
    supervisor_review_days = models.PositiveSmallIntegerField(
        "a supervisor looks at the case every so many days", default=30
    )
    max_caseload = models.PositiveSmallIntegerField(
        "people a worker has in this phase, at most", null=True
    )
    grace_days = models.PositiveSmallIntegerField(
        "days after which a missed contact counts as overdue", default=0
    )
    is_high_risk = models.BooleanField("a high-risk phase", default=False)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "model", "code", "version"], name="phase_once"
            ),
        ]

    @property
    def summary(self) -> str:
        """How often someone is met, and how long."""
        often = _("%(number)s contacts a week") % {
            "number": localize(self.min_contacts_per_week.normalize())
        }
        if not self.min_contacts_per_week:
            often = _("No number of contacts is set")
        if self.length_days is None:
            return often
        return f"{often} · " + _("%(days)s days") % {"days": self.length_days}
