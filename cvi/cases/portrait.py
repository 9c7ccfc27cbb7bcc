"""What is known of someone's life, in words: for their page, and for the paper they get."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.cases.models import About, KinLink, Participant, Relative
from cvi.cases.values import (
    CHILDREN,
    NO_ANSWER,
    Answer,
    FederalSex,
    Gender,
    Orientation,
    RaceEthnicity,
    RaceSource,
)
from cvi.standards import reading as standards

LISTS = ("housing", "schooling", "work", "insurance", "access_need", "kin_relation", "death_cause")
Words = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Fact:
    """One thing that is known, in words."""

    label: str
    value: str
    url: str = ""
    action_label: str = ""


@dataclass(frozen=True)
class Kin:
    """A participant of the family, as one reads it from this end."""

    link: KinLink
    person: Participant
    relation: str


def about_of(person: Participant) -> About:
    """Return what someone told about their life; a blank sheet where they told nothing yet."""
    return About.objects.filter(participant=person).first() or About(
        participant=person, key=person.key
    )


def words() -> Words:
    """Return what the codes of the standards' lists are called. One query."""
    return standards.labels(*LISTS)


def who(person: Participant, about: About) -> list[Fact]:
    """Return who someone is. The legal name stays behind a page of its own."""
    return _known(
        (_("Street names"), ", ".join(person.street_names)),
        (_("Birth date"), _day(person.birth_date)),
        (_("Age"), age_in_words(person)),
        (_("Pronouns"), about.pronouns),
        (_("Gender"), about.gender_words or _said(Gender, person.gender)),
        (_("Orientation"), _said(Orientation, about.orientation)),
        (_("Race and ethnicity"), race_in_words(person)),
        (_("How we know"), _said(RaceSource, about.race_source)),
        (_("Sex, for federal reports"), _federal(about)),
    )


def talking(person: Participant, about: About, called: Words) -> list[Fact]:
    """Return how one talks with someone, and where they are."""
    needs = called["access_need"]
    return _known(
        (_("Stays at"), _("No fixed address") if about.has_no_address else about.stays_at),
        (_("Area of the city"), person.zone.name if person.zone else ""),
        (_("Language"), about.language_words or person.language_label),
        (_("Needs an interpreter"), _said(Answer, about.interpreter)),
        (_("Wants help with reading"), _said(Answer, about.reading_help)),
        (_("What helps them take part"), ", ".join(needs.get(c, c) for c in about.access_needs)),
    )


def life(about: About, called: Words) -> list[Fact]:
    """Return where someone stands with home, school and work, and what was said first."""
    labels = {
        "housing": _("Home"),
        "schooling": _("School"),
        "work": _("Work"),
        "insurance": _("Health insurance"),
    }
    standings = [(label, _standing(about, name, called[name])) for name, label in labels.items()]
    return _known(
        *standings,
        (_("Children"), _of(dict(CHILDREN), about.children)),
        (_("Served in the military"), _said(Answer, about.veteran)),
    )


def relatives(person: Participant) -> list[Relative]:
    """Return the family and friends who are no participants; whom to call stands first."""
    found = Relative.objects.filter(participant=person).order_by("pk")
    return sorted(found, key=lambda row: not row.call_in_emergency)


def kin(person: Participant, called: Words, *, reader: User) -> list[Kin]:
    """Return the participants of the family whom the reader sees too, each once. One query."""
    links = KinLink.objects.visible_to(reader).of(person).select_related("participant", "kin")
    relation = called["kin_relation"]
    by_other = {link.other(person.pk): link for link in links.order_by("pk")}
    return [
        Kin(link, other, relation.get(code := link.relation_to(person.pk), code))
        for other, link in by_other.items()
    ]


def age_in_words(person: Participant) -> str:
    """Return the age; where nobody knows the birth date, as a guess."""
    if person.age is None:
        return ""
    return _("about %(age)s") % {"age": person.age} if person.is_age_a_guess else str(person.age)


def race_in_words(person: Participant) -> str:
    """Return every answer to the one question. One answer is complete."""
    answers = [code for code in person.race_ethnicity if code != RaceEthnicity.NOT_ASKED]
    return ", ".join(str(RaceEthnicity(code).label) for code in answers)


def _known(*pairs: tuple[str, str]) -> list[Fact]:
    return [Fact(str(label), str(value)) for label, value in pairs if value]


def _said(answers: Any, code: str) -> str:
    """Return an answer in words. What was not asked is left out; "declined" was said."""
    return "" if code in {"", Answer.NOT_ASKED} else str(answers(code).label)


def _of(labels: dict[str, Any], code: str) -> str:
    spoken = {answer.value: answer.label for answer in NO_ANSWER if answer != Answer.NOT_ASKED}
    return "" if code in {"", Answer.NOT_ASKED} else str({**spoken, **labels}.get(code, code))


def _standing(about: About, name: str, labels: dict[str, str]) -> str:
    now, first = getattr(about, name), about.baseline.get(name, {}).get("was", "")
    said = _of(labels, now)
    if first and now != first:
        return _("%(now)s (at first: %(first)s)") % {"now": said, "first": _of(labels, first)}
    return said


def _federal(about: About) -> str:
    sex = about.sex_for_federal_report
    return "" if sex == FederalSex.UNKNOWN else str(FederalSex(sex).label)


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
