"""Whether someone fits a program: which criteria they meet, for as long as that must be known."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.standards.models import CriteriaSet
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.models import SealedModel

WHY_MAX_LENGTH = 500


class EligibilityQuerySet(CaseRecordQuerySet["Eligibility"]):
    """Reads of assessments."""

    def waiting(self) -> Self:
        """Keep what nobody has reviewed."""
        return self.filter(status=Eligibility.Status.WAITING)

    def to_review(self, user: User) -> Self:
        """Keep what waits for `user`: of their teams, and not their own."""
        teams = [team.pk for team in user.teams_for(Permission.APPROVE_ELIGIBILITY)]
        return self.waiting().filter(case__team_id__in=teams).exclude(assessed_by=user)

    def to_purge(self) -> Self:
        """Keep what has answers still, though the day on which they go has come."""
        return self.filter(answers_gone_at=None, keep_answers_until__lt=timezone.localdate())


class Eligibility(SealedModel, CaseRecord):
    """How many criteria of a set someone meets, and what was decided.

    The answers are sealed under a key of their own, which is destroyed some days later: who
    carries a weapon must not stand here. "n of m" and the result stay.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for the supervisor")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    answers = SealedJSONField("answer to each criterion", label="eligibility.answers")
    met = models.PositiveSmallIntegerField("criteria met")
    asked = models.PositiveSmallIntegerField("criteria asked")
    threshold = models.PositiveSmallIntegerField("criteria needed")
    why = SealedTextField(
        "why all the same", label="eligibility.why", max_length=WHY_MAX_LENGTH, blank=True
    )
    is_override = models.BooleanField("taken in with fewer criteria than needed", default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_at = models.DateTimeField(null=True)
    keep_answers_until = models.DateField("answers are kept until")
    answers_gone_at = models.DateTimeField(null=True)

    objects = EligibilityQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "eligibilities"
        constraints = [
            models.CheckConstraint(name="no_more_met_than_asked", condition=Q(met__lte=F("asked"))),
            models.CheckConstraint(
                name="eligibility_reviewed_by_someone",
                condition=Q(status="waiting", reviewed_at=None, reviewed_by=None)
                | ~Q(status="waiting") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    @property
    def is_met(self) -> bool:
        """Whether they meet as many criteria as the set asks for."""
        return self.met >= self.threshold

    @property
    def is_eligible(self) -> bool:
        """Whether they may be enrolled as far as the criteria go."""
        return self.is_met or self.is_override
