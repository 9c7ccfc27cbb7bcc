"""What staffing puts on the page that someone starts from."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.today import Message
from cvi.staffing import reading
from cvi.staffing.access import own_outing
from cvi.staffing.models import StaffAction

ROWS = 5


def urgent(user: User) -> Iterator[Message]:
    """Yield who should be back from the field, to whoever leads them. Stands above all else."""
    if not user.holds(Permission.LEAD_STAFF):
        return
    for out in reading.who_is_out(user):
        if out.is_late:
            said = {"who": out.outing.worker.name}
            said["time"] = date_format(timezone.localtime(out.outing.expected_at), "TIME_FORMAT")
            text = _("%(who)s is not back. Call them now. Expected at %(time)s") % said
            yield Message(text, reverse("staffing:team"), _("See who is out"))


def messages(user: User) -> Iterator[Message]:
    """Yield that one is out, what was agreed, and the next staff supervision and training."""
    if not user.holds(Permission.KEEP_OWN_PAGE):
        return
    yield from _out(user)
    yield from _agreed(user)
    for session in reading.due_sessions(user)[:ROWS]:
        said = {"who": session.worker.name, "day": _day(session.next_on)}
        text = _("Staff supervision with %(who)s: %(day)s.") % said
        url = reverse("staffing:session_new", args=[session.worker_id])
        yield Message(text, url, _("Write it down"))
    yield from _training(user)


def _out(user: User) -> Iterator[Message]:
    outing = own_outing(user)
    if outing:
        time = date_format(timezone.localtime(outing.expected_at), "TIME_FORMAT")
        text = _("You are out. Expected back at %(time)s") % {"time": time}
        yield Message(text, reverse("staffing:mine"), _("I'm back"))


def _agreed(user: User) -> Iterator[Message]:
    """Yield what this user took on and is due."""
    rows = StaffAction.objects.visible_to(user).open().filter(owner=user)
    for action in rows.filter(due_on__lte=timezone.localdate()).first_due_first()[:ROWS]:
        said = {"what": action.what, "day": _day(action.due_on)}
        text = _("Agreed in staff supervision, due %(day)s: %(what)s") % said
        yield Message(text, reverse("staffing:session", args=[action.session_id]), _("Open"))


def _training(user: User) -> Iterator[Message]:
    """Yield the courses that run out soon or ran out: one's own, and of those whom one leads."""
    for training, course in reading.ending_training(user)[:ROWS]:
        said = {"who": training.worker.name, "what": course, "day": _day(training.expires_on)}
        if training.worker_id == user.pk:
            text, url = _("Your training: %(what)s counts until %(day)s."), reverse("staffing:mine")
        else:
            text = _("Training of %(who)s: %(what)s counts until %(day)s.")
            url = reverse("staffing:worker", args=[training.worker_id])
        yield Message(text % said, url, _("See training"))


def _day(day: object) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")  # type: ignore[arg-type]  # a date
