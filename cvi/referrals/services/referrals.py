"""Send referrals, accept them, and decline them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.authority import require_authority
from cvi.cases.errors import AlreadyAnswered, AuthorityMissing, RuleBroken
from cvi.cases.models import Case, Consent, PersonLink
from cvi.cases.reviews import link_people
from cvi.cases.services import Opening
from cvi.referrals import snapshot
from cvi.referrals.models import Referral
from cvi.vault.models import Domain
from cvi.vault.services import mint_key


class SameAgency(RuleBroken):
    """Referrals go to other agencies; within one agency a consent names nobody to share with."""


class AlreadySent(RuleBroken):
    """This team has a referral of this participant that waits for its answer."""


@dataclass(frozen=True)
class Handoff:
    """What is handed on, to whom, and how soon they should act."""

    to_team: Team
    fields: list[str]
    urgency: str
    need: str = ""

    @property
    def leaving(self) -> list[str]:
        """The codes of everything that leaves: naming a need tells a need."""
        named = {Consent.Field.NEEDS.value} if self.need else set()
        return sorted({*self.fields, *named})


def send_referral(*, case: Case, handoff: Handoff, by: User) -> Referral:
    """Hand a participant on to a team of another agency: exactly these fields, nothing else.

    Raises:
        CaseClosed: the case is closed.
        SameAgency: the team is one of the sender's own agency.
        AuthorityMissing: no live consent covers every field. The attempt is on the trail.
        AlreadySent: this team has not answered an earlier referral yet.
    """
    case.require_open()
    recipient = handoff.to_team.agency
    if recipient.pk == case.participant.agency_id:
        raise SameAgency(_("This team is part of your own agency. Talk to them in person."))
    grounds = require_authority(
        case.participant, recipient=recipient, fields=handoff.leaving, by=by
    )
    with transaction.atomic():
        _refuse_second(case, handoff.to_team)
        referral = _write(case, handoff, consent_id=grounds[1], by=by)
        fields = referral.shared_fields
        audit.disclosed(referral, to=recipient.pk, fields=fields, authority=grounds, by=by)
    return referral


@transaction.atomic
def accept_referral(*, referral: Referral, worker: User | None = None, by: User) -> Case:
    """Make the receiver's own participant and case, from what was shared and nothing else.

    Raises:
        AlreadyAnswered: someone has answered before.
        AuthorityMissing: the consent has ended since, so nothing may be read.
    """
    referral = _require_unanswered(referral)
    if not referral.is_shared_today:
        raise AuthorityMissing(_("Sharing ended. What was sent can no longer be read."))
    team = referral.to_team
    shared = referral.snapshot
    person = cases.register_participant(
        agency=team.agency, identity=snapshot.identity(shared), by=by
    )
    source = PersonLink.Source.REFERRAL
    link_people(one=referral.case.participant, other=person, source=source, by=by)
    opening = Opening(team=team, worker=worker, status=Case.Status.REFERRED)
    case = cases.open_new_case(participant=person, opening=opening, by=by)
    for domain in {*snapshot.needs(shared), referral.need} - {""}:
        cases.record_need(case=case, domain=domain, by=by)
    _answer(referral, Referral.Status.ACCEPTED, by=by)
    referral.receiving_case = case
    audit.save(referral, by=by, reason=Reason.REFERRAL_ACCEPTED)
    return case


@transaction.atomic
def decline_referral(*, referral: Referral, reason: str, by: User) -> Referral:
    """Say that the team does not take this referral, and why.

    Raises:
        AlreadyAnswered: someone has answered before.
    """
    referral = _require_unanswered(referral)
    _answer(referral, Referral.Status.DECLINED, by=by)
    referral.decline_reason = reason
    return audit.save(referral, by=by, reason=Reason.REFERRAL_DECLINED)


def _write(case: Case, handoff: Handoff, *, consent_id: UUID, by: User) -> Referral:
    """Write the referral under a key that only the receiving agency's people can open."""
    shared = snapshot.take(case, handoff.fields)
    left = {*shared, *([Consent.Field.NEEDS.value] if handoff.need else [])}
    referral = Referral(
        case=case,
        to_team=handoff.to_team,
        consent_id=consent_id,
        need=handoff.need,
        urgency=handoff.urgency,
        shared_fields=sorted(left),
        snapshot=shared,
        sent_by=by,
    )
    realm = handoff.to_team.agency_id
    referral.key = mint_key(domain=Domain.REFERRAL, realm=realm, subject=referral.pk)
    return audit.save(referral, by=by, reason=Reason.REFERRAL_SENT)


def _refuse_second(case: Case, team: Team) -> None:
    """Handle two taps on "Send" one after the other, and let the first one stand."""
    Case.objects.select_for_update().get(pk=case.pk)
    if Referral.objects.waiting().filter(case=case, to_team=team).exists():
        raise AlreadySent(_("This team has your referral already. It waits for their answer."))


def _require_unanswered(referral: Referral) -> Referral:
    """Return the referral as it is now, locked, so that two answers come one after the other."""
    current = Referral.objects.select_for_update().get(pk=referral.pk)
    if current.status != Referral.Status.SENT:
        raise AlreadyAnswered(_("Someone has answered this referral already."))
    return current


def _answer(referral: Referral, status: Referral.Status, *, by: User) -> None:
    referral.status, referral.answered_at, referral.answered_by = status, timezone.now(), by
