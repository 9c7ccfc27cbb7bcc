"""Incentives and stipends: asked for by one person, approved by another, and paid."""

from decimal import Decimal
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.models.goals import Goal
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

MOST_DOLLARS = Decimal("99999.99")
REASON_MAX_LENGTH = 500
RECEIPT_MAX_LENGTH = 100


class IncentiveQuerySet(CaseRecordQuerySet["Incentive"]):
    """Reads of incentives."""

    def to_decide(self, user: User) -> Self:
        """Keep what waits for `user`: of the teams they lead, and somebody else's to ask for."""
        teams = [team.pk for team in user.teams_for(Permission.APPROVE_INCENTIVE)]
        waiting = self.filter(status=Incentive.Status.PROPOSED, case__team_id__in=teams)
        return waiting.exclude(proposed_by=user).exclude(case__worker=user)

    def to_pay(self, user: User) -> Self:
        """Keep what was approved and waits to be paid by whoever asked for it or works the case."""
        approved = self.visible_to(user).filter(status=Incentive.Status.APPROVED)
        return approved.filter(Q(proposed_by=user) | Q(case__worker=user))

    def counting(self) -> Self:
        """Keep what was neither declined nor cancelled: it uses up the month's limit."""
        statuses = Incentive.Status
        return self.exclude(status__in=[statuses.DECLINED, statuses.CANCELLED])


class Incentive(SealedModel, CaseRecord):
    """Money or a gift for one participant. Kind, amount and days are plain: reports add them up.

    Source: the milestone allowance of the Peacemaker Fellowship, Advance Peace.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for the supervisor")
        APPROVED = "approved", _("Approved, not paid yet")
        DECLINED = "declined", _("Declined")
        PAID = "paid", _("Paid")
        CANCELLED = "cancelled", _("Cancelled")

    class How(models.TextChoices):
        CASH = "cash", _("Cash")
        CARD = "card", _("Gift card or prepaid card")
        TRANSFER = "transfer", _("Check or bank transfer")
        BOUGHT = "bought", _("We bought it for them")

    kind = models.CharField("what kind", max_length=40)
    amount = models.DecimalField(
        "dollars", max_digits=7, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    funding = models.JSONField("who pays", default=list)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+", null=True)
    reason = SealedTextField(
        "what it is for", label="incentive.reason", max_length=REASON_MAX_LENGTH
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField("asked for on", default=timezone.localdate)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_on = models.DateField("decided on", null=True)
    answer = SealedTextField(
        "why not", label="incentive.answer", max_length=REASON_MAX_LENGTH, blank=True
    )
    paid_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    paid_on = models.DateField("paid on", null=True)
    how = models.CharField("how it was paid", max_length=10, choices=How.choices, blank=True)
    receipt = SealedTextField(
        "receipt or witness", label="incentive.receipt", max_length=RECEIPT_MAX_LENGTH, blank=True
    )

    objects = IncentiveQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(name="incentive_is_worth_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="incentive_decided_by_someone_else",
                condition=Q(decided_by=None, decided_on=None)
                | Q(decided_by__isnull=False, decided_on__isnull=False)
                & ~Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="incentive_paid_after_approval",
                condition=~Q(status="paid") & Q(paid_by=None, paid_on=None, how="")
                | Q(status="paid", decided_by__isnull=False, paid_by__isnull=False)
                & Q(paid_on__gte=models.F("decided_on"))
                & ~Q(how=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["status"], name="incentives_waiting", condition=Q(status="proposed")
            ),
        ]

    @property
    def dollars(self) -> str:
        """The amount, as in "$1,050.00"."""
        return f"${self.amount:,.2f}"

    @property
    def may_be_cancelled(self) -> bool:
        """Whether no money has moved and nobody said no."""
        return self.status in {self.Status.PROPOSED, self.Status.APPROVED}
