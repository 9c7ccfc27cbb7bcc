"""How alike two people are by name and birth date, and by which tokens they find each other."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import jellyfish
from rapidfuzz.distance import JaroWinkler

from cvi.cases import names

NAME_SHARE, BIRTH_SHARE = 0.65, 0.35
LEAST_SCORE = 0.66
UNKNOWN_BIRTH = 0.5
DAY_AND_MONTH_SWAPPED = 0.9
TWO_OF_THREE = 0.8
ONE_NAME_ONLY = 0.85
PHONE_DIGITS = 7


class Named(Protocol):
    """What a form, a referral and a participant's row say alike."""

    @property
    def name_to_use(self) -> str: ...  # noqa: D102
    @property
    def legal_name(self) -> str: ...  # noqa: D102
    @property
    def street_names(self) -> list[str]: ...  # noqa: D102
    @property
    def birth_date(self) -> dt.date | None: ...  # noqa: D102


@dataclass(frozen=True)
class Likeness:
    """What a person is told apart by. Each name is its words: the first name, then the others."""

    names: tuple[tuple[str, ...], ...] = ()
    birth_date: dt.date | None = None
    phones: tuple[str, ...] = ()


def of(person: Named, *phones: str) -> Likeness:
    """Return what tells this person apart."""
    called = (person.name_to_use, person.legal_name, *person.street_names)
    spelled = dict.fromkeys(tuple(names.words(name)) for name in called)
    digits = ("".join(c for c in phone if c.isdigit())[-PHONE_DIGITS:] for phone in phones)
    return Likeness(tuple(filter(None, spelled)), person.birth_date, tuple(filter(None, digits)))


def token_texts(person: Likeness) -> set[tuple[str, str]]:
    """Return (kind, text) of every token of a person. None is of one attribute alone.

    Source: security.md 3.2; measured there, a token of a first name alone gives 18 % of them away.
    """
    return {
        (kind, text)
        for first, last in _pairs(person)
        for kind, text in _texts(first, last, person)
        if text
    }


def score(one: Likeness, other: Likeness) -> float:
    """Return how likely these two are one person, from 0 to 1."""
    alike = max((_name_score(a, b) for a in one.names for b in other.names), default=0.0)
    return NAME_SHARE * alike + BIRTH_SHARE * _birth_score(one.birth_date, other.birth_date)


def _pairs(person: Likeness) -> Iterator[tuple[str, str]]:
    """Yield each first name with each part of its last name; single letters are middle initials."""
    for first, *rest in person.names:
        lasts = [word for word in rest if len(word) > 1] or rest or [""]
        yield from ((first, last) for last in lasts)


def _texts(first: str, last: str, person: Likeness) -> Iterator[tuple[str, str]]:
    if last:
        yield "A", "|".join(sorted([_sound(first), _sound(last)]))
    if person.birth_date:
        yield from _birth_texts(first, last, person.birth_date)
    for phone in person.phones:
        yield "H", f"{phone}|{first[0]}"


def _birth_texts(first: str, last: str, born: dt.date) -> Iterator[tuple[str, str]]:
    yield "C", f"{_sound(first)}|{born}"
    yield "F", f"{first[:2]}|{born}"
    if not last:
        return
    yield "B", f"{_sound(last)}|{first[0]}|{born.year}"
    yield "D", f"{_sound(last)}|{born}"
    yield "E", f"{first[:3]}|{last[:3]}|{born.year}"
    day_and_month = sorted([born.month, born.day])
    yield "G", f"{day_and_month}|{born.year}|{sorted([first[0], last[0]])}"


def _sound(word: str) -> str:
    """Return how a word sounds; of another script, or without a sound, the word itself."""
    return (jellyfish.metaphone(word) if word.isascii() else "") or word


def _name_score(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if len(one) == 1 or len(other) == 1:
        part = ONE_NAME_ONLY if len(one) != len(other) else 1.0
        return part * max(_alike(a, b) for a in one for b in other)
    straight = (_alike(one[0], other[0]) + _best(one[1:], other[1:])) / 2
    swapped = (_best(one[:1], other[1:]) + _best(one[1:], other[:1])) / 2
    return max(straight, swapped)


def _best(some: tuple[str, ...], others: tuple[str, ...]) -> float:
    return max(_alike(a, b) for a in some for b in others)


def _alike(one: str, other: str) -> float:
    return JaroWinkler.similarity(one, other)


def _birth_score(one: dt.date | None, other: dt.date | None) -> float:
    if one is None or other is None:
        return UNKNOWN_BIRTH
    if one == other:
        return 1.0
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return DAY_AND_MONTH_SWAPPED
    same = sum([one.year == other.year, one.month == other.month, one.day == other.day])
    return TWO_OF_THREE if same == 2 else 0.0
