"""Promises to get back to someone: when each may be done, every try, and how it went."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.models.needs import Need
from cvi.standards import reading as standards
from cvi.vault.fields import SealedTextField
from cvi.vault.models import DataKey, SealedModel

ABOUT_MAX_LENGTH = 200
LIST = "follow_up_kind"


class FollowUpQuerySet(CaseRecordQuerySet["FollowUp"]):
    """Reads of follow-ups."""

    def open(self) -> Self:
        """Keep what is still to be done."""
        return self.filter(done_at=None)

    def due_by(self, day: dt.date) -> Self:
        """Keep what is still to be done and may be done on `day`."""
        return self.open().filter(Q(due_on__lte=day) | Q(opens_on__lte=day))

    def named(self) -> "list[FollowUp]":
        """Return the rows, each with what its kind is called. At most one query more."""
        rows = list(self)
        called = standards.labels(LIST)[LIST] if rows else {}
        for row in rows:
            row.label = called.get(row.kind, row.kind)
        return rows


class FollowUp(SealedModel, CaseRecord):
    """A promise to get back to someone by a date, or a task for a colleague.

    It may be done from `opens_on` until `closes_on`; without them it is due on its day alone.
    """

    class Kind(models.TextChoices):
        """The kinds that code asks for by name; a site may add more to the list."""

        CHECK_IN = "check_in", "Check in"
        AFTER_DISCHARGE = "after_discharge", "After going home"
        RE_OFFER = "re_offer", "Offer help again"
        APPOINTMENT = "appointment", "Appointment"
        RELEASE = "release", "Release day"
        AFTER_NOTIFICATION = "after_notification", "After a custom notification"
        SAFETY = "safety", "Safety, today"
        FAMILY_SUPPORT = "family_support", "Be there for the family"
        CHECKPOINT = "checkpoint", "Alive, unhurt, free, housed, working?"
        STAFF_SUPPORT = "staff_support", "Ask the team how they are"

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_REACHED = "not_reached", _("Tried, no answer")
        NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")
        DECLINED = "declined", _("Did not want it now")

    key = models.ForeignKey(  # type: ignore[assignment]  # rows from before tasks have none
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False, null=True
    )
    kind = models.CharField(_("what for"), max_length=40)
    about = SealedTextField(
        "what is to be done",
        label="follow_up.about",
        max_length=ABOUT_MAX_LENGTH,
        null=True,
        blank=True,
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+", null=True)
    opens_on = models.DateField("may be done from", null=True)
    due_on = models.DateField(_("due on"))
    closes_on = models.DateField("counts until", null=True)
    protocol = models.CharField("follow-up plan", max_length=40, blank=True)
    started_on = models.DateField("the plan counts from", null=True)
    step = models.CharField("step of the plan", max_length=8, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=18, choices=Outcome.choices, blank=True)

    objects = FollowUpQuerySet.as_manager()
    history = tracked()
    label = ""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_up_done_by_someone",
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="follow_up_due_in_its_window",
                condition=(Q(opens_on=None) | Q(opens_on__lte=F("due_on")))
                & (Q(closes_on=None) | Q(closes_on__gte=F("due_on"))),
            ),
            models.UniqueConstraint(
                name="one_follow_up_a_step",
                fields=["case", "protocol", "started_on", "step"],
                condition=~Q(protocol=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="follow_ups_open", condition=Q(done_at=None)),
            models.Index(
                fields=["opens_on"],
                name="follow_ups_opening",
                condition=Q(done_at=None, opens_on__isnull=False),
            ),
        ]

    @property
    def is_overdue(self) -> bool:
        """Whether this should have been done before today."""
        return self.done_at is None and self.due_on < timezone.localdate()

    @property
    def is_checkpoint(self) -> bool:
        """Whether it asks how they are after so many days: a checkpoint of a plan."""
        return bool(self.kind == self.Kind.CHECKPOINT and self.protocol)

    @property
    def last_day(self) -> dt.date:
        """The last day on which it still counts."""
        return self.closes_on or self.due_on

    @property
    def is_missed(self) -> bool:
        """Whether the time in which it counts is over and nobody has done it."""
        return bool(self.done_at is None and self.protocol and self.last_day < timezone.localdate())


class Attempt(CaseRecord):
    """One try at a follow-up. Tries are work, whoever answered."""

    class Mode(models.TextChoices):
        CALL = "call", _("Call")
        TEXT = "text", _("Text")
        IN_PERSON = "in_person", _("In person")
        FAMILY = "family", _("Through family")
        LETTER = "letter", _("Letter")

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_REACHED = "not_reached", _("Tried, no answer")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="attempts")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    result = models.CharField(max_length=12, choices=Result.choices)
    tried_on = models.DateField("tried on", default=timezone.localdate)
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()
