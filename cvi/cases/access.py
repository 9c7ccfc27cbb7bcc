"""The door. Every page about a participant begins with `open_case` or `open_participant`."""

from typing import TypeVar
from uuid import UUID

from cvi.accounts.access import require_holds
from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.cases.models import Case, CaseRecord, MatchReview, Participant, Transfer
from cvi.cases.pace import require_pace
from cvi.cases.surnames import flag_of

Record = TypeVar("Record", bound=CaseRecord)


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
