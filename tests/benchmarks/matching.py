"""How many re-intakes the duplicate check finds: `python -m tests.benchmarks.matching`.

Names are invented, and drawn as unevenly as names are: few are common, most are rare.
"""

import datetime as dt
import os
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from uuid import UUID

import django

from cvi.cases import likeness, names
from cvi.cases.likeness import Likeness

AGENCY = UUID(int=7)
SHOWN = 5
STARTS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kw",
    "l",
    "m",
    "n",
    "p",
)
STARTS += ("pl", "qu", "r", "s", "sh", "sn", "st", "t", "tr", "v", "w", "y", "z")
MIDDLES = ("a", "e", "i", "o", "u", "ai", "ea", "oo", "ay")
ENDS = (
    "b",
    "ck",
    "d",
    "ff",
    "g",
    "l",
    "lm",
    "m",
    "n",
    "nd",
    "p",
    "r",
    "rk",
    "s",
    "sh",
    "t",
    "th",
    "x",
    "zz",
)
TAILS = ("", "", "o", "a", "ie", "son", "ez", "ard", "by", "ine")


@dataclass
class Person:
    """Who came: a first name, the parts of a last name, a birth date, a phone."""

    first: str
    lasts: list[str]
    born: dt.date
    phone: str = ""
    suffix: str = ""

    def likeness(self) -> Likeness:
        """Return what the duplicate check is told."""
        name = " ".join(filter(None, [self.first, "-".join(self.lasts), self.suffix]))
        return Likeness(
            (tuple(names.words(name)),), self.born, (self.phone[-7:],) * bool(self.phone)
        )


@dataclass(frozen=True)
class Figures:
    """What was measured."""

    found: float
    shown: float
    precision: float
    per_intake: float
    candidates_p50: float
    candidates_p95: float
    missed: Counter[str]


