"""What workers want their team to know."""

import datetime as dt

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.keys import core_key
from cvi.cases.models import Case, Note


def add_note(*, case: Case, text: str, written_at: dt.datetime | None = None, by: User) -> Note:
    """Add a note to a case, written now or copied from an earlier day.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    note = Note(case=case, key=core_key(case), text=text, author=by)
    note.written_at = written_at or note.written_at
    return audit.save(note, by=by, reason=Reason.NOTE_ADDED)
