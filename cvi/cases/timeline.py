"""What happened with a participant, as entries that one page can show together."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import User
from cvi.cases.models import Case, Consent, Document, FollowUp, Goal, Note

ENTRIES_PER_KIND = 50


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. `at` orders it; a date alone stands at its midnight."""

    at: dt.datetime
    icon: str
    kind: str | Promise
    text: str
    who: str = ""
    url: str = ""

    @property
    def time(self) -> str:
        """The time of day, or nothing for a date alone."""
        local = timezone.localtime(self.at)
        return date_format(local, "TIME_FORMAT") if local.time() != dt.time.min else ""


def at_midnight(day: dt.date) -> dt.datetime:
    """Return the first moment of a day, in local time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:  # noqa: ARG001  one shape for all
    """Yield what the shared record holds of cases that the reader was let in to."""
    for case in cases:
        text = f"{case.get_program_display()} · {case.team.name}"
        yield Entry(at_midnight(case.opened_on), "add", gettext_lazy("Case opened"), text)
    yield from _notes(cases)
    yield from _goals(cases)
    yield from _follow_ups(cases)
    yield from _documents(cases)
    yield from _consents({case.participant_id for case in cases})


def _notes(cases: list[Case]) -> Iterator[Entry]:
    notes = Note.objects.filter(case__in=cases).select_related("author").newest_first()
    for note in notes[:ENTRIES_PER_KIND]:
        yield Entry(note.written_at, "list", gettext_lazy("Note"), note.text, note.author.name)


def _goals(cases: list[Case]) -> Iterator[Entry]:
    for goal in Goal.objects.filter(case__in=cases).newest_first()[:ENTRIES_PER_KIND]:
        text = f"{goal.get_domain_display()}: {goal.words} ({goal.get_status_display()})"
        yield Entry(made_at(goal.pk.int), "check", gettext_lazy("Goal"), text)


def _follow_ups(cases: list[Case]) -> Iterator[Entry]:
    done = FollowUp.objects.filter(case__in=cases, done_at__isnull=False)
    for item in done.select_related("done_by").newest_first()[:ENTRIES_PER_KIND]:
        text = f"{item.get_kind_display()}: {item.get_outcome_display()}"
        who = item.done_by.name if item.done_by else ""
        yield Entry(item.done_at or timezone.now(), "check", gettext_lazy("Follow-up"), text, who)


def _documents(cases: list[Case]) -> Iterator[Entry]:
    papers = Document.objects.filter(case__in=cases).kept().select_related("added_by")
    for paper in papers.newest_first()[:ENTRIES_PER_KIND]:
        text = " · ".join(filter(None, [paper.get_kind_display(), paper.about]))
        url = reverse("cases:document_list", args=[paper.case_id])
        kind, who = gettext_lazy("Document"), paper.added_by.name
        yield Entry(paper.added_at, "card", kind, text, who, url)


def _consents(participant_ids: Iterable[UUID]) -> Iterator[Entry]:
    consents = Consent.objects.filter(participant_id__in=participant_ids)
    for consent in consents.select_related("recipient"):
        text = _("Sharing with %(agency)s until %(day)s") % {
            "agency": consent.recipient.name,
            "day": date_format(consent.expires_on, "SHORT_DATE_FORMAT"),
        }
        yield Entry(at_midnight(consent.signed_on), "shield", gettext_lazy("Consent"), text)


def made_at(uuid7_int: int) -> dt.datetime:
    """Read the moment that a version 7 id carries, to the millisecond."""
    return dt.datetime.fromtimestamp((uuid7_int >> 80) / 1000, tz=dt.UTC)
