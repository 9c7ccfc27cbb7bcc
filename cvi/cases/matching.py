"""Who of the user's own agency may be the person they are taking in, masked."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cvi.accounts.access import require_few_searches
from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.cases import likeness, names
from cvi.cases.likeness import Likeness
from cvi.cases.models import Case, Participant, SightRequest
from cvi.cases.tokens import candidate_ids
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain

SHOWN = 5


@dataclass(frozen=True)
class Masked:
    """Someone who may be the same person, as far as another team may know.

    Attributes:
        name: only where the user has sight of the person; initials otherwise.
        is_asked: the user has asked the other team, and nobody has answered.
    """

    participant_id: UUID
    case: Case
    name: str
    birth_year: int | None
    is_seen: bool
    is_asked: bool


@dataclass(frozen=True)
class Match:
    """Someone who may be the same person, opened as far as a mask shows."""

    participant: Participant
    score: float

    @property
    def initials(self) -> str:
        """The first letters of the name they go by."""
        return names.initials(self.participant.name_to_use or self.participant.legal_name)

    @property
    def birth_year(self) -> int | None:
        """The year of birth, where it is known."""
        born: dt.date | None = self.participant.birth_date
        return born.year if born else None


def candidates(
    *, person: Likeness, agency: Agency, besides: UUID | None = None, by: User
) -> list[Masked]:
    """Return who of an agency may be this person, the likeliest first, and note the search.

    Raises:
        TooManyTries: this user has searched too often within a minute.
    """
    require_few_searches(by)
    with open_ring({(Domain.CORE, agency.pk)}):
        found = [m for m in best_matches(person, agency.pk) if m.participant.pk != besides]
        shown = list(_masked(found, by))
    audit.searched(Participant, count=len(shown), by=by)
    return shown[:SHOWN]


def best_matches(person: Likeness, agency_id: UUID) -> Iterator[Match]:
    """Yield the people of an agency who are like `person`, the likeliest first."""
    ids = candidate_ids(person, agency_id)
    people = Participant.objects.filter(pk__in=ids) if ids else []
    ranked = [Match(one, likeness.score(person, likeness.of(one))) for one in people]
    ranked.sort(key=lambda match: (-match.score, match.participant.pk))
    yield from (match for match in ranked if match.score >= likeness.LEAST_SCORE)


def _masked(found: list[Match], user: User) -> Iterator[Masked]:
    """Cover the names of those whom the user has no sight of."""
    ids = [match.participant.pk for match in found]
    cases = _newest_cases(ids)
    seen = set(Participant.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    waiting = SightRequest.objects.waiting().filter(asked_by=user, case__in=cases.values())
    asked = set(waiting.values_list("case_id", flat=True))
    for match in found:
        pk = match.participant.pk
        if pk in cases:
            is_seen = pk in seen
            name = match.participant.called if is_seen else match.initials
            is_asked = cases[pk].pk in asked
            yield Masked(pk, cases[pk], name, match.birth_year, is_seen, is_asked)


def _newest_cases(participant_ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Return for each person the case that tells whose they are: an open one before a closed."""
    cases = Case.objects.filter(participant__in=participant_ids).select_related("team")
    ordered = sorted(cases, key=lambda case: (case.closed_on is None, case.opened_on, case.pk))
    return {case.participant_id: case for case in ordered}
