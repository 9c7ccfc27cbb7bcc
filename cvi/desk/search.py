"""Find people by name among those a user sees: their names are opened and compared here."""

from rapidfuzz import fuzz, utils

from cvi.cases.models import Case

LEAST_SCORE = 70


def best_matches(cases: list[Case], text: str) -> list[Case]:
    """Return the cases whose person is called something like `text`, the best match first."""
    scored = [(_score(case, text), case) for case in cases]
    good = [pair for pair in scored if pair[0] >= LEAST_SCORE]
    return [case for _score_, case in sorted(good, key=lambda pair: -pair[0])]


def _score(case: Case, text: str) -> float:
    person = case.participant
    names = [person.name_to_use, person.legal_name, person.code, *person.street_names]
    compare = fuzz.WRatio
    return max(compare(text, name, processor=utils.default_process) for name in names if name)
