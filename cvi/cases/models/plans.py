"""What is planned with a participant: needs, goals and follow-ups."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.values import LifeDomain
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel


class Need(CaseRecord):
    """Something a participant needs."""

    class Status(models.TextChoices):
        IDENTIFIED = "identified", _("Not met yet")
        IN_PROGRESS = "in_progress", _("Being worked on")
        MET = "met", _("Met")
        DECLINED = "declined", _("Not now")

    domain = models.CharField(max_length=16, choices=LifeDomain.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.IDENTIFIED)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "domain"], name="one_need_a_domain"),
        ]


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

    domain = models.CharField(_("part of life"), max_length=16, choices=LifeDomain.choices)
    words = SealedTextField(_("in their own words"), label="goal.words")
    status = models.CharField(max_length=18, choices=Status.choices, default=Status.ACTIVE)
    target_on = models.DateField(_("by when"), null=True, blank=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()


class FollowUpQuerySet(CaseRecordQuerySet["FollowUp"]):
    """Reads of follow-ups."""

    def open(self) -> Self:
        """Keep what is still to be done."""
        return self.filter(done_at=None)

    def due_by(self, day: dt.date) -> Self:
        """Keep what is still to be done and due on or before `day`."""
        return self.open().filter(due_on__lte=day)


class FollowUp(CaseRecord):
    """A promise to get back to someone by a date."""

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", _("Check in")
        AFTER_DISCHARGE = "after_discharge", _("After going home")
        RE_OFFER = "re_offer", _("Offer help again")
        APPOINTMENT = "appointment", _("Appointment")
        RELEASE = "release", _("Release day")
        AFTER_NOTIFICATION = "after_notification", _("After a custom notification")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NOT_REACHED = "not_reached", _("Tried, no answer")
        NO_LONGER_NEEDED = "no_longer_needed", _("No longer needed")

    kind = models.CharField(_("what for"), max_length=20, choices=Kind.choices)
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    outcome = models.CharField(max_length=18, choices=Outcome.choices, blank=True)

    objects = FollowUpQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_up_done_by_someone",
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="follow_ups_open", condition=Q(done_at=None)),
        ]

    @property
    def is_overdue(self) -> bool:
        """Whether this should have been done before today."""
        return self.done_at is None and self.due_on < timezone.localdate()
