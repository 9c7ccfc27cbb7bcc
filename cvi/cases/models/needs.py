"""What a participant needs, part of life by part of life, and where each need stands."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.values import LifeDomain


class Need(CaseRecord):
    """A part of life in which help was asked about. Without a row nobody asked yet."""

    class Status(models.TextChoices):
        NOT_ASSESSED = "not_assessed", _("Did not ask")
        NO_NEED = "no_need", _("No need")
        IDENTIFIED = "identified", _("Not met yet")
        IN_PROGRESS = "in_progress", _("Being worked on")
        MET = "met", _("Met")
        DECLINED = "declined", _("Not now")

    class Urgency(models.TextChoices):
        TODAY = "today", _("Today")
        WEEK = "week", _("This week")
        LATER = "later", _("It can wait")

    domain = models.CharField(max_length=16, choices=LifeDomain.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.IDENTIFIED)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, blank=True)
    re_offer_on = models.DateField("offer again from", null=True)
    re_offer_until = models.DateField("offer again until", null=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "domain"], name="one_need_a_domain"),
            models.CheckConstraint(
                name="only_declined_help_is_offered_again",
                condition=Q(re_offer_on=None, re_offer_until=None)
                | Q(status="declined", re_offer_until__gte=F("re_offer_on")),
            ),
        ]

    @property
    def is_to_do(self) -> bool:
        """Whether someone still has to see to it."""
        return self.status in {self.Status.IDENTIFIED, self.Status.IN_PROGRESS}
