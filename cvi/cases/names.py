"""One way to read a name, so that two ways to write it are found to be one."""

import re
import unicodedata

NORM_VERSION = 1  # goes up with every change of what `words` returns; then run cases_retoken

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
FOREIGN_LETTERS = 3
_BETWEEN = re.compile(r"[\s\-‐-―−,/]+")  # noqa: RUF001  hyphens and dashes of every length
_LATIN = re.compile(r"[^a-z0-9]")


def words(name: str) -> list[str]:
    """Return the words of a name in small Latin letters and digits, suffixes left out.

    A word in another script is its first three letters, without marks.
    """
    found = [word for part in _BETWEEN.split(plain(name)) if (word := _word(part))]
    return [word for word in found if word not in SUFFIXES] or found


def initials(name: str) -> str:
    """Return the first letters of a name's words, as a mask shows them: `Z. T.` for two."""
    return " ".join(f"{word[0].upper()}." for word in words(name))


def plain(name: str) -> str:
    """Fold case and take marks away: É is e, ﬁ is fi."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).translate(LETTERS)


def _word(part: str) -> str:
    latin = _LATIN.sub("", part)
    return latin or "".join(c for c in part if c.isalnum())[:FOREIGN_LETTERS]
