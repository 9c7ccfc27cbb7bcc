"""What the pages of a referral say, as values: whose turn it is, and what happened so far."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.cases.models import Consent
from cvi.referrals.models import Referral, ReferralAttempt, ReferralMove
from cvi.referrals.snapshot import Fact
from cvi.referrals.values import Side
from cvi.standards import reading as standards

LIST = "barrier"


@dataclass(frozen=True)
class Line:
    """One thing that happened: the day, what, by whom, and why."""

    day: dt.date
    text: str
    who: str
    why: str


@dataclass(frozen=True)
class Lists:
    """Referrals by how pressing they are."""

    late: list[Referral]
    now: list[Referral]
    later: list[Referral]


def facts(referral: Referral, *, side: Side) -> list[Fact]:
    """Return where a referral stands: whose turn it is, what they do, and by when.

    What was asked for is told to the team only while it is theirs and may be shared.
    """
    said = [
        ("status", _("Where it stands"), str(referral.get_status_display())),
        ("outcome", _("What became of it"), referral.outcome.label if referral.outcome else ""),
        ("turn", _("Who is next"), _turn(referral, side)),
        ("todo", _("What to do"), _todo(referral, side)),
        ("due", _("By when"), _by_when(referral)),
        ("visit", _("First visit"), _visit(referral)),
    ]
    is_told = referral.is_receiver_next and referral.is_shared_today
    if is_told or side == Side.SENDER:
        said += [
            ("need", _("What for"), str(referral.get_need_display())),
            ("way", _("How"), str(referral.get_way_display())),
            ("urgency", _("Get in touch"), str(referral.get_urgency_display())),
            ("needed_by", _("Needed by"), _day(referral.needed_by)),
        ]
    return [Fact(code, label, str(value)) for code, label, value in said if value]


def left(referral: Referral) -> str:
    """Return what the team was told, as the names of the fields."""
    named = [str(Consent.Field(code).label) for code in referral.shared_fields]
    return ", ".join(named) or _("Nothing")


def lines_of(
    referral: Referral,
    moves: Iterable[ReferralMove],
    tries: Iterable[ReferralAttempt] = (),
    *,
    side: Side,
) -> list[Line]:
    """Return what happened, as one side may read it.

    The sender reads what stood in the way. The receiver reads that of their own side alone: what
    the sender knows of someone would say more than was agreed to.
    """
    called = standards.labels(LIST)[LIST]
    lines = [(move.moved_at, _line(referral, move, called=called, side=side)) for move in moves]
    lines += [(attempt.written_at, _try(attempt)) for attempt in tries]
    return [line for _at, line in sorted(lines, key=lambda pair: pair[0])]


def by_pressure(referrals: Iterable[Referral]) -> Lists:
    """Sort referrals into late, to do now, and what can wait; each in the order they came."""
    today, rows = timezone.localdate(), list(referrals)
    late = [row for row in rows if row.is_late]
    now = [row for row in rows if not row.is_late and _is_now(row, today)]
    later = [row for row in rows if row not in late and row not in now]
    return Lists(late, now, later)


def _is_now(row: Referral, today: dt.date) -> bool:
    return row.status == row.Status.SENT or row.due_on == today


def _line(referral: Referral, move: ReferralMove, *, called: dict[str, str], side: Side) -> Line:
    is_own = move.side == side
    tells = is_own or side == Side.SENDER
    why = [move.why, *(called.get(code, code) for code in move.barriers)] if tells else []
    who = move.moved_by.name if is_own else _other(referral, move)
    return Line(move.happened_on, move.said, who, ", ".join(part for part in why if part))


def _other(referral: Referral, move: ReferralMove) -> str:
    teams = {Side.SENDER: referral.case.team.name, Side.RECEIVER: referral.to_team.name}
    return teams.get(Side(move.side), "")


def _try(attempt: ReferralAttempt) -> Line:
    text = _("Reached") if attempt.is_reached else _("Tried, no answer")
    said = f"{text} ({attempt.get_mode_display()})"
    return Line(attempt.tried_on, said, attempt.tried_by.name, "")


def _turn(referral: Referral, side: Side) -> str:
    if not referral.is_open:
        return ""
    if referral.place.turn == side:
        return _("You and your team")
    return referral.case.team.name if referral.is_sender_next else referral.to_team.name


def _todo(referral: Referral, side: Side) -> str:
    """Return the next step; what can no longer be read can only be declined."""
    if side == Side.RECEIVER and referral.is_waiting and not referral.is_shared_today:
        return _("Decline it: sharing ended")
    return str(referral.place.todo) if referral.is_open else ""


def _by_when(referral: Referral) -> str:
    day = _day(referral.due_on)
    return _("%(day)s, late") % {"day": day} if referral.is_late else day


def _visit(referral: Referral) -> str:
    if referral.connected_on:
        return _("They came on %(day)s") % {"day": _day(referral.connected_on)}
    if referral.scheduled_on:
        return _("Planned for %(day)s") % {"day": _day(referral.scheduled_on)}
    return ""


def _day(day: dt.date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
