"""What finds one person who was written down twice: in one agency, or in two."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.models.participant import Participant
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

WHY_MAX_LENGTH = 300


class SearchToken(models.Model):
    """Thirteen bits of a keyed hash over several facts at once. Alone it says nothing."""

    class Kind(models.TextChoices):
        A = "A", "sounds of first and last name"
        B = "B", "sound of last name, first initial, birth year"
        C = "C", "sound of first name, birth date"
        D = "D", "sound of last name, birth date"
        E = "E", "three letters of each name, birth year"
        F = "F", "two letters of the first name, birth date"
        G = "G", "birth date with day and month in either order, initials"
        H = "H", "seven digits of the phone, first initial"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=1, choices=Kind.choices)
    value = models.PositiveSmallIntegerField("token under the agency's index key")
    norm_version = models.PositiveSmallIntegerField("version of how names are read")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind", "value"], name="a_token_once_a_participant"
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="tokens_by_value")]

    def __str__(self) -> str:
        return f"token {self.kind} {self.pk}"


class SightRequestQuerySet(CaseRecordQuerySet["SightRequest"]):
    """Reads of requests for sight. `visible_to` keeps those about cases that a user sees."""

    def waiting(self) -> Self:
        """Keep what nobody has answered."""
        return self.filter(status=SightRequest.Status.WAITING)

    def to_answer(self, user: User) -> Self:
        """Keep what waits for an answer of the teams whose files `user` may open to others."""
        teams = [team.pk for team in user.teams_for(Permission.GRANT_SIGHT)]
        return self.waiting().filter(case__team_id__in=teams)


class SightRequest(CaseRecord):
    """A colleague who takes someone in asks another team whether this is a person they know."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        GRANTED = "granted", _("Yes, they may see the file")
        DECLINED = "declined", _("No")

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    objects = SightRequestQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_request_a_colleague",
                fields=["case", "asked_by"],
                condition=Q(status="waiting"),
            ),
            models.CheckConstraint(
                name="sight_request_answered_by_someone",
                condition=Q(status="waiting", answered_at=None, answered_by=None)
                | ~Q(status="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "answered_at"], name="requests_by_colleague")]


class MatchReviewQuerySet(models.QuerySet["MatchReview"]):
    """Reads of matches across agencies."""

    def visible_to(self, user: User) -> Self:
        """Keep every match for whoever may review them, and none for anyone else."""
        may = user.is_active and user.holds(Permission.REVIEW_MATCHES)
        return self.all() if may else self.none()

    def open(self) -> Self:
        """Keep what nobody has decided."""
        return self.filter(state=MatchReview.State.OPEN)


class MatchReview(SealedModel):
    """Two agencies may know the same person. Sealed for the office's privacy officer alone.

    `sides` holds, for each of the two: participant, agency, initials, born.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To decide")
        SAME = "same", _("Same person")
        NOT_SAME = "not_same", _("Not the same")
        UNCLEAR = "unclear", _("Can't tell")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.BinaryField("keyed hash of both ids", max_length=32, unique=True)
    sides = SealedJSONField("the two, masked", label="match_review.sides")
    score = SealedJSONField("how alike they are, 0 to 1", label="match_review.score")
    why = SealedTextField(
        _("reason"), label="match_review.why", max_length=WHY_MAX_LENGTH, blank=True
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    objects = MatchReviewQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="match_decided_by_someone",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | ~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"match review {str(self.pk)[-6:]}"


class PersonLink(SealedModel):
    """Two agencies' participants are one person. Neither id stands here unsealed."""

    class Source(models.TextChoices):
        REFERRAL = "referral", _("An accepted referral")
        REVIEW = "review", _("The privacy officer's review")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    pair = models.BinaryField("keyed hash of both ids", max_length=32, unique=True)
    sides = SealedJSONField("participant and agency of both", label="person_link.sides")
    source = models.CharField(max_length=8, choices=Source.choices)
    made_at = models.DateTimeField(default=timezone.now)

    history = tracked()

    def __str__(self) -> str:
        return f"person link {str(self.pk)[-6:]}"
