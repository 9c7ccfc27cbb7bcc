"""Invented people. Nobody is called like this, and no telephone has these numbers."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, product

from cvi.accounts.models import Zone
from cvi.cases.services import Identity
from cvi.cases.values import Answer, Gender, Language, RaceEthnicity
from cvi.records.demo.story import Story

FIRST_NAMES = (
    "Zedd", "Quillo", "Blorpa", "Fnordine", "Wumpo", "Zibbeth", "Grombel", "Twizza", "Yoddle",
    "Xantippo", "Kwixa", "Florbert", "Drozzle", "Plonka", "Snizzle", "Ümlauta", "Éxempla", "Jibbo",
    "Vuvuzel", "Oompha",
)  # fmt: skip
LAST_NAMES = (
    "Testperson", "Sampleton", "Exampleson", "Notreal", "Placeholderman", "Fictivo", "Inventado",
    "Madeupson", "Mockleby", "Dummysen", "Fakename", "Unrealova", "Specimento", "Demoperson",
    "Ñonexiste",
)  # fmt: skip
STREET_NAMES = (
    "Zigzag", "Wobble", "Noodle", "Turbosnail", "Gizmoduck", "Pickleboat", "Biscuitking",
    "Marshmello", "Bumblebeep", "Kazoo",
)  # fmt: skip
AREA_CODES = (215, 267, 312, 510)
FICTIONAL_EXCHANGE = "55501"
"""555-0100 to 555-0199 are kept for fiction. Source: ATIS-0300115."""

AGES = (15, 34)
RACES = (RaceEthnicity.BLACK, RaceEthnicity.HISPANIC, RaceEthnicity.WHITE, RaceEthnicity.ASIAN)
GENDERS = (Gender.MAN, Gender.MAN, Gender.MAN, Gender.WOMAN, Gender.NON_BINARY, Gender.NOT_ASKED)
LANGUAGES = (Language.ENGLISH, Language.ENGLISH, Language.ENGLISH, Language.SPANISH)


COMES_AGAIN = 6  # to the second street team, after the first one


class Crowd:
    """Hands out people, each name once before any comes again."""

    def __init__(self, story: Story, zones: list[Zone]) -> None:
        self.story, self.zones = story, zones
        pairs = list(product(FIRST_NAMES, LAST_NAMES))
        story.chance.shuffle(pairs)
        self.names: Iterator[tuple[str, str]] = cycle(pairs)
        self.count = 0
        self.first: Identity | None = None

    def next_person(self) -> Identity:
        """Return who the next person is; once, someone who has come before, to other people."""
        self.count += 1
        person = self._new_person()
        self.first = self.first or person
        return _told_badly(self.first) if self.count == COMES_AGAIN else person

    def _new_person(self) -> Identity:
        """Return who a new person is. Not everyone says everything."""
        first, last = next(self.names)
        chance = self.story.chance
        return Identity(
            name_to_use=f"{first} {last}",
            legal_name=f"{first} Q. {last}" if self.story.happens(0.6) else "",
            street_names=[chance.choice(STREET_NAMES)] if self.story.happens(0.4) else [],
            birth_date=self._birth_date(),
            zone=chance.choice(self.zones),
            language=chance.choice(LANGUAGES),
            race_ethnicity=[chance.choice(RACES)],
            gender=chance.choice(GENDERS),
            phone=self._phone() if self.story.happens(0.8) else "",
            safe_to_text=chance.choice([Answer.YES, Answer.YES, Answer.NO, Answer.NOT_ASKED]),
        )

    def _birth_date(self) -> dt.date:
        youngest, oldest = AGES
        days = self.story.chance.randint(youngest * 366, oldest * 365)
        return self.story.days_ago(days)

    def _phone(self) -> str:
        area = self.story.chance.choice(AREA_CODES)
        return f"+1{area}{FICTIONAL_EXCHANGE}{self.story.chance.randrange(100):02}"


def _told_badly(person: Identity) -> Identity:
    """Return someone as another agency wrote them down: a wrong day, and no number."""
    born = person.birth_date
    wrong = dt.date(born.year, born.month, 28 if born.day == 27 else 27) if born else None
    return replace(person, birth_date=wrong, phone="", legal_name="")
