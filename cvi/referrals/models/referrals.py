"""Referrals: what one agency let another know of a participant, and what became of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models import Case, CaseRecord, CaseRecordQuerySet, Consent
from cvi.cases.values import LifeDomain
from cvi.referrals.values import DeclineReason, Urgency
from cvi.vault.fields import SealedJSONField
from cvi.vault.models import SealedModel


class ReferralQuerySet(CaseRecordQuerySet["Referral"]):
    """Reads of referrals. `visible_to` keeps what was sent from the cases that a user sees."""

    def received_by(self, user: User) -> Self:
        """Keep what was sent to the teams in which `user` may answer referrals."""
        if not user.is_active:
            return self.none()
        return self.filter(to_team__in=user.teams_for(Permission.ANSWER_REFERRAL))

    def sent_to_teams_of(self, user: User) -> Self:
        """Keep what was sent to the teams of `user`, whatever they may do there."""
        if not user.is_active:
            return self.none()
        return self.filter(to_team__in=[m.team_id for m in user.live_memberships if m.team_id])

    def waiting(self) -> Self:
        """Keep what nobody has answered."""
        return self.filter(status=Referral.Status.SENT)


class Referral(SealedModel, CaseRecord):
    """A participant handed on to a team of another agency.

    `snapshot` is sealed for the receiving agency: once it is sent, the sender cannot open it.
    """

    class Status(models.TextChoices):
        SENT = "sent", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    need = models.CharField(_("what for"), max_length=16, choices=LifeDomain.choices, blank=True)
    urgency = models.CharField(_("how soon"), max_length=10, choices=Urgency.choices)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.SENT)
    shared_fields = models.JSONField("codes of the fields that left", default=list)
    snapshot = SealedJSONField("values of these fields", label="referral.snapshot")
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decline_reason = models.CharField(max_length=16, choices=DeclineReason.choices, blank=True)
    receiving_case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="receiver's case"
    )

    objects = ReferralQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_referral_a_team",
                fields=["case", "to_team"],
                condition=Q(status="sent"),
            ),
            models.CheckConstraint(
                name="referral_answered_by_someone",
                condition=Q(status="sent", answered_at=None, answered_by=None)
                | ~Q(status="sent") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_accepted_referral_opens_a_case",
                condition=Q(status="accepted", receiving_case__isnull=False)
                | ~Q(status="accepted") & Q(receiving_case=None),
            ),
            models.CheckConstraint(
                name="a_declined_referral_says_why",
                condition=Q(status="declined") & ~Q(decline_reason="")
                | ~Q(status="declined") & Q(decline_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["to_team", "status"], name="referrals_by_receiver"),
            models.Index(fields=["receiving_case"], name="referrals_by_their_case"),
        ]

    @property
    def is_shared_today(self) -> bool:
        """Whether the consent that let this leave still holds."""
        return self.consent.holds_on(timezone.localdate())

    @property
    def is_open_to_answer(self) -> bool:
        """Whether it waits for an answer, and what was shared may still be read."""
        return self.status == self.Status.SENT and self.is_shared_today

    @property
    def called(self) -> str:
        """The name to use, where it was shared and may still be read."""
        if not self.is_open_to_answer:
            return ""
        name: str = self.snapshot.get(Consent.Field.NAME, "")
        return name
