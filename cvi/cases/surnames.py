"""Whether someone looks up a person of their own last name: family, or a feud."""

import re
import unicodedata

from cvi.accounts.models import User
from cvi.audit import marks
from cvi.cases.models import Participant
from cvi.vault.errors import DomainDenied, RecordSealed

SHORTEST = 3


def flag_of(person: Participant, *, reader: User) -> str:
    """Return the flag for opening `person`, whose name the page opens anyway."""
    own = surnames(reader.name)
    if not own:
        return marks.NOTHING
    try:
        theirs = surnames(person.legal_name) | surnames(person.name_to_use)
    except (DomainDenied, RecordSealed):
        return marks.NOTHING
    return marks.OWN_SURNAME if own & theirs else marks.NOTHING


def flag_of_search(text: str, *, reader: User) -> str:
    """Return the flag for what was typed into a search."""
    return marks.OWN_SURNAME if surnames(reader.name) & _words(text) else marks.NOTHING


def surnames(name: str) -> set[str]:
    """Return every word of a name after the first; many people have two last names."""
    _first, _space, rest = name.strip().partition(" ")
    return _words(rest)


def _words(text: str) -> set[str]:
    """Return the words as they compare: without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return {word for word in re.findall(r"[^\W\d_]+", letters) if len(word) >= SHORTEST}