class Crowd:
    """Invented people of a city, and the nicknames they go by."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.firsts, self.lasts = self._names(900), self._names(6000)
        self.weights = {
            n: list(accumulate(1 / (rank + 12) for rank in range(1, n + 1))) for n in (900, 6000)
        }
        self.nicknames = {first: self._nickname(first) for first in self.firsts}

    def people(self, count: int) -> list[Person]:
        """Return so many people, aged 14 to 40 in 2026."""
        chance = self.chance
        made = []
        for _each in range(count):
            lasts = [self._drawn(self.lasts) for _part in range(1 + (chance.random() < 0.06))]
            born = dt.date(1986, 1, 1) + dt.timedelta(days=chance.randrange(26 * 365))
            phone = f"215555{chance.randrange(10_000):04}" if chance.random() < 0.7 else ""
            made.append(Person(self._drawn(self.firsts), lasts, born, phone))
        return made

    def _names(self, count: int) -> list[str]:
        chance, made = self.chance, {}
        while len(made) < count:
            parts = [chance.choice(STARTS), chance.choice(MIDDLES), chance.choice(ENDS)]
            made["".join(parts) + chance.choice(TAILS)] = None
        return list(made)

    def _drawn(self, pool: list[str]) -> str:
        """Draw as unevenly as the census counts: the first of 900 is 2 %, of 6,000 is 1 %."""
        return self.chance.choices(pool, cum_weights=self.weights[len(pool)])[0]

    def _nickname(self, first: str) -> str:
        """Return a short form, or for every third name one that sounds like nothing in it."""
        if self.chance.random() < 0.33:
            return self.chance.choice(self.firsts)
        return first[:3] + self.chance.choice(("y", "ie", "o", ""))


Corruption = Callable[[Person, Crowd], Person]


def typo(word: str, chance: random.Random) -> str:
    """Swap, drop, double or mistake one letter after the first."""
    at = chance.randrange(1, len(word))
    letter = chance.choice("aeiourstlnmk")
    kinds = (
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at - 1] + word[at:],
        word[:at] + letter + word[at + 1 :],
    )
    return chance.choice([kind for kind in kinds if kind] or [word])


def _typo_in_first(one: Person, crowd: Crowd) -> Person:
    return replace(one, first=typo(one.first, crowd.chance))


def _typo_in_last(one: Person, crowd: Crowd) -> Person:
    return replace(one, lasts=[typo(one.lasts[0], crowd.chance), *one.lasts[1:]])


def _nickname(one: Person, crowd: Crowd) -> Person:
    return replace(one, first=crowd.nicknames.get(one.first, one.first))


def _swapped(one: Person, _crowd: Crowd) -> Person:
    return replace(one, first=one.lasts[0], lasts=[one.first])


def _wrong_day(one: Person, crowd: Crowd) -> Person:
    return replace(one, born=one.born.replace(day=crowd.chance.randint(1, 28)))


def _wrong_year(one: Person, crowd: Crowd) -> Person:
    year = one.born.year + crowd.chance.choice((-10, -2, -1, 1, 2, 10))
    is_leap_day = (one.born.month, one.born.day) == (2, 29)
    return replace(one, born=one.born.replace(year=year, day=28 if is_leap_day else one.born.day))


def _day_as_month(one: Person, _crowd: Crowd) -> Person:
    if one.born.day > 12:
        return replace(one, born=one.born.replace(day=min(one.born.month, 28)))
    return replace(one, born=one.born.replace(day=one.born.month, month=one.born.day))


def _hyphen(one: Person, crowd: Crowd) -> Person:
    if len(one.lasts) > 1:
        return replace(one, lasts=[crowd.chance.choice(one.lasts)])
    return replace(one, lasts=[*one.lasts, crowd.chance.choice(crowd.lasts)])


def _suffix(one: Person, crowd: Crowd) -> Person:
    return replace(one, suffix=crowd.chance.choice(("Jr.", "III", "sr", "II")))


def _no_phone(one: Person, _crowd: Crowd) -> Person:
    return replace(one, phone="")


CORRUPTIONS: tuple[Corruption, ...] = (
    _typo_in_first,
    _typo_in_last,
    _nickname,
    _swapped,
    _wrong_day,
    _wrong_year,
    _day_as_month,
    _hyphen,
    _suffix,
)
TWICE_WRONG = 0.05


def measure(*, people: int, intakes: int, seed: int = 1) -> Figures:
    """Take people in again, badly, and as many new ones, and see whom the check would show."""
    from cvi.cases.tokens import tokens_of

    chance = random.Random(seed)  # noqa: S311  not a secret
    crowd = Crowd(chance)
    known = [person.likeness() for person in crowd.people(people)]
    index = defaultdict(list)
    for number, person in enumerate(known):
        for token in tokens_of(person, AGENCY):
            index[token].append(number)
    back = list(_coming_back(crowd, seed, people, intakes))
    new = [("new", None, person) for person in crowd.people(intakes)]
    counts, found, shown, others, missed = [], 0, 0, 0, Counter()
    for kind, number, person in [*back, *new]:
        told = person.likeness()
        near = {n for token in tokens_of(told, AGENCY) for n in index.get(token, ())}
        counts.append(len(near))
        ranked = sorted(((likeness.score(told, known[n]), n) for n in near), reverse=True)
        page = [n for value, n in ranked[:SHOWN] if value >= likeness.LEAST_SCORE]
        found += number in near
        shown += number in page
        others += len(set(page) - {number})
        if number is not None and number not in page:
            missed[kind] += 1
    counts.sort()
    return Figures(
        found=found / intakes,
        shown=shown / intakes,
        precision=shown / max(1, shown + others),
        per_intake=(shown + others) / len(counts),
        candidates_p50=statistics.median(counts),
        candidates_p95=counts[int(len(counts) * 0.95)],
        missed=missed,
    )


def _coming_back(
    crowd: Crowd, seed: int, people: int, intakes: int
) -> Iterator[tuple[str, int, Person]]:
    """Yield (what is wrong, number in the crowd, the person as told the second time)."""
    again = Crowd(random.Random(seed))  # noqa: S311  the same crowd once more
    known = again.people(people)
    for place, number in enumerate(crowd.chance.sample(range(people), intakes)):
        chosen = [CORRUPTIONS[place % len(CORRUPTIONS)]]
        if crowd.chance.random() < TWICE_WRONG:
            chosen.append(crowd.chance.choice(CORRUPTIONS))
        if crowd.chance.random() < 0.5:
            chosen.append(_no_phone)
        told = known[number]
        for corrupt in chosen:
            told = corrupt(told, crowd)
        yield "+".join(c.__name__.strip("_") for c in chosen if c is not _no_phone), number, told


def main() -> None:
    """Print the figures for 2,000 re-intakes into agencies of three sizes."""
    print("| people | found | shown | shown who are right | shown an intake | decrypted p50, p95 |")  # noqa: T201
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")  # noqa: T201
    for people in (5_000, 20_000, 50_000):
        f = measure(people=people, intakes=2_000, seed=2)
        print(  # noqa: T201
            f"| {people:,} | {f.found:.2%} | {f.shown:.2%} | {f.precision:.0%} | "
            f"{f.per_intake:.2f} | {f.candidates_p50:.0f}, {f.candidates_p95:.0f} |"
        )
        print(f.missed.most_common(), os.linesep)  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
