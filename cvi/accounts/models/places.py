"""Agencies, zones and teams: what every colleague may know."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.vault.ids import uuid7

if TYPE_CHECKING:
    from cvi.accounts.models.people import User

Known = TypeVar("Known", bound=models.Model)


class KnownToAll(models.QuerySet[Known]):
    """Reads of what every colleague may know: agencies, zones, teams."""

    def visible_to(self, user: "User") -> Self:
        """Keep everything for an active user."""
        return self.all() if user.is_active else self.none()


class Agency(models.Model):
    """The office itself, or an organization that it funds. Identity and keys belong to it."""

    class Kind(models.TextChoices):
        OVP = "ovp", _("Office of Violence Prevention")
        COMMUNITY = "community", _("Community organization")
        HOSPITAL = "hospital", _("Hospital")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = KnownToAll.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A part of the city as the office draws it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60, unique=True)

    objects = KnownToAll.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People of one agency who work in one program."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    program = models.CharField(max_length=12, choices=Program.choices)
    name = models.CharField(max_length=80)
    shares_caseload = models.BooleanField("messengers see the whole team", default=False)

    objects = KnownToAll.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="team_name_once_an_agency"),
        ]

    def __str__(self) -> str:
        return self.name
