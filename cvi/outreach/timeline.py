"""What street outreach adds to a participant's timeline."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Program, User
from cvi.cases.models import Case
from cvi.cases.timeline import ENTRIES_PER_KIND, Entry
from cvi.outreach.models import Contact


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:  # noqa: ARG001  one shape for all
    """Yield the contacts and tries of cases that the reader was let in to."""
    own = [case for case in cases if case.program == Program.OUTREACH]
    if not own:
        return
    contacts = Contact.objects.filter(case__in=own).select_related("worker").newest_first()
    for contact in contacts[:ENTRIES_PER_KIND]:
        kind = _("Contact") if contact.was_reached else _("Tried")
        icon = "check" if contact.was_reached else "arrow"
        yield Entry(contact.occurred_at, icon, kind, _text(contact), contact.worker.name)


def _text(contact: Contact) -> str:
    parts = [contact.get_mode_display(), contact.get_outcome_display()]
    parts += contact.purpose_labels
    if contact.duration:
        parts.append(f"{contact.get_duration_display()} min")
    return " · ".join([*parts, contact.note] if contact.note else parts)
