"""What participants want next, in their own words: goals, the steps to them, and looking back."""

from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.values import LifeDomain
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

WORDS_MAX_LENGTH = 500


class GoalQuerySet(CaseRecordQuerySet["Goal"]):
    """Reads of goals."""

    def with_steps_counted(self) -> Self:
        """Count each goal's steps, and those that are done, in the same query."""
        done = Count("steps", filter=Q(steps__done_on__isnull=False))
        return self.annotate(total=Count("steps"), done=done)


class Goal(SealedModel, CaseRecord):
    """What a participant wants next, in their own words."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Talked about")
        ACTIVE = "active", _("Working on it")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Met")
        PARTLY_MET = "partly_met", _("Partly met")
        NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
        NOT_MET = "not_met", _("Not met")
        DECLINED = "declined", _("Not now")

    domain = models.CharField(_("part of life"), max_length=16, choices=LifeDomain.choices)
    words = SealedTextField(_("in their own words"), label="goal.words")
    baseline = SealedTextField(
        "where they begin",
        label="goal.baseline",
        max_length=WORDS_MAX_LENGTH,
        null=True,
        blank=True,
    )
    status = models.CharField(max_length=18, choices=Status.choices, default=Status.ACTIVE)
    target_on = models.DateField(_("by when"), null=True, blank=True)
    resolved_via = models.CharField("how it was met", max_length=40, blank=True)
    is_signed_off = models.BooleanField("the participant agrees that it ended so", null=True)

    objects = GoalQuerySet.as_manager()
    history = tracked()

    @property
    def has_ended(self) -> bool:
        """Whether nobody works on it any more."""
        return self.status in ENDED

    @property
    def next_statuses(self) -> list[Status]:
        """Where it may stand next, where it stands now among them."""
        return [status for status in self.Status if status in {self.status, *STEPS[self.status]}]


_S = Goal.Status
ENDED = {_S.MET, _S.PARTLY_MET, _S.NO_LONGER_NEEDED, _S.NOT_MET, _S.DECLINED}
STEPS: dict[str, set[Goal.Status]] = {
    _S.PROPOSED: {_S.ACTIVE, _S.DECLINED, _S.NO_LONGER_NEEDED},
    _S.ACTIVE: {_S.PAUSED} | ENDED,
    _S.PAUSED: {_S.ACTIVE} | ENDED,
    **{status: {_S.ACTIVE} for status in ENDED},
}
"""Where a goal may go from where it stands. What ended can be taken up again."""


class GoalStep(SealedModel, CaseRecord):
    """One small thing on the way to a goal, whose it is, and whether it is done."""

    class Owner(models.TextChoices):
        PARTICIPANT = "participant", _("Them")
        WORKER = "worker", _("The worker")
        FAMILY = "family", _("Family")
        AGENCY = "agency", _("Another agency")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    words = SealedTextField("what to do", label="goal_step.words", max_length=WORDS_MAX_LENGTH)
    owner = models.CharField("whose it is", max_length=12, choices=Owner.choices)
    due_on = models.DateField("due on", null=True)
    done_on = models.DateField("done on", null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="goal_step_done_by_someone",
                condition=Q(done_on=None, done_by=None)
                | Q(done_on__isnull=False, done_by__isnull=False),
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether it should have been done before today."""
        return bool(not self.done_on and self.due_on and self.due_on < timezone.localdate())


class GoalReview(SealedModel, CaseRecord):
    """One look back on a goal: on which day, where it stood then, and what was said."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=18, choices=Goal.Status.choices)
    note = SealedTextField(
        "what was said", label="goal_review.note", max_length=WORDS_MAX_LENGTH, blank=True
    )
    reviewed_on = models.DateField("looked back on", default=timezone.localdate)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()
