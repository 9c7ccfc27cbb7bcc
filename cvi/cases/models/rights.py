"""What the law asks for beyond consent: reports of duty, and what participants may demand."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.values import Answer
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

TEXT_MAX_LENGTH = 1000
SHORT_MAX_LENGTH = 200


class DutyReport(SealedModel, CaseRecord):
    """What was told to someone outside without consent, since a law or a life demanded it.

    Source: 45 CFR 164.512(b) and (j); state law names who must report abuse of children. Whoever
    decided answers for it, so the row says who, to whom, what and why.
    """

    class Duty(models.TextChoices):
        MANDATED_REPORT = "mandated_report", _("The law demands a report")
        IMMINENT_THREAT = "imminent_threat", _("Someone's life is in danger now")

    duty = models.CharField(max_length=16, choices=Duty.choices)
    recipient = SealedTextField(
        "who was told", label="duty_report.recipient", max_length=SHORT_MAX_LENGTH
    )
    told = SealedTextField("what was told", label="duty_report.told", max_length=TEXT_MAX_LENGTH)
    why = SealedTextField("why", label="duty_report.why", max_length=TEXT_MAX_LENGTH)
    reported_at = models.DateTimeField("when it was told", default=timezone.now)
    participant_knows = models.CharField(
        "the participant was told", max_length=10, choices=Answer.choices
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()


class DemandQuerySet(CaseRecordQuerySet["Demand"]):
    """Reads of what participants demand."""

    def visible_to(self, user: User) -> Self:
        """Keep those of people whom `user` sees: their own to write, and their team's to answer.

        A complaint may be about the worker of the case, who must not read it.
        """
        teams = [team.pk for team in user.teams_for(Permission.ANSWER_DEMAND)]
        own = Q(recorded_by=user) | Q(case__team_id__in=teams)
        return super().visible_to(user).filter(own)

    def waiting(self) -> Self:
        """Keep what nobody has answered."""
        return self.filter(answered_at=None)

    def to_answer(self, user: User) -> Self:
        """Keep what waits for an answer of the teams that `user` leads, and is not about them."""
        teams = [team.pk for team in user.teams_for(Permission.ANSWER_DEMAND)]
        return self.waiting().filter(case__team_id__in=teams)


class Demand(SealedModel, CaseRecord):
    """A participant complains, or wants a record corrected. A clock runs until the answer.

    Source: 45 CFR 164.526 (amendment within 60 days) and 164.530(d) (complaints).
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("A complaint")
        CORRECTION = "correction", _("Something is wrong in the record")

    class Outcome(models.TextChoices):
        DONE = "done", _("Done as they asked")
        PARTLY = "partly", _("Done in part")
        DECLINED = "declined", _("Not done")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = SealedTextField("what they say", label="demand.text", max_length=TEXT_MAX_LENGTH)
    received_on = models.DateField("received on", default=timezone.localdate)
    due_on = models.DateField("answer due on")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = SealedTextField(
        "what we answered", label="demand.answer", max_length=TEXT_MAX_LENGTH, blank=True
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = DemandQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="demand_answered_by_someone",
                condition=Q(answered_at=None, answered_by=None, outcome="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome=""),
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether the day of the answer has passed without one."""
        return self.answered_at is None and self.due_on < timezone.localdate()
