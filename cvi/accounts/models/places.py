"""Agencies, zones, sites and teams: what every colleague may know."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.vault.ids import uuid7

if TYPE_CHECKING:
    from cvi.accounts.models.people import User

Known = TypeVar("Known", bound=models.Model)
Kept = TypeVar("Kept", bound="OfficePlace")


class KnownToAll(models.QuerySet[Known]):
    """Reads of what every colleague may know: agencies, zones, teams."""

    def visible_to(self, user: "User") -> Self:
        """Keep everything for an active user."""
        return self.all() if user.is_active else self.none()


OPEN_FIRST = models.F("closed_on").asc(nulls_first=True)


class PlaceQuerySet(KnownToAll[Kept]):
    """Reads of places."""

    def open(self, keep: UUID | None = None) -> Self:
        """Keep those that are not closed, and the one that a record has already."""
        return self.filter(Q(closed_on=None) | Q(pk=keep))

    def in_order(self) -> Self:
        """Order by agency and name, the closed ones last."""
        by_agency = ["agency__name"] if "agency" in self.model.WITHIN else []
        return self.order_by(OPEN_FIRST, *by_agency, "name", "pk")


class OfficePlace(models.Model):
    """What agencies, zones, sites and teams share: a name, and the day on which they closed.

    `WITHIN` names what a name is given once in.
    """

    WITHIN: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    closed_on = models.DateField("closed on; nothing is deleted", null=True)

    if TYPE_CHECKING:
        name: models.CharField[str, str]

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)


class Agency(OfficePlace):
    """The office itself, or an organization that it funds. Identity and keys belong to it."""

    class Kind(models.TextChoices):
        OVP = "ovp", _("Office of Violence Prevention")
        COMMUNITY = "community", _("Community organization")
        HOSPITAL = "hospital", _("Hospital")

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)

    history = tracked()

    class Meta:
        verbose_name_plural = "agencies"


class Zone(OfficePlace):
    """A part of the city as the office draws it."""

    name = models.CharField(max_length=60, unique=True)

    history = tracked()


class Site(OfficePlace):
    """An office of an agency that the public knows. Where participants stay is never kept here."""

    WITHIN = ("agency",)

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=80)
    address = models.CharField("public address of the office", max_length=200, blank=True)

    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="site_name_once_an_agency"),
        ]


class Team(OfficePlace):
    """People of one agency who work in one program."""

    WITHIN = ("agency",)

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    program = models.CharField(max_length=12, choices=Program.choices)
    name = models.CharField(max_length=80)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="teams", null=True)
    model = models.CharField(
        "code of the program model that it works by; none means the program's own",
        max_length=40,
        blank=True,
    )
    shares_caseload = models.BooleanField("messengers see the whole team", default=False)

    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="team_name_once_an_agency"),
        ]
