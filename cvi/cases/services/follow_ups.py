"""Promises to get back to someone: planned alone or by a protocol, tried, and done."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, WrongDay
from cvi.cases.keys import core_key
from cvi.cases.models import Attempt, Case, FollowUp, Need
from cvi.standards import reading as standards
from cvi.standards.models import ProtocolStep

FAR_YEARS = 2


@dataclass(frozen=True)
class Task:
    """What is to be done, by whom when not by the case's worker."""

    about: str = ""
    owner: User | None = None


@dataclass(frozen=True)
class Try:
    """One try: how, what came of it, on which day."""

    mode: str
    result: str
    tried_on: dt.date = field(default_factory=timezone.localdate)


def plan_follow_up(
    *, case: Case, kind: str, due_on: dt.date, task: Task | None = None, by: User
) -> FollowUp:
    """Promise to get back to someone by a date, or ask a colleague to do something by then.

    Raises:
        CaseClosed: the case is closed.
        WrongDay: it is years away.
    """
    case.require_open()
    if due_on > timezone.localdate() + dt.timedelta(days=366 * FAR_YEARS):
        raise WrongDay(_("Check this date. It is more than two years away."))
    row = FollowUp(case=case, key=core_key(case), kind=kind, due_on=due_on)
    if task:
        row.about, row.owner = task.about, task.owner
    return audit.save(row, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def plan_re_offer(*, case: Case, need: Need | None = None, on: dt.date, by: User) -> FollowUp:
    """Plan to offer help again that was declined on a day; an open plan to do so is moved.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    codes = ("re_offer_after_days", "re_offer_until_days")
    days = standards.numbers(*codes, program=case.program, model=case.model)
    kind = FollowUp.Kind.RE_OFFER
    row = FollowUp.objects.open().filter(case=case, kind=kind, need=need).first()
    row = row or FollowUp(case=case, key=core_key(case), kind=kind, need=need)
    row.opens_on = on + dt.timedelta(days=days["re_offer_after_days"])
    row.due_on = max(row.opens_on, on + dt.timedelta(days=days["re_offer_until_days"]))
    return audit.save(row, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def settle_re_offers(*, need: Need, outcome: str, by: User) -> list[FollowUp]:
    """Finish what was planned for help that was declined and is not any more."""
    planned = FollowUp.objects.open().filter(need=need, kind=FollowUp.Kind.RE_OFFER)
    return [_finish(row, outcome, timezone.now(), by=by) for row in planned]


@transaction.atomic
def start_protocol(*, case: Case, code: str, start: dt.date, by: User) -> list[FollowUp]:
    """Plan every step of a follow-up plan that counts from a day. Starting it again plans nothing.

    From another day, what is still open moves along, and what was done since that day stays done.
    A step that was over before the case was opened is left out.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    protocol = standards.protocol(case.program, code, model=case.model)
    steps = protocol.parts.all() if protocol else []
    earlier = list(FollowUp.objects.filter(case=case, protocol=code).order_by("pk"))
    rows = [_step_of(case, code, step, start=start, earlier=earlier) for step in steps]
    return [audit.save(row, by=by, reason=Reason.FOLLOW_UP_PLANNED) for row in rows if row]


@transaction.atomic
def answer_follow_up(
    *, follow_up: FollowUp, attempt: Try | None = None, outcome: str = "", by: User
) -> FollowUp:
    """Write down a try where there was one, and how the follow-up ended where it did.

    Raises:
        CaseClosed, AlreadyAnswered, WrongDay: as `try_follow_up` and `finish_follow_up`.
    """
    if attempt:
        try_follow_up(follow_up=follow_up, attempt=attempt, by=by)
    is_done_by_try = attempt is not None and follow_up.done_at is not None
    if outcome and not is_done_by_try:
        finish_follow_up(follow_up=follow_up, outcome=outcome, by=by)
    return follow_up


@transaction.atomic
def try_follow_up(*, follow_up: FollowUp, attempt: Try, by: User) -> Attempt:
    """Write down one try; reaching them does the follow-up, anything else leaves it open.

    Raises:
        CaseClosed: the case is closed.
        AlreadyAnswered: it was done before.
        WrongDay: the day is to come, or before the case was opened.
    """
    _require_undone(follow_up)
    _require_day_within(follow_up.case, attempt.tried_on)
    row = Attempt(case=follow_up.case, follow_up=follow_up, tried_by=by)
    row.mode, row.result, row.tried_on = attempt.mode, attempt.result, attempt.tried_on
    audit.save(row, by=by, reason=Reason.FOLLOW_UP_TRIED)
    if attempt.result == Attempt.Result.REACHED:
        finish_follow_up(follow_up=follow_up, outcome=FollowUp.Outcome.REACHED, by=by)
    return row


@transaction.atomic
def finish_follow_up(
    *, follow_up: FollowUp, outcome: str, at: dt.datetime | None = None, by: User
) -> FollowUp:
    """Say how a follow-up went, now or at the moment of the contact that did it.

    Help that was offered again and declined again is offered once more, weeks later.

    Raises:
        CaseClosed: the case is closed.
        AlreadyAnswered: someone has said so before.
    """
    _require_undone(follow_up)
    _finish(follow_up, outcome, at or timezone.now(), by=by)
    if follow_up.kind == FollowUp.Kind.RE_OFFER and outcome == FollowUp.Outcome.DECLINED:
        _decline_again(follow_up, by=by)
    return follow_up


def move_follow_up(*, follow_up: FollowUp, due_on: dt.date, by: User) -> FollowUp:
    """Move a follow-up to another day, on which alone it is due."""
    follow_up.due_on, follow_up.opens_on, follow_up.closes_on = due_on, None, None
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def reopen_follow_up(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Put a follow-up back on the list: what had done it was taken back."""
    follow_up.done_at, follow_up.done_by, follow_up.outcome = None, None, ""
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def _finish(row: FollowUp, outcome: str, at: dt.datetime, *, by: User) -> FollowUp:
    row.done_at, row.done_by, row.outcome = at, by, outcome
    return audit.save(row, by=by, reason=Reason.FOLLOW_UP_DONE)


def _decline_again(row: FollowUp, *, by: User) -> None:
    today = timezone.localdate()
    offer = plan_re_offer(case=row.case, need=row.need, on=today, by=by)
    if row.need:
        row.need.re_offer_on, row.need.re_offer_until = offer.opens_on, offer.due_on
        audit.save(row.need, by=by, reason=Reason.NEED_UPDATED)


def _step_of(
    case: Case, code: str, step: ProtocolStep, *, start: dt.date, earlier: list[FollowUp]
) -> FollowUp | None:
    """Return the follow-up of a step as it is to be saved; none where nothing is to be saved."""
    opens, due, closes = _window(step, start)
    name = f"{step.due_after}{step.unit[0]}"
    same = [row for row in earlier if row.step == name]
    is_planned = any(row.started_on == start for row in same)
    is_done = any(row.done_at and timezone.localdate(row.done_at) >= start for row in same)
    if is_planned or is_done or closes < case.opened_on:
        return None
    still_open = [row for row in same if row.done_at is None]
    row = still_open[0] if still_open else FollowUp(case=case, key=core_key(case))
    row.kind, row.protocol, row.started_on, row.step = step.kind, code, start, name
    row.opens_on, row.due_on, row.closes_on = opens, due, closes
    return row


def _window(step: ProtocolStep, start: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    """Return the days of a step. Days are counted without a clock, so none has 23 hours."""
    at = dt.datetime.combine(start, dt.time.min)
    opens = max(step.opens_at(at), at)
    return opens.date(), step.due_at(at).date(), step.closes_at(at).date()


def _require_undone(row: FollowUp) -> None:
    row.case.require_open()
    if row.done_at:
        raise AlreadyAnswered(_("This follow-up is done already."))


def _require_day_within(case: Case, day: dt.date) -> None:
    if day > timezone.localdate():
        raise WrongDay(_("Check this date. It must not be after today."))
    if day < case.opened_on:
        raise WrongDay(_("Check this date. It must not be before the case was opened."))
