"""Says in words what a file would change in the directory, or what is wrong in it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.papers.models import Job
from cvi.papers.uploads import DataType
from cvi.referrals.hsds.cells import WORDS, Wrong
from cvi.referrals.hsds.tables import TABLES
from cvi.referrals.models import DirectoryImport

State = DirectoryImport.State
NAMES: dict[str, Promise] = {
    "organizations": gettext_lazy("Organizations"),
    "taxonomy_terms": gettext_lazy("Categories"),
    "locations": gettext_lazy("Places"),
    "services": gettext_lazy("Services"),
    "service_at_locations": gettext_lazy("Services at places"),
    "contacts": gettext_lazy("Contacts"),
    "phones": gettext_lazy("Phones"),
    "schedules": gettext_lazy("Hours"),
    "languages": gettext_lazy("Languages"),
    "cost_options": gettext_lazy("Costs"),
    "accessibility": gettext_lazy("Access for people with a disability"),
    "attributes": gettext_lazy("Categories of services"),
    "addresses": gettext_lazy("Addresses"),
}


@dataclass(frozen=True)
class Count:
    """How much of one table is new, changes, stays and goes."""

    label: str
    new: int
    changed: int
    same: int
    gone: int


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong, in words: where, in which field, and what."""

    where: str
    field: str
    what: str


@dataclass(frozen=True)
class Report:
    """What there is to say of a file just now."""

    is_working: bool
    has_failed: bool
    counts: list[Count]
    services: Count
    faults: list[FaultLine]
    more_faults: int

    @property
    def changes_nothing(self) -> bool:
        """Whether all that is in the file is in the directory already."""
        return not any(count.new or count.changed or count.gone for count in self.counts)


def report_of(upload: DirectoryImport) -> Report:
    """Return what there is to say of a file."""
    state = upload.job.state if upload.job else ""
    is_open = upload.state in {State.CHECKING, State.CHECKED}
    is_working = is_open and state in {Job.State.WAITING, Job.State.RUNNING}
    counts = [_count(table, upload) for table in TABLES if table in upload.found]
    faults = [_line(upload, fault) for fault in upload.faults]
    return Report(
        is_working=is_working,
        has_failed=is_open and state == Job.State.FAILED,
        counts=counts,
        services=_count("services", upload),
        faults=faults,
        more_faults=upload.fault_count - len(faults),
    )


def _count(table: str, upload: DirectoryImport) -> Count:
    found = upload.found.get(table, {})
    kinds = ("new", "changed", "same", "gone")
    return Count(str(NAMES[table]), *(found.get(kind, 0) for kind in kinds))


def _line(upload: DirectoryImport, fault: list[Any]) -> FaultLine:
    table, number, column, code = fault
    what = str(WORDS.get(code, WORDS[Wrong.SHAPE]))
    if not table:
        return FaultLine(_("The whole file"), "", what)
    named = {"table": str(NAMES.get(table, table)), "number": number}
    if upload.content_type == DataType.JSON:
        return FaultLine(_("Service %(number)s: %(table)s") % named, column, what)
    return FaultLine(_("%(table)s, row %(number)s") % named, column, what)
