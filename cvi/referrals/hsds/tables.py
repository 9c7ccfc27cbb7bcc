"""The tables of HSDS that we keep, their columns, and how a JSON file nests them.

Source: Human Services Data Specification 3.x, schema of the Open Referral Initiative. Columns that
begin with `cvi_` are our own: the standard lets a profile add some.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cvi.referrals.hsds import cells
from cvi.referrals.models import (
    Accessibility,
    Contact,
    CostOption,
    Known,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    SpokenLanguage,
    TaxonomyTerm,
)

OWN_PREFIX = "cvi_"


@dataclass(frozen=True)
class Column:
    """A column of a file: which of our columns it is, and what reads its values."""

    name: str
    attr: str
    read: Callable[[str], Any] = cells.text
    is_required: bool = False


@dataclass(frozen=True)
class Ref:
    """A column that holds the id of a row of another table."""

    name: str
    attr: str
    table: str
    is_required: bool = False


@dataclass(frozen=True)
class Table:
    """A table of a file. Of several refs in `one_of` a row has at least one."""

    name: str
    model: type[Any]
    columns: tuple[Column, ...] = ()
    refs: tuple[Ref, ...] = ()
    has_parent: bool = False
    other_file_names: tuple[str, ...] = ()

    @property
    def parents(self) -> tuple[Ref, ...]:
        """The refs of which a row must have one, where it is a part of something."""
        return self.refs if self.has_parent else ()


def _texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, name) for name in names)


_SERVICE = Ref("service_id", "service", "services")
_ORGANIZATION = Ref("organization_id", "organization", "organizations")
_LOCATION = Ref("location_id", "location", "locations")
_PLACE = Ref("service_at_location_id", "place", "service_at_locations")
_CONTACT = Ref("contact_id", "contact", "contacts")
_VALID = (Column("valid_from", "valid_from", cells.day), Column("valid_to", "valid_to", cells.day))
_kind = cells.one_of(*Location.Kind.values)
_status = cells.one_of(*Service.Status.values)
_known = cells.one_of(*Known.values)

ADDRESS = (
    *_texts("address_1", "address_2", "city", "state_province", "postal_code"),
    Column("country", "country", cells.country),
)
"""Columns of the standard's own table of addresses, which are columns of a location here."""

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "organizations",
            Organization,
            (
                Column("name", "name", is_required=True),
                *_texts("alternate_name", "description"),
                Column("email", "email", cells.email),
                Column("website", "website", cells.url),
            ),
        ),
        Table(
            "taxonomy_terms",
            TaxonomyTerm,
            (Column("name", "name", is_required=True), *_texts("code", "description", "taxonomy")),
            (Ref("parent_id", "parent", "taxonomy_terms"),),
        ),
        Table(
            "locations",
            Location,
            (
                Column("location_type", "location_type", _kind, is_required=True),
                *_texts("name", "alternate_name", "description", "transportation"),
                Column("latitude", "latitude", cells.degrees),
                Column("longitude", "longitude", cells.degrees),
                *ADDRESS,
                Column("cvi_zone", "zone"),
            ),
            (_ORGANIZATION,),
        ),
        Table(
            "services",
            Service,
            (
                Column("name", "name", is_required=True),
                *_texts("alternate_name", "description"),
                Column("url", "url", cells.url),
                Column("email", "email", cells.email),
                Column("status", "status", _status, is_required=True),
                *_texts("interpretation_services", "application_process", "fees_description"),
                *_texts("eligibility_description"),
                Column("minimum_age", "minimum_age", cells.age),
                Column("maximum_age", "maximum_age", cells.age),
                Column("assured_date", "last_verified_on", cells.past_day),
                *_texts("alert"),
                *(Column(f"{OWN_PREFIX}{name}", name, _known) for name in Service.OWN),
            ),
            (Ref("organization_id", "organization", "organizations", is_required=True),),
        ),
        Table(
            "service_at_locations",
            ServiceAtLocation,
            _texts("description"),
            (
                Ref("service_id", "service", "services", is_required=True),
                Ref("location_id", "location", "locations", is_required=True),
            ),
            other_file_names=("service_at_location", "services_at_location"),
        ),
        Table(
            "contacts",
            Contact,
            (*_texts("name", "title", "department"), Column("email", "email", cells.email)),
            (_ORGANIZATION, _SERVICE, _LOCATION, _PLACE),
            has_parent=True,
        ),
        Table(
            "phones",
            Phone,
            (
                Column("number", "number", is_required=True),
                *_texts("extension", "type", "description"),
            ),
            (_ORGANIZATION, _SERVICE, _LOCATION, _PLACE, _CONTACT),
            has_parent=True,
        ),
        Table(
            "schedules",
            Schedule,
            (
                *_VALID,
                Column("dtstart", "dtstart", cells.day),
                Column("freq", "freq", cells.one_of(*Schedule.Freq.values)),
                Column("interval", "interval", cells.interval),
                Column("byday", "byday", cells.weekdays),
                Column("bymonthday", "bymonthday", cells.month_days),
                Column("opens_at", "opens_at", cells.time),
                Column("closes_at", "closes_at", cells.time),
                *_texts("description"),
            ),
            (_SERVICE, _LOCATION, _PLACE),
            has_parent=True,
        ),
        Table(
            "languages",
            SpokenLanguage,
            (*_texts("name", "note"), Column("code", "code", cells.language)),
            (_SERVICE, _LOCATION),
            has_parent=True,
        ),
        Table(
            "cost_options",
            CostOption,
            (
                *_VALID,
                *_texts("option", "currency", "amount_description"),
                Column("amount", "amount", cells.amount),
            ),
            (Ref("service_id", "service", "services", is_required=True),),
            has_parent=True,
        ),
        Table(
            "accessibility",
            Accessibility,
            (*_texts("description", "details"), Column("url", "url", cells.url)),
            (Ref("location_id", "location", "locations", is_required=True),),
            has_parent=True,
        ),
        Table(
            "attributes",
            ServiceTerm,
            (),
            (
                Ref("link_id", "service", "services", is_required=True),
                Ref("taxonomy_term_id", "term", "taxonomy_terms", is_required=True),
            ),
        ),
    )
}
"""In the order in which they can be written: what a row points at comes before it."""

