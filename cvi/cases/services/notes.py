"""What workers want their team to know."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import WrongStep
from cvi.cases.keys import core_key
from cvi.cases.models import Case, Note, NoteAddendum
from cvi.standards import reading as standards


def add_note(
    *,
    case: Case,
    text: str,
    is_sensitive: bool = False,
    written_at: dt.datetime | None = None,
    by: User,
) -> Note:
    """Add a note to a case, written now or copied from an earlier day.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    note = Note(case=case, key=core_key(case), text=text, is_sensitive=is_sensitive, author=by)
    note.written_at = written_at or note.written_at
    return audit.save(note, by=by, reason=Reason.NOTE_ADDED)


def correct_note(*, note: Note, text: str, is_sensitive: bool, by: User) -> Note:
    """Correct one's own note soon after; what stood there before stays in its history.

    Raises:
        CaseClosed: the case is closed.
        WrongStep: it is someone else's, or too late: now it can only be added to.
    """
    note.case.require_open()
    hours = standards.number("note_correct_hours", program=note.case.program, model=note.case.model)
    if not note.may_be_corrected(by=by, hours=hours):
        raise WrongStep(_("This note can no longer be changed. You can add to it."))
    note.text, note.is_sensitive, note.corrected_at = text, is_sensitive, timezone.now()
    return audit.save(note, by=by, reason=Reason.NOTE_CORRECTED)


def add_to_note(*, note: Note, text: str, by: User) -> NoteAddendum:
    """Add to a note. The note itself stands as it was.

    Raises:
        CaseClosed: the case is closed.
    """
    note.case.require_open()
    row = NoteAddendum(case=note.case, key=core_key(note.case), note=note, text=text, author=by)
    return audit.save(row, by=by, reason=Reason.NOTE_ADDED)
