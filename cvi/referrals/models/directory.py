"""The service directory in the shape of HSDS 3: who helps, with what, and where.

All of it is public knowledge. What a service really does with people like ours is our own part.
"""

import datetime as dt
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, Zone
from cvi.accounts.models.places import KnownToAll
from cvi.audit.history import tracked
from cvi.cases.values import LifeDomain
from cvi.standards.models.base import in_language
from cvi.vault.ids import uuid7

ID_MAX_LENGTH, NAME_MAX_LENGTH, LINE_MAX_LENGTH, TEXT_MAX_LENGTH = 100, 200, 200, 4000


def new_hsds_id() -> str:
    """Return an id for what was not imported."""
    return str(uuid4())


class Known(models.TextChoices):
    """Yes or no, where not to know is an answer of its own."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class DirectoryRow(models.Model):
    """The base of every table of the directory.

    `hsds_id` is the id that a row has in files: a second import finds the row by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hsds_id = models.CharField(
        "id in files of the directory", max_length=ID_MAX_LENGTH, unique=True, default=new_hsds_id
    )

    objects = KnownToAll.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[-6:]}"


class Organization(DirectoryRow):
    """Who gives a service. An agency of ours is another thing, even where it is the same people."""

    name = models.CharField(max_length=NAME_MAX_LENGTH)
    alternate_name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    email = models.EmailField(max_length=LINE_MAX_LENGTH, blank=True)
    website = models.URLField(max_length=LINE_MAX_LENGTH, blank=True)

    history = tracked()


class Location(DirectoryRow):
    """Where a service is given, with its one public address."""

    class Kind(models.TextChoices):
        PHYSICAL = "physical", _("A place to go to")
        POSTAL = "postal", _("An address for letters")
        VIRTUAL = "virtual", _("Online or by phone")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="locations", null=True
    )
    location_type = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PHYSICAL)
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    alternate_name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    transportation = models.TextField("how to get there", max_length=TEXT_MAX_LENGTH, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    address_1 = models.CharField(max_length=LINE_MAX_LENGTH, blank=True)
    address_2 = models.CharField(max_length=LINE_MAX_LENGTH, blank=True)
    city = models.CharField(max_length=LINE_MAX_LENGTH, blank=True)
    state_province = models.CharField(max_length=LINE_MAX_LENGTH, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", null=True)

    history = tracked()

    @property
    def address(self) -> str:
        """The address in one line."""
        region = " ".join(filter(None, [self.state_province, self.postal_code]))
        return ", ".join(filter(None, [self.address_1, self.address_2, self.city, region]))


class ServiceQuerySet(KnownToAll["Service"]):
    """Reads of services."""

    def offered(self) -> Self:
        """Keep what is still given, or will be again soon."""
        return self.filter(status__in=[Service.Status.ACTIVE, Service.Status.PAUSED])

    def stale(self, *, days: int) -> Self:
        """Keep what is given but was not checked for so many days, or never."""
        last = timezone.localdate() - dt.timedelta(days=days)
        unchecked = Q(last_verified_on=None) | Q(last_verified_on__lt=last)
        return self.offered().filter(unchecked)

    def by_name(self) -> Self:
        """Order as in a list of names."""
        return self.order_by("name", "pk")


class Service(DirectoryRow):
    """One thing that an organization does for people, and on what terms.

    `team` says that a team of ours with accounts here gives it.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Open")
        PAUSED = "temporarily closed", _("Closed for a while")
        INACTIVE = "inactive", _("Not offered now")
        DEFUNCT = "defunct", _("Closed for good")

    OWN = (
        "accepts_records",
        "accepts_minors",
        "needs_id",
        "takes_insurance",
        "has_waitlist",
        "has_police",
        "open_on_holidays",
    )
    """What we ask of a service besides the standard: each is yes, no, or not known."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=NAME_MAX_LENGTH)
    alternate_name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    url = models.URLField(max_length=LINE_MAX_LENGTH, blank=True)
    email = models.EmailField(max_length=LINE_MAX_LENGTH, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    interpretation_services = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    application_process = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    fees_description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    eligibility_description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    alert = models.TextField("what to know just now", max_length=TEXT_MAX_LENGTH, blank=True)
    last_verified_on = models.DateField("last checked with the service", null=True)
    accepts_records = models.CharField(
        _("Takes people with a criminal record"),
        max_length=7,
        choices=Known.choices,
        default=Known.UNKNOWN,
    )
    accepts_minors = models.CharField(
        _("Takes people under 18"), max_length=7, choices=Known.choices, default=Known.UNKNOWN
    )
    needs_id = models.CharField(
        _("Asks for ID"), max_length=7, choices=Known.choices, default=Known.UNKNOWN
    )
    takes_insurance = models.CharField(
        _("Takes health insurance"), max_length=7, choices=Known.choices, default=Known.UNKNOWN
    )
    has_waitlist = models.CharField(
        _("Has a waiting list now"), max_length=7, choices=Known.choices, default=Known.UNKNOWN
    )
    has_police = models.CharField(
        _("Police in the same building"),
        max_length=7,
        choices=Known.choices,
        default=Known.UNKNOWN,
    )
    open_on_holidays = models.CharField(
        _("Open on public holidays"), max_length=7, choices=Known.choices, default=Known.UNKNOWN
    )

    objects = ServiceQuerySet.as_manager()  # type: ignore[misc]  # more than every row has
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_ages_in_order",
                condition=Q(minimum_age=None)
                | Q(maximum_age=None)
                | Q(maximum_age__gte=models.F("minimum_age")),
            ),
        ]
        indexes = [models.Index(fields=["status", "last_verified_on"], name="services_to_verify")]

    @property
    def is_paused(self) -> bool:
        """Whether it is closed for a while."""
        return self.status == self.Status.PAUSED

    @property
    def own_answers(self) -> list[tuple[str, str]]:
        """What we ask of a service besides the standard, each with its answer."""
        columns = {column.name: column for column in self._meta.concrete_fields}
        return [
            (str(columns[name].verbose_name), str(Known(getattr(self, name)).label))
            for name in self.OWN
        ]


class ServiceAtLocation(DirectoryRow):
    """A service at one of the places where it is given."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="places")
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)

    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_a_place"),
        ]


class TaxonomyTerm(DirectoryRow):
    """A category of services, of Open Eligibility or of a list that came with a file."""

    OPEN_ELIGIBILITY = "Open Eligibility"

    taxonomy = models.CharField("which list of categories", max_length=NAME_MAX_LENGTH, blank=True)
    code = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    name = models.CharField(max_length=NAME_MAX_LENGTH)
    name_es = models.CharField("name in Spanish", max_length=NAME_MAX_LENGTH, blank=True)
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True)

    history = tracked()

    @property
    def label(self) -> str:
        """The name, in the language of the page."""
        return in_language(self.name, self.name_es)


class ServiceTerm(DirectoryRow):
    """That a service is of a category: an attribute, in the words of HSDS."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="terms")
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="services")

    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "term"], name="service_once_a_term"),
        ]


class NeedTerm(models.Model):
    """Which categories of services answer a need."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    need = models.CharField(max_length=16, choices=LifeDomain.choices)
    term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="needs")

    objects = KnownToAll.as_manager()
    history = tracked()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "term"], name="need_once_a_term")]

    def __str__(self) -> str:
        return f"need term {str(self.pk)[-6:]}"
