"""What a supervisor said of the work on a case: an intake, a closing, a risk, a stuck referral."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

WORDS_MAX_LENGTH = 500


class WorkReviewQuerySet(CaseRecordQuerySet["WorkReview"]):
    """Reads of what supervisors said."""

    def waiting_for(self, user: User) -> Self:
        """Keep what was sent back to `user`, and what `user` wants to talk about."""
        verdicts = WorkReview.Verdict
        sent_back = Q(verdict=verdicts.SENT_BACK, worker=user)
        to_talk = Q(verdict=verdicts.TALK_FIRST, reviewed_by=user)
        return self.visible_to(user).filter(sent_back | to_talk, settled_at=None)

    def to_talk_about(self, worker: User) -> Self:
        """Keep what is still to be talked about with a worker."""
        return self.filter(verdict=WorkReview.Verdict.TALK_FIRST, worker=worker, settled_at=None)


class WorkReview(SealedModel, CaseRecord):
    """One verdict on one thing. What is sent back, or to be talked about, waits until settled."""

    class Kind(models.TextChoices):
        INTAKE = "intake", _("Intake")
        CLOSING = "closing", _("Closing")
        RISK = "risk", _("Safety got worse")
        TASK = "safety_task", _("Safety task")
        REFERRAL = "referral", _("Referral without an answer")

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("Good as it is")
        SENT_BACK = "sent_back", _("Send back")
        TALK_FIRST = "talk_first", _("Talk first")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.UUIDField("id of what was looked at")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = SealedTextField(
        "what was said", label="work_review.words", max_length=WORDS_MAX_LENGTH, blank=True
    )
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = WorkReviewQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_review_of_a_thing", fields=["kind", "subject"]),
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether someone still has to settle it."""
        return self.verdict != self.Verdict.APPROVED and self.settled_at is None

    @property
    def said(self) -> str:
        """Who has looked at it, and when."""
        day = date_format(timezone.localdate(self.reviewed_at), "SHORT_DATE_FORMAT")
        return gettext("%(who)s looked at this on %(day)s.") % {
            "who": self.reviewed_by.name,
            "day": day,
        }
