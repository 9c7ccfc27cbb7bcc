"""Log contacts, and take one back that was logged by mistake."""

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.errors import RuleBroken
from cvi.cases.keys import core_key
from cvi.cases.models import Case, FollowUp
from cvi.outreach.models import Contact

UNDO_MINUTES = 10


class TooLateToUndo(RuleBroken):
    """A contact can be taken back for a few minutes only; later the record stands."""


@dataclass(frozen=True)
class ContactDetails:
    """What the worker tapped."""

    mode: str
    outcome: str
    purposes: list[str] = field(default_factory=list)
    duration: str = ""
    note: str = ""
    occurred_at: dt.datetime = field(default_factory=timezone.now)


def log_contact(
    *, case: Case, contact: ContactDetails, worker: User | None = None, by: User
) -> Contact:
    """Add one contact, or one try, to a case; `worker` made it, when it was not `by`.

    Reaching someone does the check-ins that are due.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    row = Contact(case=case, key=core_key(case), worker=worker or by, **asdict(contact))
    audit.save(row, by=by, reason=Reason.CONTACT_LOGGED)
    if row.was_reached:
        _finish_check_ins(row, by=by)
    return row


def undo_contact(*, contact: Contact, by: User) -> None:
    """Take back a contact that one logged oneself a moment ago; its history stays.

    Raises:
        TooLateToUndo: it was logged by someone else, or more than 10 minutes ago.
    """
    age = timezone.now() - contact.logged_at
    if contact.worker_id != by.pk or age > dt.timedelta(minutes=UNDO_MINUTES):
        raise TooLateToUndo(_("This contact can no longer be taken back."))
    _reopen_check_ins(contact, by=by)
    audit.delete(contact, by=by, reason=Reason.CONTACT_UNDONE)


def _finish_check_ins(contact: Contact, *, by: User) -> None:
    due = FollowUp.objects.due_by(timezone.localdate(contact.occurred_at))
    for item in due.filter(case=contact.case, kind=FollowUp.Kind.CHECK_IN):
        outcome = FollowUp.Outcome.REACHED
        cases.finish_follow_up(follow_up=item, outcome=outcome, at=contact.logged_at, by=by)


def _reopen_check_ins(contact: Contact, *, by: User) -> None:
    """Put back on the list what this very contact had done."""
    done = FollowUp.objects.filter(case=contact.case, done_by=by, done_at=contact.logged_at)
    for item in done:
        cases.reopen_follow_up(follow_up=item, by=by)
