"""One message by one way to one person: claimed before it is sent, marked after."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone

from cvi.accounts.models import User
from cvi.alerts.values import Channel, State
from cvi.vault.ids import uuid7

CLAIM_LASTS = dt.timedelta(minutes=3)
"""A claim that is older belongs to a worker that died: nobody knows whether it had sent."""


class SendingQuerySet(models.QuerySet[Any]):
    """Reads of messages."""

    def due_at(self, now: dt.datetime) -> "SendingQuerySet":
        """Keep what waits, and whose next try has come."""
        return self.filter(state=State.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")


class Sending(models.Model):
    """What every message has: to whom, by which way, how far it is, and its tries."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("way", max_length=8, choices=Channel.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField("when a worker took it to send it", null=True)
    sent_at = models.DateTimeField(null=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"message {str(self.pk)[-6:]}"

    @property
    def is_stale(self) -> bool:
        """Whether the worker that took it has died, as far as we can tell."""
        is_old = self.claimed_at is not None and self.claimed_at < timezone.now() - CLAIM_LASTS
        return self.state == State.CLAIMED and is_old

    @property
    def standing(self) -> State:
        """How far it is, in a word; an old claim is not known to be sent."""
        return State.UNKNOWN if self.is_stale else State(self.state)

    @property
    def tone(self) -> str:
        """The look of that word."""
        looks = {State.SENT: "good", State.WAITING: "plain", State.CLAIMED: "plain"}
        return looks.get(self.standing, "soon")
