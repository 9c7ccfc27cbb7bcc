"""Referrals: what one agency let another know of a participant, and what became of it."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models import Case, CaseRecord, CaseRecordQuerySet, Consent
from cvi.cases.values import LifeDomain
from cvi.referrals.life_cycle import OF_SENDER, STARTED, WAITING, Place, outcome_of, place_of
from cvi.referrals.values import Outcome, ReferralStatus, Side, Urgency, Way
from cvi.vault.fields import SealedJSONField
from cvi.vault.models import SealedModel

_TOLD_ONLY = Q(way=Way.INFO_ONLY)
_OF_SENDER = Q(status__in=sorted(OF_SENDER)) | _TOLD_ONLY


class ReferralQuerySet(CaseRecordQuerySet["Referral"]):
    """Reads of referrals. `visible_to` keeps what was sent from the cases that a user sees."""

    def received_by(self, user: User) -> Self:
        """Keep what was sent to the teams in which `user` may answer referrals."""
        if not user.is_active:
            return self.none()
        teams = user.teams_for(Permission.ANSWER_REFERRAL)
        return self.exclude(_TOLD_ONLY).filter(to_team__in=teams)

    def sent_to_teams_of(self, user: User) -> Self:
        """Keep what was sent to the teams of `user`, whatever they may do there."""
        if not user.is_active:
            return self.none()
        teams = [m.team_id for m in user.live_memberships if m.team_id]
        return self.exclude(_TOLD_ONLY).filter(to_team__in=teams)

    def open(self) -> Self:
        """Keep what is not closed."""
        return self.filter(closed_at=None)

    def waiting(self) -> Self:
        """Keep what the team has not said yes or no to."""
        return self.exclude(_TOLD_ONLY).filter(status__in=WAITING)

    def of_sender(self) -> Self:
        """Keep what is open, and the sender's turn."""
        return self.open().filter(_OF_SENDER)

    def of_receiver(self) -> Self:
        """Keep what is open, and the receiver's turn."""
        return self.open().exclude(_OF_SENDER)

    def late_on(self, day: dt.date) -> Self:
        """Keep what should have been done before a day."""
        return self.filter(due_on__lt=day)

    def most_pressing_first(self) -> Self:
        """Order by the day it is due; what has none comes last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class Referral(SealedModel, CaseRecord):
    """A participant handed on to a team of another agency.

    `snapshot` is sealed for the receiving agency: once it is sent, the sender cannot open it.
    Where it stands, whose turn it is and where it may go is the table in `life_cycle`.
    """

    Status = ReferralStatus
    own_name = ""
    """The name of the receiver's own participant, put here for a list of those who may see it."""

    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+", null=True)
    need = models.CharField(_("what for"), max_length=16, choices=LifeDomain.choices, blank=True)
    urgency = models.CharField(_("how soon"), max_length=10, choices=Urgency.choices)
    way = models.CharField(max_length=12, choices=Way.choices, default=Way.ELECTRONIC)
    needed_by = models.DateField("needed by", null=True)
    status = models.CharField(
        max_length=12, choices=ReferralStatus.choices, default=ReferralStatus.SENT
    )
    due_on = models.DateField("day by which the next step is due", null=True)
    shared_fields = models.JSONField("codes of the fields that left", default=list, blank=True)
    snapshot = SealedJSONField("values of these fields", label="referral.snapshot", blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    receiving_case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="receiver's case"
    )
    scheduled_on = models.DateField("day of the first visit, as planned", null=True)
    connected_on = models.DateField("day of the first visit", null=True)
    re_offer_on = models.DateField("day to offer it again", null=True)
    closed_at = models.DateTimeField(null=True)
    reroute_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="sent instead of",
    )

    objects = ReferralQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_referral_a_team",
                fields=["case", "to_team"],
                condition=Q(status__in=sorted(WAITING)),
            ),
            models.CheckConstraint(
                name="only_an_accepted_referral_opens_a_case",
                condition=~Q(status__in=sorted(WAITING)) | Q(receiving_case=None),
            ),
            models.CheckConstraint(
                name="only_information_goes_without_consent",
                condition=Q(consent__isnull=False) | Q(way="info_only"),
            ),
            models.CheckConstraint(
                name="a_referral_that_started_says_when",
                condition=~Q(status__in=sorted(STARTED)) | Q(connected_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_planned_first_visit_has_its_day",
                condition=~Q(status="scheduled") | Q(scheduled_on__isnull=False),
            ),
            models.CheckConstraint(
                name="what_they_said_no_to_is_offered_again",
                condition=~Q(status="not_wanted") | Q(re_offer_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_referral_at_its_end_is_closed",
                condition=~Q(status__in=["completed", "cancelled", "expired"])
                | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["to_team", "status"], name="referrals_by_receiver"),
            models.Index(fields=["receiving_case"], name="referrals_by_their_case"),
            models.Index(fields=["case", "due_on"], name="referrals_by_due_day"),
        ]

    @cached_property
    def is_shared_today(self) -> bool:
        """Whether the consent that let this leave still holds."""
        return self.consent is not None and self.consent.holds_on(timezone.localdate())

    @property
    def place(self) -> Place:
        """Where it stands in its course."""
        return place_of(self.status, self.way)

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.closed_at is None

    @property
    def is_sender_next(self) -> bool:
        """Whether it is open, and the sender's turn."""
        return self.is_open and self.place.turn == Side.SENDER

    @property
    def is_receiver_next(self) -> bool:
        """Whether it is open, and the receiver's turn."""
        return self.is_open and self.place.turn == Side.RECEIVER

    @property
    def is_waiting(self) -> bool:
        """Whether the team has not said yes or no."""
        return self.is_open and self.status in WAITING and self.way != Way.INFO_ONLY

    @property
    def is_open_to_answer(self) -> bool:
        """Whether it waits for an answer, and what was shared may still be read."""
        return self.is_waiting and self.is_shared_today

    @property
    def is_late(self) -> bool:
        """Whether the next step should have been done before today."""
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def outcome(self) -> Outcome | None:
        """What became of it, once it is closed."""
        if self.is_open:
            return None
        return outcome_of(self.status, has_started=self.connected_on is not None)

    @property
    def called(self) -> str:
        """The name to use, where it was shared and may still be read."""
        if not self.is_open_to_answer:
            return ""
        name: str = self.snapshot.get(Consent.Field.NAME, "")
        return name
