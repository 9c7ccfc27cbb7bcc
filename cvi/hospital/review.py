"""What was said in an intake, and what stayed blank, for the page that looks back on it."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.cases.models import ContactPoint, Need, Participant
from cvi.cases.values import Answer, Gender, Language, RaceEthnicity
from cvi.hospital.models import Encounter
from cvi.hospital.services import UNTICKED
from cvi.hospital.steps import step_url
from cvi.hospital.values import BodyRegion, Mechanism, Outcome, Present

UNASKED = {"", Answer.NOT_ASKED.value}


@dataclass(frozen=True)
class Fact:
    """One answer, and where it may be changed while the intake lasts. An empty value is a blank."""

    label: str
    value: str
    url: str
    action_label: str


def facts(visit: Encounter) -> list[Fact]:
    """Return every answer of an intake in the order of its steps, blanks as empty values."""
    needs = Need.objects.filter(case=visit.case).exclude(status__in=UNTICKED)
    asked = [
        (1, _("Visit"), _word(Outcome, visit.outcome)),
        (1, _("In the room"), _words(Present, visit.present)),
        (2, _("Safe place to go"), _word(Answer, visit.safe_place)),
        (2, _("Worried someone may come"), _word(Answer, visit.worried)),
        (2, _("Safe way to reach them"), _word(Answer, visit.safe_way)),
        (3, _("What hurt them"), _word(Mechanism, visit.mechanism)),
        (3, _("What day"), _day(visit.injured_on)),
        (3, _("Where"), _words(BodyRegion, visit.body_regions)),
        (4, _("Needs"), ", ".join(need.get_domain_display() for need in needs.order_by("pk"))),
        *_about(visit.case.participant),
    ]
    change = _("Change")
    return [
        Fact(label, value, "" if visit.finished_at else step_url(visit, step), change)
        for step, label, value in asked
    ]


def _about(person: Participant) -> list[tuple[int, str, str]]:
    phone = person.contact_points.filter(kind=ContactPoint.Kind.PHONE).first()
    return [
        (5, _("Name to use"), person.name_to_use),
        (5, _("Birth date"), _day(person.birth_date)),
        (5, _("Phone"), phone.value if phone else ""),
        (5, _("Safe to text"), _word(Answer, phone.safe_to_text) if phone else ""),
        (5, _("Area of the city"), person.zone.name if person.zone else ""),
        (5, _("Language"), _word(Language, person.language)),
        (5, _("Race and ethnicity"), _words(RaceEthnicity, person.race_ethnicity)),
        (5, _("Gender"), _word(Gender, person.gender)),
    ]


def _word(values: Any, code: str) -> str:
    return "" if code in UNASKED else str(values(code).label)


def _words(values: Any, codes: list[str]) -> str:
    return ", ".join(word for code in codes if (word := _word(values, code)))


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
