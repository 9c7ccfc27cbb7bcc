"""The door to alerts and shifts, and to a calendar for whoever has its address."""

from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Permission
from cvi.alerts.errors import TooManyReads
from cvi.alerts.models import Alert, FeedAddress, Shift
from cvi.alerts.services import hash_of
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen

READS = {"calendar": "30/m/ip"}


def require_teams(user: User, to: Permission) -> list[Team]:
    """Return the teams in which `user` may do `to`.

    Raises:
        NotAllowed: there is none.
    """
    teams = user.teams_for(to)
    if not teams:
        raise NotAllowed(Shift)
    return list({team.pk: team for team in teams}.values())


def team_mates(teams: list[Team]) -> list[User]:
    """Return who works in some teams today and may be on call, by name."""
    held = Membership.objects.live().filter(team__in=teams, user__is_active=True)
    users = {m.user for m in held.select_related("user") if Permission.RAISE_ALERT in m.powers.may}
    return sorted(users, key=lambda user: (user.name, user.pk))


def open_alert(user: User, alert_id: UUID) -> Alert:
    """Return an alert that `user` raised or was told of, and note the visit: it has been seen.

    Raises:
        Unseen: there is none, or it is others'. The two look alike.
    """
    alert = find_alert(user, alert_id)
    audit.viewed(alert, by=user)
    return alert


def find_alert(user: User, alert_id: UUID) -> Alert:
    """Return such an alert for a page that asks by itself: that leaves no line.

    Raises:
        Unseen: as `open_alert`.
    """
    alert = Alert.objects.visible_to(user).newest_first().filter(pk=alert_id).first()
    if alert is None:
        raise Unseen(Alert, alert_id)
    return alert


def open_shift(user: User, shift_id: UUID) -> Shift:
    """Return a shift of a team for which `user` plans them.

    Raises:
        Unseen: there is none, or it is another team's. The two look alike.
        NotAllowed: it is their team's, but not theirs to plan.
    """
    shift = (
        Shift.objects.visible_to(user).select_related("team", "user").filter(pk=shift_id).first()
    )
    if shift is None:
        raise Unseen(Shift, shift_id)
    if not user.may_in(shift.team_id, Permission.PLAN_SHIFTS):
        raise NotAllowed(Shift, shift_id)
    return shift


def require_few_reads(request: HttpRequest) -> None:
    """Go on only if few calendars were asked for from this address just now.

    Raises:
        TooManyReads: too many were.
    """
    counted = {"app": "cvi.alerts", "action": "calendar", "config": READS}
    if not ratelimit.consume(request, limit_get=True, **counted):
        raise TooManyReads


def open_feed(token: str) -> FeedAddress:
    """Return the live calendar address that a token belongs to.

    Raises:
        Unseen: there is none, it was ended, or its user is gone; all look alike.
    """
    feed = FeedAddress.objects.live().select_related("user").filter(token_hash=hash_of(token=token))
    found = feed.first()
    if found is None:
        raise Unseen(FeedAddress)
    return found
