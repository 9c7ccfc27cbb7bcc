"""What is due, as rows that one page can show together."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases import ratings
from cvi.cases.models import (
    Case,
    Consent,
    Demand,
    Eligibility,
    FollowUp,
    Incentive,
    SightRequest,
    Transfer,
    WorkReview,
)
from cvi.standards import reading as standards

ROWS = 50
ENDING_SHOWN = 3
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
    yield from _to_rate(user)
    yield from _to_review(user)
    yield from _sent_back(user)
    yield from _incentives(user)
    yield from _demands(user)
    yield from _ending_consents(user)
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


def _incentives(user: User) -> Iterator[Message]:
    """Yield what waits for this user to decide, and what was approved and is theirs to pay."""
    if not user.holds(Permission.PROPOSE_INCENTIVE):
        return
    waiting = Incentive.objects.to_decide(user) | Incentive.objects.to_pay(user)
    rows = waiting.select_related("case__participant", "proposed_by").order_by("pk")
    for row in rows[:ROWS]:
        said = {"who": row.proposed_by.name, "name": row.case.participant.called}
        said["amount"] = row.dollars
        if row.status == Incentive.Status.PROPOSED:
            text = _("%(who)s asks for %(amount)s for %(name)s.") % said
            yield Message(text, reverse("cases:incentive_decide", args=[row.pk]), _("Decide"))
        else:
            text = _("Approved: %(amount)s for %(name)s.") % said
            yield Message(text, reverse("cases:incentive_pay", args=[row.pk]), _("Say it was paid"))


def _demands(user: User) -> Iterator[Message]:
    if not user.holds(Permission.ANSWER_DEMAND):
        return
    waiting = Demand.objects.to_answer(user).select_related("case__participant")
    for row in waiting.order_by("due_on", "pk")[:ROWS]:
        said = {"what": row.get_kind_display(), "name": row.case.participant.called}
        said["day"] = date_format(row.due_on, "MONTH_DAY_FORMAT")
        text = _("%(what)s: %(name)s. Answer due %(day)s.") % said
        yield Message(text, reverse("cases:demand_answer", args=[row.pk]), _("Answer"))


def _ending_consents(user: User) -> Iterator[Message]:
    """Yield the consents that end soon, for those who may ask for a new one."""
    if not user.holds(Permission.RECORD_CONSENT):
        return
    days = standards.number("consent_renew_prompt_days")
    by = timezone.localdate() + dt.timedelta(days=days)
    cases = Case.objects.visible_to(user).open()
    rows = cases.filter(participant__consents__in=Consent.objects.ending_by(by))
    pairs = rows.values_list("pk", "participant__consents").distinct()
    case_of = {consent_id: case_id for case_id, consent_id in pairs[:ROWS]}
    ending = Consent.objects.filter(pk__in=case_of).select_related("participant", "recipient")
    for row in ending.order_by("expires_on", "pk")[:ENDING_SHOWN]:
        said = {"agency": row.recipient.name, "name": row.participant.called}
        said["day"] = date_format(row.expires_on, "MONTH_DAY_FORMAT")
        text = _("Sharing with %(agency)s ends %(day)s: %(name)s.") % said
        url = reverse("cases:consent_new", args=[case_of[row.pk]])
        yield Message(text, f"{url}?renews={row.pk}", _("Ask again"))


def _to_rate(user: User) -> Iterator[Message]:
    count = len(ratings.due(user))
    if count:
        many = ngettext(
            "Say how it is going with %(count)s person this month.",
            "Say how it is going with %(count)s people this month.",
            count,
        )
        yield Message(many % {"count": count}, reverse("cases:rating_list"), _("Rate"))


def _to_review(user: User) -> Iterator[Message]:
    if not user.holds(Permission.APPROVE_ELIGIBILITY):
        return
    waiting = Eligibility.objects.to_review(user).select_related("case__participant", "assessed_by")
    for row in waiting.order_by("assessed_at")[:ROWS]:
        said = {"who": row.assessed_by.name, "name": row.case.participant.called}
        text = _("%(who)s asks whether %(name)s fits the program.") % said
        yield Message(text, reverse("cases:eligibility_review", args=[row.pk]), _("Review"))


def _sent_back(user: User) -> Iterator[Message]:
    """Yield what a supervisor sent back to `user`, and what `user` wants to talk about."""
    rows = WorkReview.objects.waiting_for(user).select_related("case__participant")
    for row in rows.order_by("reviewed_at")[:ROWS]:
        said = {"what": row.get_kind_display(), "name": row.case.participant.called}
        text = _("To talk about: %(what)s, %(name)s.") % said
        if row.verdict == WorkReview.Verdict.SENT_BACK:
            text = _("Sent back to you: %(what)s, %(name)s.") % said
        yield Message(text, reverse("cases:work_review", args=[row.pk]), _("Open"))


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


def due(user: User, *, kinds: Sequence[str] = (), program: str = "") -> Iterator[Due]:
    """Yield what may be done today and what is late, for cases that `user` sees.

    A task is its owner's. Whoever leads a team gets their people's when these are late for long.
    """
    today = timezone.localdate()
    rows = FollowUp.objects.visible_to(user).due_by(today).filter(case__closed_on=None)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    rows = rows.filter(case__program=program) if program else rows
    rows = rows.filter(_theirs(user, today)).order_by("due_on", "pk")
    rows = rows.select_related("case__participant", "case__team", "case__worker", "owner")
    for item in rows[:ROWS].named():
        days_late = (today - item.due_on).days
        yield Due(
            case=item.case,
            reason=_reason(item, user),
            rank=100 + days_late,
            action_url=_page_of(item),
            action_label=_("Done"),
            is_late=days_late > 0,
        )


def _page_of(item: FollowUp) -> str:
    """Return where a follow-up is answered; a checkpoint asks more than how it went."""
    if item.is_checkpoint:
        page = reverse("cases:checkpoint_new", args=[item.case_id])
        return f"{page}?which={item.due_on.isoformat()}"
    return reverse("cases:follow_up_finish", args=[item.pk])


def is_theirs(user: User) -> Callable[[Case, dt.date], bool]:
    """Return what tells whether something due in a case on a day is this user's to do.

    It is its worker's. Whoever leads the team gets it when it is late for long.
    """
    led = {team.pk for team in user.teams_for(Permission.APPROVE_ELIGIBILITY)}
    days = standards.number("follow_up_escalate_days") if led else 0
    long_ago = timezone.localdate() - dt.timedelta(days=days)

    def answer(case: Case, due_on: dt.date) -> bool:
        is_of_others = case.team_id in led and case.worker_id not in {None, user.pk}
        return not is_of_others or due_on < long_ago

    return answer


def _theirs(user: User, today: dt.date) -> Q:
    """Return what is this user's to do: their own, nobody's, and what others left for too long."""
    own = Q(owner=user) | Q(owner=None)
    led = [team.pk for team in user.teams_for(Permission.APPROVE_ELIGIBILITY)]
    if not led:
        return own
    others = Q(owner__isnull=False) | Q(case__worker__isnull=False) & ~Q(case__worker=user)
    others = Q(case__team_id__in=led) & others & ~Q(owner=user)
    long_ago = today - dt.timedelta(days=standards.number("follow_up_escalate_days"))
    return (own & ~others) | (others & Q(due_on__lt=long_ago))


def _reason(item: FollowUp, user: User) -> str:
    """Return why someone is on the list: what for, until when, and whose it was."""
    today = timezone.localdate()
    said = {
        "what": " · ".join(filter(None, [item.label, item.about])),
        "day": date_format(item.due_on, "MONTH_DAY_FORMAT"),
    }
    if item.is_missed:
        text = _("%(what)s: the time for it ended %(day)s")
        said["day"] = date_format(item.last_day, "MONTH_DAY_FORMAT")
    elif item.due_on < today:
        text = _("%(what)s was due %(day)s")
    elif item.due_on == today:
        text = _("%(what)s is due today")
    else:
        text = _("%(what)s by %(day)s")
    holder = item.owner or item.case.worker
    return f"{text % said} · {holder.name}" if holder and holder != user else text % said
