"""Two agencies, one person: found after the page was answered, decided by the privacy officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered
from cvi.cases.matching import Match, best_matches
from cvi.cases.models import MatchReview, Participant, PersonLink
from cvi.cases.tokens import likeness_of
from cvi.vault.index import fingerprint
from cvi.vault.keyring import open_ring
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import mint_key

LIKELY_SCORE = 0.8  # an own colleague is shown more; the privacy officer's time is short
PAIR = "pair"


@dataclass(frozen=True)
class Side:
    """One of two who may be one person, as the privacy officer sees them."""

    code: str
    agency: str
    initials: str
    born: int | None


Reviewed = tuple[MatchReview, list[Side]]


def with_sides(found: Iterable[MatchReview]) -> list[Reviewed]:
    """Pair each match with both its sides. Two queries, however many there are."""
    rows = list(found)
    people = {side["participant"] for review in rows for side in review.sides}
    codes = dict(Participant.objects.filter(pk__in=people).values_list("pk", "code"))
    names = dict(Agency.objects.values_list("pk", "name"))
    return [
        (
            review,
            [
                Side(
                    code=codes[UUID(side["participant"])],
                    agency=names[UUID(side["agency"])],
                    initials=side["initials"],
                    born=side["born"],
                )
                for side in review.sides
            ],
        )
        for review in rows
    ]


def compare_elsewhere(*, participant: Participant, by: User) -> list[MatchReview]:
    """Look for a participant in every other agency; each match is sealed for the office."""
    office = _office()
    others = Agency.objects.exclude(pk=participant.agency_id).order_by("pk")
    if office is None:
        return []
    made = []
    for agency in others:
        keys = {(Domain.CORE, participant.agency_id), (Domain.CORE, agency.pk)}
        with open_ring(keys):
            person = likeness_of(participant)
            likely = [m for m in best_matches(person, agency.pk) if m.score >= LIKELY_SCORE]
            own = Match(participant, 1.0)
            made += [_review(own, match, office, by=by) for match in likely]
    return [review for review in made if review]


@transaction.atomic
def decide_match(
    *, review: MatchReview, state: MatchReview.State, why: str, by: User
) -> MatchReview:
    """Say whether two participants are one person, and why. The same person makes a link.

    Raises:
        AlreadyAnswered: someone has decided before.
    """
    review = MatchReview.objects.select_for_update().get(pk=review.pk)
    if review.state != MatchReview.State.OPEN:
        raise AlreadyAnswered(_("This was decided already."))
    if state == MatchReview.State.SAME:
        ids = [side["participant"] for side in review.sides]
        one, other = Participant.objects.filter(pk__in=ids).order_by("pk")
        link_people(one=one, other=other, source=PersonLink.Source.REVIEW, by=by)
    review.state, review.why = state, why
    review.decided_by, review.decided_at = by, timezone.now()
    return audit.save(review, by=by, reason=Reason.MATCH_DECIDED)


def link_people(
    *, one: Participant, other: Participant, source: PersonLink.Source, by: User
) -> PersonLink | None:
    """Note, sealed for the office, that two agencies' participants are one person.

    Nothing is noted where there is no office to seal it for.
    """
    office, pair = _office(), _pair(one, other)
    if office is None:
        return None
    earlier = PersonLink.objects.filter(pair=pair).first()
    link = earlier or PersonLink(pair=pair, source=source)
    if earlier:
        return earlier
    link.key = _key(office, link.pk)
    link.sides = [{"participant": str(p.pk), "agency": str(p.agency_id)} for p in (one, other)]
    return audit.save(link, by=by, reason=Reason.PEOPLE_LINKED)


def _review(one: Match, other: Match, office: Agency, *, by: User) -> MatchReview | None:
    """Seal a match for the office, unless this pair was linked or asked about before."""
    pair = _pair(one.participant, other.participant)
    known = (model.objects.filter(pair=pair).exists() for model in (MatchReview, PersonLink))
    if any(known):
        return None
    review = MatchReview(pair=pair, score=round(other.score, 2))
    review.sides = [_side(match) for match in sorted((one, other), key=lambda m: m.participant.pk)]
    try:
        with transaction.atomic():
            review.key = _key(office, review.pk)
            return audit.save(review, by=by, reason=Reason.MATCH_FOUND)
    except IntegrityError:  # the other of the two was compared at the same moment
        return None


def _side(match: Match) -> dict[str, Any]:
    person = match.participant
    return {
        "participant": str(person.pk),
        "agency": str(person.agency_id),
        "initials": match.initials,
        "born": match.birth_year,
    }


def _office() -> Agency | None:
    """Return the office, whose privacy officer looks at matches."""
    return Agency.objects.filter(kind=Agency.Kind.OVP).order_by("pk").first()


def _key(office: Agency, subject: UUID) -> DataKey:
    return mint_key(domain=Domain.MATCH, realm=office.pk, subject=subject)


def _pair(one: Participant, other: Participant) -> bytes:
    """Return what tells this pair from every other, and only to whoever holds the index key."""
    return fingerprint(PAIR, "|".join(sorted([one.pk.hex, other.pk.hex])))
