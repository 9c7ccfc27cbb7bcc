"""The door. Every page about a participant begins with `open_case` or `open_participant`."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from cvi.accounts.access import require_holds
from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.cases.models import (
    BulkMove,
    Case,
    CaseRecord,
    Consent,
    Group,
    GroupMember,
    GroupSession,
    KinLink,
    MatchReview,
    Merge,
    Participant,
    Transfer,
)
from cvi.cases.models.participant import PersonRecord
from cvi.cases.pace import require_pace
from cvi.cases.surnames import flag_of

Record = TypeVar("Record", bound=CaseRecord)
Part = TypeVar("Part", bound=PersonRecord)


def allows(user: User, to: Permission, case: Case) -> bool:
    """Answer whether a role that `user` holds in the case's own team allows `to`.

    A file that was opened in an emergency may be read, and nothing else.
    """
    is_reading = to == Permission.OPEN_CASE and user.reads_in_emergency(case.participant_id)
    return is_reading or user.may_in(case.team_id, to)


def open_case(user: User, case_id: UUID, *, to: Permission, program: Program | None = None) -> Case:
    """Return the case if `user` may see it and may do `to`, and note the visit.

    Raises:
        Unseen: no such case in `program`, or none this user was given sight of.
            The two look alike: that someone has a file here is itself a secret.
        NotAllowed: the case is theirs to see, but not to do this with.

    Both carry ids only; `RefusalMiddleware` writes the line after the rollback. Every door raises
    `TooFast` to someone who opens too many files.
    """
    cases = Case.objects.visible_to(user).with_people()
    cases = cases.filter(program=program) if program else cases
    case = cases.filter(pk=case_id).first()
    if case is None:
        raise Unseen(Case, case_id)
    if not allows(user, to, case):
        raise NotAllowed(Case, case_id)
    require_pace(user, case.participant_id)
    audit.viewed(case, by=user, flag=flag_of(case.participant, reader=user))
    return case


def open_record(user: User, model: type[Record], record_id: UUID, *, to: Permission) -> Record:
    """Return a record of a case that `user` sees and may do `to` in, with the case fetched.

    Raises:
        Unseen: no such record, or its case is not theirs to see.
        NotAllowed: the case is theirs to see, but not to do this with.
    """
    records = model.objects.visible_to(user).select_related("case__participant")  # type: ignore[attr-defined]  # each record class declares it
    record: Record | None = records.filter(pk=record_id).first()
    if record is None:
        raise Unseen(model, record_id)
    if not allows(user, to, record.case):
        raise NotAllowed(model, record_id)
    require_pace(user, record.case.participant_id)
    audit.viewed(record, by=user, flag=flag_of(record.case.participant, reader=user))
    return record


def open_group(user: User, group_id: UUID) -> Group:
    """Return a group of a team in which `user` runs groups, and note the visit.

    Raises:
        Unseen: there is no such group, or it is of a team in which they run none.
    """
    group = Group.objects.visible_to(user).select_related("team").filter(pk=group_id).first()
    if group is None:
        raise Unseen(Group, group_id)
    audit.viewed(group, by=user)
    return group


def open_session(user: User, session_id: UUID) -> GroupSession:
    """Return a session of a group that `user` may open.

    Raises:
        Unseen: there is no such session, or its group is not theirs to open.
    """
    session = GroupSession.objects.visible_to(user).filter(pk=session_id).first()
    if session is None:
        raise Unseen(GroupSession, session_id)
    session.group = open_group(user, session.group_id)
    return session


def members_of(user: User, group: Group) -> list[GroupMember]:
    """Return who is in a group and was, of those whose case `user` sees and may note it in.

    Of the others nothing is read: not even how many they are.
    """
    rows = GroupMember.objects.visible_to(user).filter(group=group)
    rows = rows.select_related("case__participant", "case__team", "group").order_by("pk")
    return [row for row in rows if allows(user, Permission.KEEP_GROUP, row.case)]


def open_consent(user: User, consent_id: UUID, *, to: Permission) -> Consent:
    """Return a consent of someone whom `user` sees and may do `to` with, and note the visit.

    Raises:
        Unseen: no such consent, or of someone this user was given sight of no case of.
        NotAllowed: theirs to see, but in none of their cases to do this with.
    """
    consents = Consent.objects.visible_to(user).select_related("participant__agency", "recipient")
    consent = consents.filter(pk=consent_id).first()
    if consent is None:
        raise Unseen(Consent, consent_id)
    open_participant(user, consent.participant_id, to=to)
    audit.viewed(consent, by=user)
    return consent


def open_part(user: User, model: type[Part], part_id: UUID, *, case: Case) -> Part:
    """Return something that hangs on the participant of a case that was opened.

    Raises:
        Unseen: it is not this participant's, or there is none.
    """
    rows = model.objects.visible_to(user)  # type: ignore[attr-defined]  # each declares it
    mine = Q(participant=case.participant_id)
    if model is KinLink:
        mine |= Q(kin=case.participant_id)
    part: Part | None = rows.filter(mine, pk=part_id).select_related("participant").first()
    if part is None:
        raise Unseen(model, part_id)
    return part


def open_legal_name(user: User, case: Case) -> str:
    """Return the name on someone's papers; that it is shown leaves a line of its own."""
    reason = Reason.LEGAL_NAME_OPENED
    audit.record(audit.Action.VIEWED, case.participant, by=user, reason=reason)
    name: str = case.participant.legal_name
    return name


