"""Drafts of referrals: what someone began to write. Nothing has left, and nothing is promised."""

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.audit.history import tracked
from cvi.cases.models import CaseRecord, CaseRecordQuerySet
from cvi.cases.values import LifeDomain
from cvi.referrals.models.referrals import Referral
from cvi.referrals.values import Urgency, Way


class ReferralDraftQuerySet(CaseRecordQuerySet["ReferralDraft"]):
    """Reads of drafts."""

    def saved_before(self, moment: dt.datetime) -> Self:
        """Keep what was last saved before a moment."""
        return self.filter(saved_at__lt=moment)


class ReferralDraft(CaseRecord):
    """A referral that was not sent yet: codes of what was ticked, never a value of the record."""

    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField("codes of the fields that are ticked", default=list, blank=True)
    need = models.CharField("what for", max_length=16, choices=LifeDomain.choices, blank=True)
    urgency = models.CharField("how soon", max_length=10, choices=Urgency.choices, blank=True)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    needed_by = models.DateField("needed by", null=True)
    reroute_of = models.ForeignKey(
        Referral, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="instead of"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ReferralDraftQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draft_a_team", fields=["case", "to_team"]),
        ]
