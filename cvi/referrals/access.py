"""The door to what a team received: no sight of the sender's case comes with it."""

from uuid import UUID

from django.db import models
from django.utils import timezone

from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.cases.models import Case, Consent
from cvi.referrals.models import Referral


def received_referrals(user: User) -> models.QuerySet[Referral]:
    """Return what waits for an answer of this user's teams, the oldest first."""
    waiting = Referral.objects.received_by(user).waiting()
    return waiting.select_related("consent", "case__team__agency").order_by("sent_at", "pk")


def open_received_referral(
    user: User, referral_id: UUID, *, to: Permission = Permission.ANSWER_REFERRAL
) -> Referral:
    """Return a referral to a team in which `user` may answer, and note the visit.

    Raises:
        Unseen: no such referral, or one to a team that is not theirs. The two look alike.
        NotAllowed: it came to their team, but answering is not theirs to do.
    """
    received = Referral.objects.sent_to_teams_of(user).select_related(
        "consent", "case__team__agency", "to_team__agency"
    )
    referral = received.filter(pk=referral_id).first()
    if referral is None:
        raise Unseen(Referral, referral_id)
    if not user.may_in(referral.to_team_id, to):
        raise NotAllowed(Referral, referral_id)
    audit.viewed(referral, by=user)
    return referral


def teams_to_refer_to(user: User, case: Case) -> models.QuerySet[Team]:
    """Return the teams of other agencies that a live consent of the participant names."""
    agencies = _live_consents(user, case).values("recipient_id")
    others = (
        Team.objects.open().filter(agency__in=agencies).exclude(agency=case.participant.agency_id)
    )
    return others.select_related("agency").order_by("agency__name", "name")


def consent_for(user: User, case: Case, team: Team) -> Consent | None:
    """Return the newest live consent to share with a team's agency."""
    live = _live_consents(user, case).filter(recipient=team.agency_id)
    return live.order_by("-pk").first()


def workers_of(team: Team) -> list[User]:
    """Return the people of a team who may open a case there, by name."""
    live = Membership.objects.live().filter(team=team, user__is_active=True).select_related("user")
    people = {m.user for m in live if Permission.OPEN_CASE in m.powers.may}
    return sorted(people, key=lambda person: person.name.casefold())


def _live_consents(user: User, case: Case) -> models.QuerySet[Consent]:
    consents = Consent.objects.visible_to(user).live_on(timezone.localdate())
    return consents.filter(participant=case.participant_id)