def open_merge(user: User, merge_id: UUID) -> Merge:
    """Return a merge to whoever may undo it, and note the visit.

    Raises:
        Unseen: there is no such merge, or it is of nobody they see.
        NotAllowed: theirs to see, but in no team where they merge files.
    """
    merge = Merge.objects.visible_to(user).select_related("keep").filter(pk=merge_id).first()
    if merge is None:
        raise Unseen(Merge, merge_id)
    open_participant(user, merge.keep_id, to=Permission.MERGE_PEOPLE)
    return merge


def open_transfer(user: User, transfer_id: UUID) -> Transfer:
    """Return a case that `user` is asked to take over, and note the visit. It shows no name yet.

    Raises:
        Unseen: there is no such request, or it was answered.
        NotAllowed: it is about a case they see, but someone else was asked.
    """
    asked = Transfer.objects.to_answer(user).select_related("case__participant", "case__team")
    transfer = asked.filter(pk=transfer_id).first()
    if transfer is None:
        seen = Transfer.objects.visible_to(user).filter(pk=transfer_id).exists()
        raise (NotAllowed if seen else Unseen)(Transfer, transfer_id)
    audit.viewed(transfer, by=user)
    return transfer


def open_move(user: User, move_id: UUID) -> BulkMove:
    """Return a bulk move of a team whose cases `user` gives out, and note the visit.

    Raises:
        Unseen: there is none, or it is another team's.
        NotAllowed: it is their team's, but giving cases out is not theirs to do.
    """
    moves = BulkMove.objects.visible_to(user).select_related("team", "worker", "moved_by")
    move = moves.filter(pk=move_id).first()
    if move is None:
        raise Unseen(BulkMove, move_id)
    if not user.may_in(move.team_id, Permission.ASSIGN_CASE):
        raise NotAllowed(BulkMove, move_id)
    audit.viewed(move, by=user)
    return move


def open_match_review(user: User, review_id: UUID) -> MatchReview:
    """Return a match across agencies to whoever may review them, and note the visit.

    Raises:
        NotAllowed: no role of this user lets them review matches.
        Unseen: there is no such match.
    """
    require_holds(user, Permission.REVIEW_MATCHES)
    review = MatchReview.objects.visible_to(user).filter(pk=review_id).first()
    if review is None:
        raise Unseen(MatchReview, review_id)
    audit.viewed(review, by=user)
    return review


def open_participant(
    user: User, participant_id: UUID, *, to: Permission | None = None
) -> Participant:
    """Return the participant if `user` sees one of their cases, and note the visit.

    Args:
        user: who asks.
        participant_id: whom they ask for.
        to: what they must be allowed in the team of a case that they see.

    Raises:
        Unseen: no such participant, or none with a case this user was given sight of.
        NotAllowed: theirs to see, but in none of those teams to do this with.
    """
    people = Participant.objects.visible_to(user).select_related("agency", "zone")
    participant = people.filter(pk=participant_id).first()
    if participant is None:
        raise Unseen(Participant, participant_id)
    seen = Case.objects.visible_to(user).filter(participant=participant)
    if to and not any(allows(user, to, case) for case in seen):
        raise NotAllowed(Participant, participant_id)
    require_pace(user, participant.pk)
    audit.viewed(participant, by=user, flag=flag_of(participant, reader=user))
    return participant
