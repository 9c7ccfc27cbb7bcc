"""How users come in: invitations, the devices they are signed in on, the keys of their drafts."""

from typing import Self

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models.people import User
from cvi.audit.history import tracked
from cvi.vault.ids import uuid7


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def open(self) -> Self:
        """Keep those that can still be used."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A one-time code, given in person, that lets someone set their password. Kept as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return f"invitation {str(self.pk)[-6:]}"


class DeviceQuerySet(models.QuerySet["Device"]):
    """Reads of where people are signed in."""

    def visible_to(self, user: User) -> Self:
        """Keep one's own devices, those of accounts one looks after, and of teams one leads."""
        if not user.is_active:
            return self.none()
        theirs = Q(user__in=User.objects.visible_to(user)) | Q(user__in=User.objects.led_by(user))
        return self.filter(Q(user=user) | theirs)

    def live(self) -> Self:
        """Keep those whose session can still be used."""
        sessions = Session.objects.filter(
            session_key=OuterRef("session_hash"), expire_date__gt=timezone.now()
        )
        return self.filter(Exists(sessions), revoked_at=None)

    def last_seen_first(self) -> Self:
        """Order by when they were last used, the latest first."""
        return self.order_by("-last_seen_at", "-pk")


class Device(models.Model):
    """A browser in which someone signed in. Its session is found under `session_hash`."""

    class Browser(models.TextChoices):
        CHROME = "chrome", "Chrome"
        EDGE = "edge", "Edge"
        FIREFOX = "firefox", "Firefox"
        SAFARI = "safari", "Safari"
        SAMSUNG = "samsung", "Samsung Internet"
        OTHER = "other", _("A browser")

    class System(models.TextChoices):
        ANDROID = "android", "Android"
        CHROMEOS = "chromeos", "ChromeOS"
        IOS = "ios", "iPhone or iPad"
        LINUX = "linux", "Linux"
        MACOS = "macos", "Mac"
        WINDOWS = "windows", "Windows"
        OTHER = "other", _("another device")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="devices")
    browser = models.CharField(max_length=12, choices=Browser.choices)
    system = models.CharField(max_length=12, choices=System.choices)
    is_shared = models.BooleanField("other people use it too", default=False)
    session_hash = models.CharField("key of the session's row", max_length=40, unique=True)
    mark_hash = models.CharField("tells this browser again", max_length=64)
    signed_in_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField("when it was signed out", null=True)

    objects = DeviceQuerySet.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return f"device {str(self.pk)[-6:]}"

    @property
    def label(self) -> str:
        """What its owner knows it by, as in "Chrome on Android"."""
        return gettext("%(browser)s on %(system)s") % {
            "browser": self.get_browser_display(),
            "system": self.get_system_display(),
        }


class DraftKey(models.Model):
    """A key pair to which a user's pages seal what is half typed; deleted when its time is over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    public = models.CharField("what pages seal to", max_length=88)
    private = models.CharField("what opens it again", max_length=88)
    fresh_until = models.DateTimeField("until when pages seal to it")
    open_until = models.DateTimeField("until when it opens anything", db_index=True)

    def __str__(self) -> str:
        return f"draft key {str(self.pk)[-6:]}"
