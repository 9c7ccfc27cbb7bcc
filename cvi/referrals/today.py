"""What referrals ask of someone today: as who sent them, and as who got them."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Case, Consent
from cvi.cases.today import Due, Message, is_theirs
from cvi.referrals.models import Referral, ReferralDraft
from cvi.standards import reading as standards

ROWS = 50
RANK = 90
"""Just after promises of the same day to get back to someone."""

IsTheirs = Callable[[Case, dt.date], bool]


def waiting_count(user: User) -> int:
    """Count what this user's teams have not answered and may still read."""
    if not user.teams_for(Permission.ANSWER_REFERRAL):
        return 0
    live = Consent.objects.live_on(timezone.localdate())
    return Referral.objects.received_by(user).open().waiting().filter(consent__in=live).count()


def messages(user: User) -> Iterator[Message]:
    """Yield how many referrals to this user's teams are late, without a name."""
    if not user.teams_for(Permission.ANSWER_REFERRAL):
        return
    today = timezone.localdate()
    mine = Referral.objects.received_by(user).of_receiver().late_on(today)
    count = mine.filter(consent__in=Consent.objects.live_on(today)).count()
    if count:
        many = ngettext(
            "%(count)s referral to your team is late. The sender sees that too.",
            "%(count)s referrals to your team are late. The senders see that too.",
            count,
        )
        url = reverse("referrals:referral_inbox")
        yield Message(many % {"count": count}, url, _("See referrals"))


def due(user: User) -> Iterator[Due]:
    """Yield what is due or late, of people this user sees: as the sender, then as the receiver."""
    if not user.holds(Permission.SEND_REFERRAL):
        return
    theirs, today = is_theirs(user), timezone.localdate()
    yield from _sent(user, theirs, today)
    yield from _came(user, theirs, today)
    yield from _drafts(user, today)


def _sent(user: User, theirs: IsTheirs, today: dt.date) -> Iterator[Due]:
    rows = Referral.objects.visible_to(user).of_sender().filter(due_on__lte=today)
    rows = rows.filter(case__closed_on=None).most_pressing_first()
    people = ("case__participant", "case__team", "case__worker", "to_team")
    for row in rows.select_related(*people)[:ROWS]:
        if row.due_on and theirs(row.case, row.due_on):
            url = reverse("referrals:sent", args=[row.pk])
            yield _due(row, row.case, other=row.to_team.name, url=url, today=today)


def _came(user: User, theirs: IsTheirs, today: dt.date) -> Iterator[Due]:
    """Yield the user's own people about whom the sender waits for word."""
    mine = Case.objects.visible_to(user).open()
    live = Consent.objects.live_on(today)
    rows = Referral.objects.of_receiver().filter(receiving_case__in=mine, due_on__lte=today)
    rows = rows.filter(consent__in=live)
    people = ("receiving_case__participant", "receiving_case__team", "receiving_case__worker")
    rows = rows.select_related(*people, "case__team__agency").most_pressing_first()
    for row in rows[:ROWS]:
        if row.receiving_case and row.due_on and theirs(row.receiving_case, row.due_on):
            url = reverse("referrals:case_report", args=[row.receiving_case_id])
            yield _due(
                row, row.receiving_case, other=row.case.team.agency.name, url=url, today=today
            )


def _drafts(user: User, today: dt.date) -> Iterator[Due]:
    days = standards.number("referral_draft_days")
    before = timezone.now() - dt.timedelta(days=days)
    rows = ReferralDraft.objects.visible_to(user).saved_before(before)
    rows = rows.filter(saved_by=user, case__closed_on=None)
    for row in rows.select_related("case__participant", "case__team", "to_team")[:ROWS]:
        url = reverse("referrals:referral_write", args=[row.case_id, row.to_team_id])
        text = _("A referral to %(team)s is not sent yet") % {"team": row.to_team.name}
        days_late = (today - timezone.localdate(row.saved_at)).days - days
        yield Due(row.case, text, RANK + days_late, url, _("Open"), is_late=days_late > 0)


def _due(row: Referral, case: Case, *, other: str, url: str, today: dt.date) -> Due:
    day = row.due_on or today
    said = {"what": str(row.place.todo), "who": other}
    said["day"] = date_format(day, "MONTH_DAY_FORMAT")
    text = _("Referral, %(who)s: %(what)s. It was due %(day)s")
    if day == today:
        text = _("Referral, %(who)s: %(what)s. It is due today")
    days_late = (today - day).days
    return Due(case, text % said, RANK + days_late, url, _("Open"), is_late=days_late > 0)
