"""What the pages of staffing do alike."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form

from cvi.accounts.access import StaffRequest
from cvi.audit import services as audit
from cvi.staffing.errors import RuleBroken
from cvi.staffing.models import StaffRecord


def kept(form: Form, save: Callable[..., object], **what: Any) -> bool:
    """Save, or let the form say which rule stood in the way."""
    try:
        save(**what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True


def note_lists(request: StaffRequest, *lists: Sequence[StaffRecord]) -> None:
    """Leave a line for each kind of record that a page shows."""
    for rows in lists:
        if rows:
            ids = [row.pk for row in rows]
            audit.listed(type(rows[0]), ids, session=request.session, by=request.user)
