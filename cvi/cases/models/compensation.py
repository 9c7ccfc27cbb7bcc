"""Victim compensation: claims to a state's program, their papers, amounts, and how they went."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.vault.fields import SealedDateField, SealedTextField
from cvi.vault.models import SealedModel

SHORT_MAX_LENGTH = 200
MOST_DOLLARS = Decimal("9999999.99")


class CompensationClaim(SealedModel, CaseRecord):
    """A claim to the victim compensation of a state, by who was hurt or by their family.

    The day of the crime is sealed: with the news of that day it would name someone. Status, the
    state and the days of the paperwork are plain, so that reports count claims without a key.
    """

    class Status(models.TextChoices):
        PREPARING = "preparing", _("Getting it ready")
        DECLINED = "declined", _("They do not want it now")
        NOT_ELIGIBLE = "not_eligible", _("Does not qualify")
        SUBMITTED = "submitted", _("Sent in")
        MORE_INFO = "more_info", _("The state asks for more")
        APPROVED = "approved", _("Approved")
        DENIED = "denied", _("Denied")
        APPEALED = "appealed", _("Appealed")
        PAID = "paid", _("Paid")

    class Claimant(models.TextChoices):
        VICTIM = "victim", _("Who was hurt")
        FAMILY = "family", _("Family")
        GUARDIAN = "guardian", _("Guardian")

    class Harm(models.TextChoices):
        HURT = "hurt", _("Someone was hurt")
        KILLED = "killed", _("Someone was killed")

    state = models.CharField("state", max_length=2)
    harm = models.CharField("hurt or killed", max_length=8, choices=Harm.choices)
    claimant = models.CharField("who claims", max_length=10, choices=Claimant.choices)
    claimant_name = SealedTextField(
        "who signs", label="claim.claimant", max_length=SHORT_MAX_LENGTH, blank=True
    )
    crime_on = SealedDateField("day of the crime", label="claim.crime_on", null=True, blank=True)
    reported_on = SealedDateField(
        "reported to the police on", label="claim.reported_on", null=True, blank=True
    )
    no_report_reason = SealedTextField(
        "why not reported", label="claim.no_report", max_length=SHORT_MAX_LENGTH, blank=True
    )
    claim_number = SealedTextField(
        "claim number", label="claim.number", max_length=SHORT_MAX_LENGTH, blank=True
    )
    offered_on = models.DateField("offered on", null=True)
    explained_on = models.DateField("explained on", null=True)
    submitted_on = models.DateField("sent in on", null=True)
    completed_on = models.DateField("complete on", null=True)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.PREPARING)
    stands_since = models.DateField("stands there since", default=timezone.localdate)
    denial_reason = SealedTextField("why denied", label="claim.denial", blank=True)
    appeal_by = models.DateField("last day to appeal", null=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_complete_after_it_was_sent",
                condition=Q(completed_on=None)
                | Q(submitted_on__isnull=False, completed_on__gte=models.F("submitted_on")),
            ),
        ]

    @property
    def next_statuses(self) -> list[Status]:
        """Where it may go from where it stands."""
        return [status for status in self.Status if status in MOVES[self.status]]

    @property
    def is_to_file(self) -> bool:
        """Whether it was not sent in yet, and still could be."""
        return self.status in TO_FILE


_S = CompensationClaim.Status
FIRST = (_S.PREPARING, _S.DECLINED, _S.NOT_ELIGIBLE)
TO_FILE = {_S.PREPARING, _S.DECLINED}
MOVES: dict[str, set[CompensationClaim.Status]] = {
    _S.PREPARING: {_S.SUBMITTED, _S.DECLINED, _S.NOT_ELIGIBLE},
    _S.DECLINED: {_S.PREPARING, _S.NOT_ELIGIBLE},
    _S.NOT_ELIGIBLE: {_S.PREPARING},
    _S.SUBMITTED: {_S.MORE_INFO, _S.APPROVED, _S.DENIED},
    _S.MORE_INFO: {_S.SUBMITTED, _S.APPROVED, _S.DENIED},
    _S.APPROVED: {_S.PAID, _S.APPEALED},
    _S.DENIED: {_S.APPEALED},
    _S.APPEALED: {_S.MORE_INFO, _S.APPROVED, _S.DENIED},
    _S.PAID: {_S.APPEALED},
}
"""Where a claim may go from where it stands. Too little money can be appealed as well."""


class ClaimMove(CaseRecord):
    """A claim went from one status to the next on a day."""

    claim = models.ForeignKey(CompensationClaim, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=14, choices=_S.choices, blank=True)
    status = models.CharField(max_length=14, choices=_S.choices)
    moved_on = models.DateField("on which day")
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()


class ClaimPaper(CaseRecord):
    """One paper of a claim, and whether it is there. Without a row it is not needed."""

    class Status(models.TextChoices):
        NEEDED = "needed", _("Still to get")
        HAVE = "have", _("They have it")
        ASKED = "asked", _("Asked for")
        RECEIVED = "received", _("Received")
        NOT_NEEDED = "not_needed", _("Not needed")

    claim = models.ForeignKey(CompensationClaim, on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField("which paper", max_length=40)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NEEDED)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "paper"], name="one_paper_a_claim"),
        ]

    @property
    def is_there(self) -> bool:
        """Whether it can be sent in."""
        return self.status in {self.Status.HAVE, self.Status.RECEIVED}

    @property
    def is_missing(self) -> bool:
        """Whether nobody has done anything for it yet."""
        return self.status == self.Status.NEEDED


def _dollars(name: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    least = MinValueValidator(Decimal(0))
    return models.DecimalField(
        name, max_digits=9, decimal_places=2, null=True, blank=True, validators=[least]
    )


class ClaimAmount(CaseRecord):
    """What a claim asks for and gets, for one kind of cost."""

    claim = models.ForeignKey(CompensationClaim, on_delete=models.PROTECT, related_name="amounts")
    cost = models.CharField("for what", max_length=40)
    requested = _dollars("asked for")
    awarded = _dollars("awarded")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "cost"], name="one_amount_a_cost"),
            models.CheckConstraint(
                name="an_amount_says_something",
                condition=Q(requested__isnull=False) | Q(awarded__isnull=False),
            ),
        ]
