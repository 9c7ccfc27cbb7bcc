"""Find people by name among those a user sees: their names are opened and compared here."""

from rapidfuzz import fuzz, utils

from cvi.cases.models import Case
from cvi.cases.names import plain

LEAST_SCORE = 70


def best_matches(cases: list[Case], text: str) -> list[Case]:
    """Return the cases whose person is called something like `text`, the best match first."""
    scored = [(_score(case, text), case) for case in cases]
    good = [pair for pair in scored if pair[0] >= LEAST_SCORE]
    return [case for _score_, case in sorted(good, key=lambda pair: -pair[0])]


def _score(case: Case, text: str) -> float:
    person = case.participant
    names = [person.name_to_use, person.legal_name, person.code, *person.street_names]
    return max(fuzz.WRatio(text, name, processor=_spoken) for name in names if name)


def _spoken(name: str) -> str:
    """Return a name as it is typed in haste: without accents, capitals and marks."""
    return utils.default_process(plain(name))
