"""Register participants, open cases, and write what is done with them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Permission as StoredPermission
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, Team, User, Zone
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, AlreadyOpen
from cvi.cases.keys import core_key
from cvi.cases.models import (
    Case,
    CaseGrant,
    Consent,
    ContactPoint,
    FollowUp,
    Goal,
    Need,
    Note,
    Participant,
)
from cvi.cases.tasks import plan_comparison
from cvi.cases.tokens import write_tokens
from cvi.cases.values import Answer
from cvi.vault.models import Domain
from cvi.vault.services import mint_key


@dataclass(frozen=True)
class Identity:
    """What a form or a referral says about a person. Everything may be missing."""

    name_to_use: str = ""
    legal_name: str = ""
    street_names: list[str] = field(default_factory=list)
    birth_date: dt.date | None = None
    zone: Zone | None = None
    language: str = ""
    race_ethnicity: list[str] = field(default_factory=list)
    gender: str = ""
    phone: str = ""
    safe_to_text: str = "not_asked"


@dataclass(frozen=True)
class Opening:
    """How a case begins."""

    team: Team
    worker: User | None = None
    status: Case.Status = Case.Status.ACTIVE
    opened_on: dt.date = field(default_factory=timezone.localdate)


def register_participant(*, agency: Agency, identity: Identity, by: User) -> Participant:
    """Register a person with an agency, under a data key of their own."""
    participant = Participant(agency=agency)
    participant.key = mint_key(domain=Domain.CORE, realm=agency.pk, subject=participant.pk)
    for name in _IDENTITY_COLUMNS:
        setattr(participant, name, getattr(identity, name))
    audit.save(participant, by=by, reason=Reason.PARTICIPANT_REGISTERED)
    if identity.phone:
        _set_phone(participant, identity.phone, identity.safe_to_text, by=by)
    _make_findable(participant)
    return participant


def update_participant(
    *, participant: Participant, changes: Mapping[str, Any], by: User
) -> Participant:
    """Write what `changes` says about who someone is; what it does not name stays."""
    for name in _IDENTITY_COLUMNS:
        if name in changes:
            setattr(participant, name, changes[name])
    audit.save(participant, by=by, reason=Reason.PARTICIPANT_UPDATED)
    if changes.get("phone"):
        safe_to_text = changes.get("safe_to_text") or Answer.NOT_ASKED
        _set_phone(participant, changes["phone"], safe_to_text, by=by)
    elif "phone" in changes:
        for phone in participant.contact_points.filter(kind=ContactPoint.Kind.PHONE):
            audit.delete(phone, by=by, reason=Reason.PARTICIPANT_UPDATED)
    _make_findable(participant)
    return participant


def open_new_case(*, participant: Participant, opening: Opening, by: User) -> Case:
    """Open a case in the program of a team.

    Raises:
        AlreadyOpen: the participant has an open case in this program.
    """
    program = opening.team.program
    if participant.cases.open().filter(program=program).exists():
        raise AlreadyOpen(_("This person has an open case in this program already."))
    case = Case(
        participant=participant,
        team=opening.team,
        program=program,
        status=opening.status,
        opened_on=opening.opened_on,
    )
    audit.save(case, by=by, reason=Reason.CASE_OPENED)
    return assign_worker(case=case, worker=opening.worker, by=by) if opening.worker else case


def assign_worker(*, case: Case, worker: User, by: User) -> Case:
    """Make `worker` the one who works this case, with sight of it until the case passes on."""
    for grant in CaseGrant.objects.filter(content_object=case, kind=CaseGrant.Kind.ASSIGNMENT):
        grant.expires_at = timezone.now()
        audit.save(grant, by=by, reason=Reason.ACCESS_ENDED)
    kind, reason = CaseGrant.Kind.ASSIGNMENT, Reason.CASE_ASSIGNED
    grant_sight(case=case, user=worker, kind=kind, reason=reason, by=by)
    case.worker = worker
    return audit.save(case, by=by, reason=Reason.CASE_ASSIGNED)


def grant_sight(
    *,
    case: Case,
    user: User,
    kind: CaseGrant.Kind,
    reason: Reason,
    expires_at: dt.datetime | None = None,
    by: User,
) -> CaseGrant:
    """Give a user sight of one case, for a reason; only an assignment may have no end."""
    grant = CaseGrant.objects.filter(content_object=case, user=user, kind=kind).first()
    grant = grant or CaseGrant(content_object=case, user=user, permission=_view_case(), kind=kind)
    grant.reason, grant.granted_by, grant.expires_at = reason, by, expires_at
    return audit.save(grant, by=by, reason=Reason.ACCESS_GRANTED)


def change_status(*, case: Case, status: Case.Status, by: User) -> Case:
    """Say where an open case stands."""
    case.status = status
    return audit.save(case, by=by, reason=Reason.CASE_UPDATED)


def close_case(*, case: Case, status: Case.Status, closed_on: dt.date, by: User) -> Case:
    """Close a case as graduated or closed."""
    case.status, case.closed_on = status, closed_on
    return audit.save(case, by=by, reason=Reason.CASE_CLOSED)


def record_need(*, case: Case, domain: str, by: User) -> Need:
    """Note a need once; noting it again changes nothing."""
    case.require_open()
    need = Need.objects.filter(case=case, domain=domain).first()
    return need or audit.save(Need(case=case, domain=domain), by=by, reason=Reason.NEED_RECORDED)


def change_need(*, need: Need, status: Need.Status, by: User) -> Need:
    """Say where a need stands. A need is never deleted: that it was named stays true."""
    need.status = status
    return audit.save(need, by=by, reason=Reason.NEED_UPDATED)


def set_goal(
    *, case: Case, domain: str, words: str, target_on: dt.date | None = None, by: User
) -> Goal:
    """Set a goal in the participant's own words.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    goal = Goal(case=case, key=core_key(case), domain=domain, words=words, target_on=target_on)
    return audit.save(goal, by=by, reason=Reason.GOAL_SET)


