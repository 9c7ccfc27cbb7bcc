"""The parts of an entry that the steward writes, each with its word in the address."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.referrals.models import Contact, CostOption, Phone, Schedule, ServiceAtLocation
from cvi.referrals.models.directory import DirectoryRow


@dataclass(frozen=True)
class PartKind:
    """One kind of part: its place in the address, its table, and what it is called."""

    slug: str
    model: type[Any]
    name: Promise
    add: Promise

    def new(self, service: Any) -> DirectoryRow:
        """Return a part that is not saved yet."""
        row: DirectoryRow = self.model(service=service)
        return row


PART_KINDS = (
    PartKind("places", ServiceAtLocation, _("Places"), _("Add a place")),
    PartKind("hours", Schedule, _("Hours"), _("Add hours")),
    PartKind("phones", Phone, _("Phones"), _("Add a phone")),
    PartKind("costs", CostOption, _("Costs"), _("Add a cost")),
    PartKind("contacts", Contact, _("Contacts"), _("Add a contact")),
)


def part_kind(slug: str) -> PartKind:
    """Return the kind of this name.

    Raises:
        Http404: there is no such kind.
    """
    for kind in PART_KINDS:
        if kind.slug == slug:
            return kind
    raise Http404
