"""Eligibility: which criteria a program asks about, and how many must be met."""

from django.db import models
from django.utils.translation import gettext as _

from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.standards.models.base import Part, Standard, is_code


class CriteriaSet(Standard):
    """The criteria of one program and how many of them make someone eligible."""

    LINEAGE = ("program", "model", "code")
    LINES = ("parts",)

    program = models.CharField(max_length=12, choices=Program.choices)
    model = models.CharField(
        "code of the program model that it belongs to", max_length=40, blank=True
    )
    threshold = models.PositiveSmallIntegerField("how many must be met", default=1)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "model", "code", "version"], name="criteria_once"
            ),
        ]

    @property
    def summary(self) -> str:
        """How many criteria must be met, of how many."""
        return _("%(least)s of %(all)s must be met") % {
            "least": self.threshold,
            "all": len(self.parts.all()),
        }


class Criterion(Part):
    """One question of a criteria set. Answers to it are purged; only "n of m" is kept."""

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="parts")
    code = models.CharField(max_length=40, validators=[is_code])
    window_days = models.PositiveSmallIntegerField("how far back it looks, in days", null=True)
    min_age = models.PositiveSmallIntegerField("youngest age", null=True)
    max_age = models.PositiveSmallIntegerField("oldest age", null=True)

    history = tracked()

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_once"),
        ]

    def __str__(self) -> str:
        return self.code