def change_goal(*, goal: Goal, status: Goal.Status, by: User) -> Goal:
    """Say where a goal stands.

    Raises:
        CaseClosed: the case is closed.
    """
    goal.case.require_open()
    goal.status = status
    return audit.save(goal, by=by, reason=Reason.GOAL_UPDATED)


def plan_follow_up(*, case: Case, kind: str, due_on: dt.date, by: User) -> FollowUp:
    """Promise to get back to someone by a date.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    follow_up = FollowUp(case=case, kind=kind, due_on=due_on)
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def finish_follow_up(
    *, follow_up: FollowUp, outcome: str, at: dt.datetime | None = None, by: User
) -> FollowUp:
    """Say how a follow-up went, now or at the moment of the contact that did it.

    Raises:
        CaseClosed: the case is closed.
        AlreadyAnswered: someone has said so before.
    """
    follow_up.case.require_open()
    if follow_up.done_at:
        raise AlreadyAnswered(_("This follow-up is done already."))
    follow_up.done_at, follow_up.done_by, follow_up.outcome = at or timezone.now(), by, outcome
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_DONE)


def move_follow_up(*, follow_up: FollowUp, due_on: dt.date, by: User) -> FollowUp:
    """Move a follow-up to another day."""
    follow_up.due_on = due_on
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def reopen_follow_up(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Put a follow-up back on the list: what had done it was taken back."""
    follow_up.done_at, follow_up.done_by, follow_up.outcome = None, None, ""
    return audit.save(follow_up, by=by, reason=Reason.FOLLOW_UP_PLANNED)


def add_note(*, case: Case, text: str, written_at: dt.datetime | None = None, by: User) -> Note:
    """Add a note to a case, written now or copied from an earlier day.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    note = Note(case=case, key=core_key(case), text=text, author=by)
    note.written_at = written_at or note.written_at
    return audit.save(note, by=by, reason=Reason.NOTE_ADDED)


@dataclass(frozen=True)
class Release:
    """What a participant allows, to whom, until when."""

    recipient: Agency
    scope: list[str]
    method: str
    expires_on: dt.date
    signed_on: dt.date = field(default_factory=timezone.localdate)


def record_consent(*, participant: Participant, release: Release, by: User) -> Consent:
    """Write down what a participant allowed to be shared."""
    consent = Consent(
        participant=participant,
        recipient=release.recipient,
        scope=release.scope,
        method=release.method,
        signed_on=release.signed_on,
        expires_on=release.expires_on,
    )
    return audit.save(consent, by=by, reason=Reason.CONSENT_RECORDED)


def revoke_consent(*, consent: Consent, by: User) -> Consent:
    """Take a consent back, with effect at once."""
    consent.revoked_at = timezone.now()
    return audit.save(consent, by=by, reason=Reason.CONSENT_REVOKED)


_IDENTITY_COLUMNS = (
    "name_to_use",
    "legal_name",
    "street_names",
    "birth_date",
    "zone",
    "language",
    "race_ethnicity",
    "gender",
)


def _make_findable(participant: Participant) -> None:
    """Write the search tokens in this transaction, and look in other agencies after it."""
    write_tokens(participant)
    plan_comparison(participant)


def _set_phone(
    participant: Participant, number: str, safe_to_text: str, *, by: User
) -> ContactPoint:
    phone = participant.contact_points.filter(kind=ContactPoint.Kind.PHONE).first()
    phone = phone or ContactPoint(participant=participant, kind=ContactPoint.Kind.PHONE)
    phone.key = participant.key
    phone.value, phone.safe_to_text = number, safe_to_text
    return audit.save(phone, by=by, reason=Reason.PARTICIPANT_UPDATED)


def _view_case() -> StoredPermission:
    return StoredPermission.objects.get(content_type__app_label="cases", codename="view_case")
