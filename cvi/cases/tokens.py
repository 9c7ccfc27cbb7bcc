"""Search tokens: written with a participant, and asked for who may be the same person."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from cvi.cases import likeness
from cvi.cases.likeness import Likeness
from cvi.cases.models import ContactPoint, Participant, SearchToken
from cvi.cases.names import NORM_VERSION
from cvi.vault.index import token

Token = tuple[str, int]
CANDIDATES = 200


def likeness_of(participant: Participant) -> Likeness:
    """Return what tells a participant apart, phones included."""
    phones = ContactPoint.objects.filter(
        participant=participant, kind=ContactPoint.Kind.PHONE
    ).order_by("pk")
    return likeness.of(participant, *(phone.value for phone in phones))


def tokens_of(person: Likeness, agency_id: UUID) -> set[Token]:
    """Return the tokens of a person under the index key of one agency."""
    texts = likeness.token_texts(person)
    return {(kind, token(kind, text, realm=agency_id)) for kind, text in texts}


@transaction.atomic
def write_tokens(participant: Participant) -> None:
    """Write the tokens of who a participant is now, and take away those of who they were.

    A file that was merged into another has none: the other is found instead.
    """
    person = Likeness() if participant.duplicate_of_id else likeness_of(participant)
    wanted = tokens_of(person, participant.agency_id)
    rows = SearchToken.objects.filter(participant=participant)
    kept = set()
    for row in rows:
        if (row.kind, row.value) in wanted and row.norm_version == NORM_VERSION:
            kept.add((row.kind, row.value))
        else:
            row.delete()
    SearchToken.objects.bulk_create(
        SearchToken(participant=participant, kind=kind, value=value, norm_version=NORM_VERSION)
        for kind, value in sorted(wanted - kept)
    )


def candidate_ids(person: Likeness, agency_id: UUID) -> list[UUID]:
    """Return who of an agency shares a token with `person`, who shares most first. One query."""
    wanted = tokens_of(person, agency_id)
    if not wanted:
        return []
    rows = SearchToken.objects.filter(_any_of(wanted), participant__agency=agency_id)
    found = rows.values("participant_id").annotate(shared=Count("pk"))
    best = found.order_by("-shared", "participant_id")[:CANDIDATES]
    return [row["participant_id"] for row in best]


def _any_of(tokens: Iterable[Token]) -> Q:
    """Match rows that carry one of the tokens."""
    condition = Q()
    for kind, value in sorted(tokens):
        condition |= Q(kind=kind, value=value)
    return condition
