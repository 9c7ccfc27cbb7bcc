"""What is due, as rows that one page can show together."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Case, Eligibility, FollowUp, SightRequest, Transfer

ROWS = 50
ANSWER_DAYS = 3


@dataclass(frozen=True)
class Due:
    """Someone to get back to, and why. A higher `rank` comes first."""

    case: Case
    reason: str
    rank: int
    action_url: str
    action_label: str
    is_late: bool = False


@dataclass(frozen=True)
class Message:
    """Something a colleague asks or answers, and where to go on."""

    text: str
    url: str = ""
    action_label: str = ""


def messages(user: User) -> Iterator[Message]:
    """Yield what colleagues ask this user's teams, and the answers to what the user asked."""
    since = timezone.now() - dt.timedelta(days=ANSWER_DAYS)
    yield from _transfers(user, since)
    yield from _to_review(user)
    rows = SightRequest.objects.to_answer(user) | SightRequest.objects.filter(
        asked_by=user, answered_at__gte=since
    )
    rows = rows.select_related("case__participant", "case__team", "asked_by").order_by("asked_at")
    for row in rows[:ROWS]:
        yield _asked(row) if row.status == SightRequest.Status.WAITING else _answered(row)


def _transfers(user: User, since: dt.datetime) -> Iterator[Message]:
    rows = Transfer.objects.to_answer(user) | Transfer.objects.filter(
        asked_by=user, answered_at__gte=since
    ).exclude(answered_by=user)
    for row in rows.select_related("case__participant", "asked_by").order_by("asked_at")[:ROWS]:
        said = {"who": row.asked_by.name, "code": row.case.participant.code}
        said["answer"] = row.get_status_display()
        if row.status == Transfer.Status.WAITING:
            text = _("%(who)s asks you to take over %(code)s.") % said
            yield Message(text, reverse("cases:transfer_answer", args=[row.pk]), _("Answer"))
        else:
            yield Message(_("You asked someone to take over %(code)s: %(answer)s.") % said)


def _to_review(user: User) -> Iterator[Message]:
    if not user.holds(Permission.APPROVE_ELIGIBILITY):
        return
    waiting = Eligibility.objects.to_review(user).select_related("case__participant", "assessed_by")
    for row in waiting.order_by("assessed_at")[:ROWS]:
        said = {"who": row.assessed_by.name, "name": row.case.participant.called}
        text = _("%(who)s asks whether %(name)s fits the program.") % said
        yield Message(text, reverse("cases:eligibility_review", args=[row.pk]), _("Review"))


def _asked(row: SightRequest) -> Message:
    text = _("%(who)s is taking someone in, and asks whether it is %(name)s.")
    return Message(
        text=text % {"who": row.asked_by.name, "name": row.case.participant.called},
        url=reverse("cases:sight_answer", args=[row.pk]),
        action_label=_("Answer"),
    )


def _answered(row: SightRequest) -> Message:
    team = {"team": row.case.team.name}
    if row.status == SightRequest.Status.DECLINED:
        return Message(_("%(team)s says no to the file you asked for. Talk to them.") % team)
    return Message(
        text=_("%(team)s lets you see the file you asked for.") % team,
        url=reverse("desk:participant", args=[row.case.participant_id]),
        action_label=_("Open the file"),
    )


def next_due(cases: list[Case]) -> dict[UUID, dt.date]:
    """Return the day of the next follow-up of each case that has one. One query."""
    open_ones = FollowUp.objects.open().filter(case__in=cases).order_by()
    return dict(open_ones.values_list("case_id").annotate(Min("due_on")))


def due(
    user: User, *, kinds: Sequence[str] = FollowUp.Kind.values, program: str = ""
) -> Iterator[Due]:
    """Yield the follow-ups that are late or due today, for cases that `user` sees."""
    today = timezone.localdate()
    rows = FollowUp.objects.visible_to(user).due_by(today)
    rows = rows.filter(kind__in=kinds, case__closed_on=None)
    rows = rows.filter(case__program=program) if program else rows
    rows = rows.order_by("due_on", "pk")
    for item in rows.select_related("case__participant", "case__team")[:ROWS]:
        days_late = (today - item.due_on).days
        text = _("%(what)s was due %(day)s") if days_late else _("%(what)s is due today")
        reason = text % {
            "what": item.get_kind_display(),
            "day": date_format(item.due_on, "MONTH_DAY_FORMAT"),
        }
        yield Due(
            case=item.case,
            reason=reason,
            rank=100 + days_late,
            action_url=reverse("cases:follow_up_finish", args=[item.pk]),
            action_label=_("Done"),
            is_late=days_late > 0,
        )
