"""Checkpoints: some months in, is someone alive, unhurt, free, housed, and at work or in school?"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.values import Answer
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.models import SealedModel

NOTE_MAX_LENGTH = 300
QUESTIONS: dict[str, tuple[Any, Any]] = {
    "alive": (_("Alive"), _("They are alive")),
    "unhurt": (_("Unhurt"), _("Unhurt: not shot or injured since the last time")),
    "free": (_("Free"), _("Free: not in custody")),
    "no_charge": (_("No gun charge"), _("No new gun charge since the last time")),
    "housed": (_("Housed"), _("They have a place to stay that will last")),
    "working": (_("Work or school"), _("They work or go to school")),
}
"""What is asked, as a heading of a column and as a sentence. Source: Advance Peace; domain 2.3."""


class Checkpoint(SealedModel, CaseRecord):
    """What was found out at one checkpoint of a case, or that they could not be found.

    Which checkpoint it is, says the plan that it belongs to, the day from which that counts, and
    the step. All answers are sealed: who is in custody or charged must not be read from a disk.
    """

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Asked")
        NOT_FOUND = "not_found", _("Not found")

    protocol = models.CharField("plan", max_length=40)
    started_on = models.DateField("the plan counts from")
    step = models.CharField("step of the plan", max_length=8)
    due_on = models.DateField("due on")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    tries = models.PositiveSmallIntegerField("times nobody was found", default=0)
    answers = SealedJSONField(
        "each answer, and how we know", label="checkpoint.answers", default=dict, blank=True
    )
    note = SealedTextField("note", label="checkpoint.note", max_length=NOTE_MAX_LENGTH, blank=True)
    asked_on = models.DateField("asked on", default=timezone.localdate)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_checkpoint_a_step", fields=["case", "protocol", "started_on", "step"]
            ),
        ]

    @property
    def is_asked(self) -> bool:
        """Whether it was answered, and not only tried."""
        return self.outcome == self.Outcome.REACHED

    def answer_to(self, question: str) -> str:
        """Return the code of the answer to a question; where there is none, nobody asked."""
        said: str = self.answers.get(question, {}).get("answer", Answer.NOT_ASKED.value)
        return said

    def source_of(self, question: str) -> str:
        """Return the code of how we know, or nothing."""
        code: str = self.answers.get(question, {}).get("source", "")
        return code

    @property
    def said(self) -> Iterator[str]:
        """Each answer in words, in the order of the questions."""
        for question in QUESTIONS:
            yield str(Answer(self.answer_to(question)).label)
