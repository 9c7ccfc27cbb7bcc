"""Send referrals, accept them, and decline them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.authority import require_authority
from cvi.cases.errors import AlreadyAnswered, RuleBroken, WrongStep
from cvi.cases.models import Case, Consent, PersonLink
from cvi.cases.reviews import link_people
from cvi.cases.services import Opening
from cvi.referrals import snapshot
from cvi.referrals.life_cycle import WAITING
from cvi.referrals.models import Referral, ReferralDraft
from cvi.referrals.services.course import end_as_it_stands
from cvi.referrals.services.steps import (
    Step,
    due_on,
    lock_referral,
    note_move,
    require_shared,
    require_way,
    take_step,
)
from cvi.referrals.values import IneligibleReason, ReferralStatus, Side, Way
from cvi.vault.models import Domain
from cvi.vault.services import mint_key

_S = ReferralStatus
STILL_THERE = WAITING | {_S.UNREACHED}
"""Where an earlier referral can come back to the team, so that a second one would be too many."""


class SameAgency(RuleBroken):
    """Referrals go to other agencies; within one agency a consent names nobody to share with."""


class AlreadySent(RuleBroken):
    """This team has a referral of this participant that waits for its answer."""


@dataclass(frozen=True)
class Handoff:
    """What is handed on, to whom, how, and how soon they should act.

    With information only, the person is told of the team, and the team of nobody.
    """

    to_team: Team
    fields: list[str]
    urgency: str
    need: str = ""
    way: str = Way.ELECTRONIC
    needed_by: dt.date | None = None
    reroute_of: Referral | None = None

    @property
    def is_told_only(self) -> bool:
        """Whether nothing about the person leaves."""
        return self.way == Way.INFO_ONLY

    @property
    def leaving(self) -> list[str]:
        """The codes of everything that leaves: naming a need tells a need."""
        named = {Consent.Field.NEEDS.value} if self.need else set()
        return [] if self.is_told_only else sorted({*self.fields, *named})


def send_referral(*, case: Case, handoff: Handoff, by: User) -> Referral:
    """Hand a participant on to a team of another agency: exactly these fields, nothing else.

    A draft for this team is used up. One that this goes instead of is closed.

    Raises:
        CaseClosed: the case is closed.
        SameAgency: the team is one of the sender's own agency.
        AuthorityMissing: no live consent covers every field. The attempt is on the trail.
        AlreadySent: this team has not answered an earlier referral yet.
        WrongStep: the referral that this goes instead of is not the sender's to end.
    """
    case.require_open()
    recipient = handoff.to_team.agency
    if recipient.pk == case.participant.agency_id:
        raise SameAgency(_("This team is part of your own agency. Talk to them in person."))
    if handoff.is_told_only:
        return _send(case, handoff, consent_id=None, by=by)
    grounds = require_authority(
        case.participant, recipient=recipient, fields=handoff.leaving, by=by
    )
    with transaction.atomic():
        referral = _send(case, handoff, consent_id=grounds[1], by=by)
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
    require_shared(referral=referral)
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
    referral.receiving_case = case
    step, reason = Step(_S.ACCEPTED), Reason.REFERRAL_ACCEPTED
    take_step(referral=referral, step=step, side=Side.RECEIVER, reason=reason, by=by)
    return case


@transaction.atomic
def decline_referral(
    *, referral: Referral, reason: str, barriers: list[str] | None = None, by: User
) -> Referral:
    """Say that the team does not take this referral, or that someone does not qualify, and why.

    Raises:
        AlreadyAnswered: someone has answered before.
    """
    referral = _require_unanswered(referral)
    status = _S.INELIGIBLE if reason in IneligibleReason.values else _S.DECLINED
    step = Step(status, reason=reason, barriers=barriers or [])
    require_way(referral=referral, status=status, side=Side.RECEIVER)
    reason_code = Reason.REFERRAL_DECLINED
    return take_step(referral=referral, step=step, side=Side.RECEIVER, reason=reason_code, by=by)


def _send(case: Case, handoff: Handoff, *, consent_id: UUID | None, by: User) -> Referral:
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        if handoff.reroute_of:
            _end_earlier(handoff.reroute_of, case, by=by)
        _refuse_second(case, handoff.to_team)
        referral = _write(case, handoff, consent_id=consent_id, by=by)
        note_move(referral=referral, step=Step(_S.SENT), before="", side=Side.SENDER, by=by)
        for draft in ReferralDraft.objects.filter(case=case, to_team=handoff.to_team):
            audit.delete(draft, by=by, reason=Reason.REFERRAL_SENT)
    return referral


def _write(case: Case, handoff: Handoff, *, consent_id: UUID | None, by: User) -> Referral:
    """Write the referral under a key that only the receiving agency's people can open."""
    shared = {} if handoff.is_told_only else snapshot.take(case, handoff.fields)
    named = handoff.need and not handoff.is_told_only
    left = {*shared, *([Consent.Field.NEEDS.value] if named else [])}
    referral = Referral(
        case=case,
        to_team=handoff.to_team,
        consent_id=consent_id,
        need=handoff.need,
        urgency=handoff.urgency,
        way=handoff.way,
        needed_by=handoff.needed_by,
        shared_fields=sorted(left),
        snapshot=shared,
        sent_by=by,
        reroute_of=handoff.reroute_of,
    )
    referral.due_on = due_on(referral=referral)
    realm = handoff.to_team.agency_id
    referral.key = mint_key(domain=Domain.REFERRAL, realm=realm, subject=referral.pk)
    return audit.save(referral, by=by, reason=Reason.REFERRAL_SENT)


def _end_earlier(earlier: Referral, case: Case, *, by: User) -> None:
    """Close the referral that a new one goes instead of."""
    locked = lock_referral(referral_id=earlier.pk)
    if locked.case_id != case.pk:
        raise WrongStep(_("This goes instead of a referral of somebody else."))
    if locked.is_open:
        end_as_it_stands(referral=locked, by=by)


def _refuse_second(case: Case, team: Team) -> None:
    """Let the first of two taps on "Send" stand; the case is locked."""
    there = Referral.objects.open().filter(case=case, to_team=team)
    if there.filter(status__in=STILL_THERE).exists():
        raise AlreadySent(_("This team has your referral already. It waits for their answer."))


def _require_unanswered(referral: Referral) -> Referral:
    """Return the referral as it is now, locked, so that two answers come one after the other."""
    current = lock_referral(referral_id=referral.pk)
    if not current.is_waiting:
        raise AlreadyAnswered(_("Someone has answered this referral already."))
    return current
