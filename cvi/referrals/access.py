"""The doors to what a team received and to what it sent: neither gives sight of the other side."""

from uuid import UUID

from django.db import models
from django.utils import timezone

from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.cases.access import open_record
from cvi.cases.models import Case, Consent
from cvi.referrals.life_cycle import STARTED
from cvi.referrals.models import Referral, ReferralAttempt, ReferralMove
from cvi.referrals.models.referrals import ReferralQuerySet
from cvi.referrals.values import ReferralStatus

SAID_NO = frozenset({ReferralStatus.DECLINED, ReferralStatus.INELIGIBLE})


def received_referrals(user: User) -> models.QuerySet[Referral]:
    """Return what is the turn of this user's teams, the most pressing first."""
    mine = Referral.objects.received_by(user).of_receiver()
    return mine.select_related("consent", "case__team__agency", "to_team").most_pressing_first()


def sent_referrals(user: User) -> ReferralQuerySet:
    """Return what was sent of the people this user sees, the most pressing first."""
    mine = Referral.objects.visible_to(user)
    people = ("case__participant", "case__worker", "to_team__agency")
    return mine.select_related(*people).most_pressing_first()


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


def open_sent_referral(user: User, referral_id: UUID) -> Referral:
    """Return a referral from a case that `user` sees and may refer, and note the visit.

    Raises:
        Unseen: no such referral, or one of a case that is not theirs to see.
        NotAllowed: the case is theirs to see, but referring is not theirs to do.
    """
    return open_record(user, Referral, referral_id, to=Permission.SEND_REFERRAL)


def referral_behind(case: Case) -> Referral | None:
    """Return the referral by which someone came to a case that was opened, while it is open."""
    came = Referral.objects.of_receiver().filter(receiving_case=case)
    people = ("consent", "case__team__agency", "to_team__agency")
    return came.select_related(*people).order_by("-pk").first()


def moves_of(referral: Referral) -> models.QuerySet[ReferralMove]:
    """Return the steps of a referral that was opened, in their order."""
    moves = ReferralMove.objects.filter(referral=referral)
    return moves.select_related("moved_by").order_by("moved_at", "pk")


def tries_of(referral: Referral) -> models.QuerySet[ReferralAttempt]:
    """Return the tries to reach someone, of a referral that was opened, in their order."""
    tries = ReferralAttempt.objects.filter(referral=referral)
    return tries.select_related("tried_by").order_by("written_at", "pk")


def earlier_referral(user: User, case: Case, text: str) -> Referral | None:
    """Return the referral of this case, by its id as text, that a new one would go instead of."""
    try:
        earlier_id = UUID(text)
    except ValueError:
        return None
    mine = Referral.objects.visible_to(user).filter(case=case, pk=earlier_id)
    return mine.exclude(status__in=STARTED).first()


def teams_to_refer_to(
    user: User, case: Case, *, instead_of: Referral | None = None
) -> models.QuerySet[Team]:
    """Return the teams of other agencies that a live consent names, but none that said no."""
    agencies = _live_consents(user, case).values("recipient_id")
    others = (
        Team.objects.open().filter(agency__in=agencies).exclude(agency=case.participant.agency_id)
    )
    if instead_of and instead_of.status in SAID_NO:
        others = others.exclude(pk=instead_of.to_team_id)
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
