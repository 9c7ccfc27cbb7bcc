"""The course of a referral as one table: whose turn it is, what they do, by when, where it goes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.referrals.values import Outcome, ReferralStatus, Side, Way

_S = ReferralStatus
Statuses = frozenset[ReferralStatus]


@dataclass(frozen=True)
class Place:
    """A place in the course. `clock` is a number of the standards; without one a day is named.

    `by_sender` and `by_receiver` say where each side may take it from here. Where the sender may
    end it as it stands, `sender_may_end` is set. Nobody's turn means that it is closed.
    """

    turn: Side | None
    todo: str | Promise = ""
    clock: str = ""
    by_receiver: Statuses = frozenset()
    by_sender: Statuses = frozenset()
    sender_may_end: bool = False


_NO = frozenset({_S.DECLINED, _S.INELIGIBLE})
_AWAY = frozenset({_S.NOT_WANTED, _S.UNREACHED})
_BACK = frozenset({_S.CANCELLED, _S.NOT_WANTED})

COURSE: dict[str, Place] = {
    _S.SENT: Place(
        turn=Side.RECEIVER,
        todo=_("Say that you have seen it"),
        clock="referral_acknowledge_work_days",
        by_receiver=_NO | {_S.ACKNOWLEDGED, _S.ACCEPTED, _S.WAITLISTED},
        by_sender=_BACK,
    ),
    _S.ACKNOWLEDGED: Place(
        turn=Side.RECEIVER,
        todo=_("Accept it, or say why not"),
        clock="referral_accept_days",
        by_receiver=_NO | _AWAY | {_S.ACCEPTED, _S.WAITLISTED},
        by_sender=_BACK,
    ),
    _S.WAITLISTED: Place(
        turn=Side.RECEIVER,
        todo=_("Look at the waiting list"),
        clock="referral_waitlist_review_days",
        by_receiver=_NO | _AWAY | {_S.ACCEPTED, _S.WAITLISTED},
        by_sender=_BACK,
    ),
    _S.ACCEPTED: Place(
        turn=Side.RECEIVER,
        todo=_("Plan the first visit"),
        clock="referral_first_visit_days",
        by_receiver=_NO | _AWAY | {_S.SCHEDULED, _S.CONNECTED},
        by_sender=_BACK,
    ),
    _S.SCHEDULED: Place(
        turn=Side.RECEIVER,
        todo=_("Say whether they came"),
        by_receiver=_NO | _AWAY | {_S.SCHEDULED, _S.CONNECTED},
        by_sender=_BACK,
    ),
    _S.CONNECTED: Place(
        turn=Side.RECEIVER,
        todo=_("Say whether help goes on"),
        by_receiver=_AWAY | {_S.RECEIVING, _S.COMPLETED},
    ),
    _S.RECEIVING: Place(
        turn=Side.RECEIVER,
        todo=_("Say how it is going"),
        clock="referral_service_check_days",
        by_receiver=_AWAY | {_S.RECEIVING, _S.COMPLETED},
    ),
    _S.NOT_WANTED: Place(
        turn=Side.SENDER,
        todo=_("Offer it again"),
        by_sender=frozenset({_S.NOT_WANTED}),
        sender_may_end=True,
    ),
    _S.DECLINED: Place(
        turn=Side.SENDER,
        todo=_("Find another team"),
        clock="referral_reroute_days",
        sender_may_end=True,
    ),
    _S.INELIGIBLE: Place(
        turn=Side.SENDER,
        todo=_("Find another team"),
        clock="referral_reroute_days",
        sender_may_end=True,
    ),
    _S.UNREACHED: Place(
        turn=Side.SENDER,
        todo=_("Try to reach them"),
        clock="referral_reach_days",
        by_sender=frozenset({_S.NOT_WANTED}),
        sender_may_end=True,
    ),
    _S.COMPLETED: Place(turn=None),
    _S.CANCELLED: Place(turn=None),
    _S.EXPIRED: Place(turn=None),
}

_TOLD = _AWAY | {_S.CONNECTED, _S.CANCELLED}
COURSE_OF_INFORMATION: dict[str, Place] = {
    _S.SENT: Place(
        turn=Side.SENDER,
        todo=_("Ask whether they went there"),
        clock="referral_first_visit_days",
        by_sender=_TOLD,
    ),
    _S.CONNECTED: Place(
        turn=Side.SENDER,
        todo=_("Ask whether help goes on"),
        clock="referral_service_check_days",
        by_sender=_AWAY | {_S.CONNECTED, _S.COMPLETED},
    ),
}
"""What goes another way when the team was told nothing: the sender asks the person."""

CLOSED = frozenset(status for status, place in COURSE.items() if place.turn is None)
OF_SENDER = frozenset(status for status, place in COURSE.items() if place.turn == Side.SENDER)
WAITING = frozenset({_S.SENT, _S.ACKNOWLEDGED, _S.WAITLISTED})
"""Where a team has not said yes or no."""
STARTED = frozenset({_S.CONNECTED, _S.RECEIVING, _S.COMPLETED})

_OUTCOMES = {
    _S.UNREACHED: Outcome.EXHAUSTED,
    _S.DECLINED: Outcome.DECLINED,
    _S.INELIGIBLE: Outcome.INELIGIBLE,
    _S.NOT_WANTED: Outcome.NOT_WANTED,
    _S.CANCELLED: Outcome.CANCELLED,
    _S.EXPIRED: Outcome.EXPIRED,
}


def place_of(status: str, way: str) -> Place:
    """Return where a referral stands in its course."""
    is_told = way == Way.INFO_ONLY and status in COURSE_OF_INFORMATION
    return COURSE_OF_INFORMATION[status] if is_told else COURSE[status]


def outcome_of(status: str, *, has_started: bool) -> Outcome:
    """Return what became of a closed referral: a first visit counts, however it ended."""
    return Outcome.STARTED if has_started else _OUTCOMES[ReferralStatus(status)]
