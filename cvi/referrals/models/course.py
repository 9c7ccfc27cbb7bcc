"""What happened to a referral: each step that it took, and each try to reach someone."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models import Attempt, CaseRecord, CaseRecordQuerySet
from cvi.referrals.models.referrals import Referral
from cvi.referrals.values import ReferralStatus, Side, reason_label


class ReferralMove(CaseRecord):
    """A referral went from one status to the next, or was closed where it stood.

    `case` is the sender's. What stood in the way is for the sender; the receiver reads only what
    their own side wrote.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=12, choices=ReferralStatus.choices, blank=True)
    status = models.CharField(max_length=12, choices=ReferralStatus.choices)
    side = models.CharField("which side did it", max_length=8, choices=Side.choices)
    happened_on = models.DateField("on which day")
    moved_at = models.DateTimeField("written at", default=timezone.now)
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("why, as a code", max_length=16, blank=True)
    barriers = models.JSONField("what stood in the way, as codes", default=list, blank=True)
    is_closing = models.BooleanField("it was closed with this", default=False)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(fields=["referral", "status"], name="moves_by_referral"),
        ]

    @property
    def said(self) -> str:
        """What happened, in words: where it went, or that it was closed as it stood."""
        is_end = self.is_closing and self.before == self.status
        return _("Closed") if is_end else str(self.get_status_display())

    @property
    def why(self) -> str:
        """Why it went there, in words."""
        return reason_label(self.reason)


class ReferralAttempt(CaseRecord):
    """One try of the sender to reach someone whom the team did not reach, or who did not come."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="attempts")
    mode = models.CharField(max_length=10, choices=Attempt.Mode.choices)
    is_reached = models.BooleanField("whether they were reached")
    tried_on = models.DateField("tried on", default=timezone.localdate)
    written_at = models.DateTimeField(default=timezone.now)
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()
