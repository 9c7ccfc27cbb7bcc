"""How each person wants to be written to, where they are reached, and what was written."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cvi.accounts.models import User
from cvi.alerts.models.sending import Sending
from cvi.audit.history import tracked
from cvi.vault.fields import SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

FIRST_DIGEST_HOUR = 8


class WorkPhone(SealedModel):
    """The number at which colleagues reach someone. Sealed; whoever may read it is asked each time.

    Its key is the person's own, in the domain `staff`, which no role opens as a whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    number = SealedTextField("work phone", label="work_phone.number", max_length=20)

    history = tracked()

    def __str__(self) -> str:
        return f"work phone {str(self.pk)[-6:]}"


class NoticeSettings(models.Model):
    """Whether, when and how someone gets the daily digest. Safety alerts ask none of this."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    has_digest = models.BooleanField("a digest each day", default=False)
    digest_hour = models.PositiveSmallIntegerField("hour", default=FIRST_DIGEST_HOUR)
    quiet_from = models.PositiveSmallIntegerField("quiet from, hour", null=True)
    quiet_until = models.PositiveSmallIntegerField("quiet until, hour", null=True)
    by_email = models.BooleanField("by e-mail", default=True)
    by_sms = models.BooleanField("by text message", default=False)

    history = tracked()

    class Meta:
        verbose_name_plural = "notice settings"
        constraints = [
            models.CheckConstraint(
                name="notice_hours_are_hours",
                condition=Q(digest_hour__lte=23)
                & (Q(quiet_from=None) | Q(quiet_from__lte=23))
                & (Q(quiet_until=None) | Q(quiet_until__lte=23)),
            ),
            models.CheckConstraint(
                name="quiet_hours_have_both_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False)
                & ~Q(quiet_from=F("quiet_until")),
            ),
        ]

    def __str__(self) -> str:
        return f"notice settings {str(self.pk)[-6:]}"

    @classmethod
    def of(cls, user: User) -> "NoticeSettings":
        """Return what someone chose; the usual where they have not."""
        return cls.objects.filter(user=user).first() or cls(user=user)

    @property
    def digest_ends(self) -> int:
        """The hour from which today's digest is too late: when the quiet begins, or midnight."""
        if self.quiet_from is not None and self.quiet_from > self.digest_hour:
            return self.quiet_from
        return 24

    def wants_digest_at(self, now: dt.datetime) -> bool:
        """Answer whether the digest of the day may be sent now, in the site's own time."""
        return self.has_digest and self.digest_hour <= timezone.localtime(now).hour < (
            self.digest_ends
        )

    def last_moment(self, now: dt.datetime) -> dt.datetime:
        """Return until when today's digest may be tried."""
        midnight = dt.datetime.combine(timezone.localdate(now), dt.time.min)
        if self.digest_ends == 24:
            return timezone.make_aware(midnight + dt.timedelta(days=1))
        return timezone.make_aware(midnight.replace(hour=self.digest_ends))


class Digest(Sending):
    """The digest of one day by one way: a count, no more."""

    day = models.DateField()
    count = models.PositiveIntegerField("how many things were due")
    until = models.DateTimeField("when it is too late to send it")

    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "day", "channel"], name="digest_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="digests_due")]


class FeedAddressQuerySet(models.QuerySet["FeedAddress"]):
    """Reads of calendar addresses."""

    def visible_to(self, user: User) -> Self:
        """Keep a user's own."""
        return self.filter(user=user) if user.is_active else self.none()

    def live(self) -> Self:
        """Keep those that open a calendar."""
        return self.filter(ended_at=None, user__is_active=True)


class FeedAddress(models.Model):
    """A secret address at which a calendar program reads when someone is due. Kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = FeedAddressQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "feed addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="one_calendar_address_a_user"
            ),
        ]

    def __str__(self) -> str:
        return f"calendar address {str(self.pk)[-6:]}"
