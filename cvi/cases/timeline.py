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
from cvi.cases.models import (
    Attempt,
    Attendance,
    Case,
    Checkpoint,
    ClaimMove,
    Consent,
    Document,
    FollowUp,
    Goal,
    Incentive,
    Note,
    ServiceDelivered,
)
from cvi.standards import reading as standards
from cvi.vault.ids import made_at

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


def entries(cases: list[Case], *, reader: User) -> Iterator[Entry]:
    """Yield what the shared record holds of cases that the reader was let in to."""
    for case in cases:
        text = f"{case.get_program_display()} · {case.team.name}"
        yield Entry(at_midnight(case.opened_on), "add", gettext_lazy("Case opened"), text)
    yield from _notes(cases, reader)
    yield from _kept_private(cases, reader)
    yield from _goals(cases)
    yield from _follow_ups(cases)
    yield from _tries(cases)
    yield from _services(cases)
    yield from _checkpoints(cases)
    yield from _claims(cases)
    yield from _attendances(cases)
    yield from _incentives(cases)
    yield from _documents(cases)
    yield from _consents({case.participant_id for case in cases})


def _notes(cases: list[Case], reader: User) -> Iterator[Entry]:
    notes = Note.objects.visible_to(reader).filter(case__in=cases).select_related("author")
    for note in notes.newest_first()[:ENTRIES_PER_KIND]:
        kind = gettext_lazy("Sensitive note") if note.is_sensitive else gettext_lazy("Note")
        url = reverse("cases:note", args=[note.pk])
        yield Entry(note.written_at, "list", kind, note.text, note.author.name, url)


def _kept_private(cases: list[Case], reader: User) -> Iterator[Entry]:
    notes = Note.objects.kept_private_from(reader).filter(case__in=cases)
    for note in notes.select_related("author").newest_first()[:ENTRIES_PER_KIND]:
        text = _("Note kept private by %(name)s") % {"name": note.author.name}
        yield Entry(note.written_at, "shield", gettext_lazy("Note"), text)


def _goals(cases: list[Case]) -> Iterator[Entry]:
    for goal in Goal.objects.filter(case__in=cases).newest_first()[:ENTRIES_PER_KIND]:
        text = f"{goal.get_domain_display()}: {goal.words} ({goal.get_status_display()})"
        url = reverse("cases:goal", args=[goal.pk])
        yield Entry(made_at(goal.pk), "check", gettext_lazy("Goal"), text, url=url)


def _follow_ups(cases: list[Case]) -> Iterator[Entry]:
    done = FollowUp.objects.filter(case__in=cases, done_at__isnull=False)
    for item in done.select_related("done_by").newest_first()[:ENTRIES_PER_KIND].named():
        text = f"{item.label}: {item.get_outcome_display()}"
        who = item.done_by.name if item.done_by else ""
        yield Entry(item.done_at or timezone.now(), "check", gettext_lazy("Follow-up"), text, who)


def _tries(cases: list[Case]) -> Iterator[Entry]:
    tries = Attempt.objects.filter(case__in=cases, result=Attempt.Result.NOT_REACHED)
    for row in tries.select_related("tried_by").newest_first()[:ENTRIES_PER_KIND]:
        text = f"{row.get_mode_display()}: {row.get_result_display()}"
        at, who = at_midnight(row.tried_on), row.tried_by.name
        yield Entry(at, "phone", gettext_lazy("Follow-up"), text, who)


def _services(cases: list[Case]) -> Iterator[Entry]:
    rows = ServiceDelivered.objects.filter(case__in=cases).select_related("delivered_by")
    found = list(rows.newest_first()[:ENTRIES_PER_KIND])
    called = standards.labels("service_type")["service_type"] if found else {}
    for row in found:
        text = f"{called.get(row.type, row.type)} · {row.amount}"
        at, who = at_midnight(row.delivered_on), row.delivered_by.name
        yield Entry(at, "card", gettext_lazy("Service"), text, who)


def _checkpoints(cases: list[Case]) -> Iterator[Entry]:
    """Yield the checkpoints without their answers: these stand in the plan."""
    rows = Checkpoint.objects.filter(case__in=cases).select_related("asked_by")
    for row in rows.newest_first()[:ENTRIES_PER_KIND]:
        day = _("Day %(number)s") % {"number": (row.due_on - row.started_on).days}
        text = f"{day}: {row.get_outcome_display()}"
        at, who = at_midnight(row.asked_on), row.asked_by.name
        yield Entry(at, "check", gettext_lazy("Checkpoint"), text, who)


def _claims(cases: list[Case]) -> Iterator[Entry]:
    rows = ClaimMove.objects.filter(case__in=cases).select_related("moved_by")
    for row in rows.newest_first()[:ENTRIES_PER_KIND]:
        url = reverse("cases:claim", args=[row.claim_id])
        at, who = at_midnight(row.moved_on), row.moved_by.name
        kind, text = gettext_lazy("Victim compensation"), row.get_status_display()
        yield Entry(at, "card", kind, text, who, url)


def _attendances(cases: list[Case]) -> Iterator[Entry]:
    """Yield who came to a group. Its name has another key, so the kind stands for it."""
    rows = Attendance.objects.filter(case__in=cases).select_related("session__group")
    found = list(rows.latest_first()[:ENTRIES_PER_KIND])
    called = standards.labels("group_session_kind")["group_session_kind"] if found else {}
    for row in found:
        kind = row.session.group.kind
        text = " · ".join(filter(None, [f"{called.get(kind, kind)}: {row.said}", row.note]))
        yield Entry(at_midnight(row.session.held_on), "people", gettext_lazy("Group session"), text)


def _incentives(cases: list[Case]) -> Iterator[Entry]:
    rows = Incentive.objects.filter(case__in=cases).select_related("proposed_by")
    found = list(rows.newest_first()[:ENTRIES_PER_KIND])
    called = standards.labels("incentive_kind")["incentive_kind"] if found else {}
    for row in found:
        what = f"{called.get(row.kind, row.kind)} · {row.dollars} · {row.get_status_display()}"
        at, who = at_midnight(row.paid_on or row.proposed_on), row.proposed_by.name
        url = reverse("cases:incentive", args=[row.pk])
        yield Entry(at, "card", gettext_lazy("Incentive"), what, who, url)


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