PARTS: dict[str, tuple[str, ...]] = {
    "service_at_locations": ("service_id",),
    "contacts": ("organization_id", "service_id", "location_id", "service_at_location_id"),
    "phones": (
        *("organization_id", "service_id", "location_id"),
        *("service_at_location_id", "contact_id"),
    ),
    "schedules": ("service_id", "location_id", "service_at_location_id"),
    "languages": ("service_id", "location_id"),
    "cost_options": ("service_id",),
    "accessibility": ("location_id",),
    "attributes": ("link_id",),
}
"""Tables whose rows go when a file names what they are part of, and leaves them out."""

Nesting = dict[str, dict[str, str]]

MANY: Nesting = {
    "services": {
        "service_at_locations": "service_id",
        "contacts": "service_id",
        "phones": "service_id",
        "schedules": "service_id",
        "languages": "service_id",
        "cost_options": "service_id",
        "attributes": "link_id",
    },
    "organizations": {
        "contacts": "organization_id",
        "phones": "organization_id",
        "locations": "organization_id",
    },
    "service_at_locations": {
        "contacts": "service_at_location_id",
        "phones": "service_at_location_id",
        "schedules": "service_at_location_id",
    },
    "locations": {
        "contacts": "location_id",
        "phones": "location_id",
        "schedules": "location_id",
        "languages": "location_id",
        "accessibility": "location_id",
        "addresses": "location_id",
    },
    "contacts": {"phones": "contact_id"},
}
"""Which lists of rows stand inside a row of JSON, and the column that they stand for."""

ONE: dict[str, dict[str, tuple[str, str]]] = {
    "services": {"organization": ("organizations", "organization_id")},
    "service_at_locations": {"location": ("locations", "location_id")},
    "attributes": {"taxonomy_term": ("taxonomy_terms", "taxonomy_term_id")},
}
"""Which single rows stand inside a row of JSON, their table, and the column they stand for."""
