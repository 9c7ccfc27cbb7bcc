"""What a consent lets out of a participant's record, as values; and the values read back."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import Zone
from cvi.cases.models import Case, Consent, ContactPoint, Need, Participant
from cvi.cases.services import Identity
from cvi.cases.values import Answer, Language, LifeDomain

Field = Consent.Field
Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """One shared field, in words."""

    code: str
    label: str
    value: str


def take(case: Case, fields: Iterable[str]) -> Snapshot:
    """Return the values of `fields`, and of nothing else; what is not known is left out."""
    values = {code: _READERS[Field(code)](case) for code in fields}
    return {code: value for code, value in values.items() if value}


def facts(snapshot: Snapshot) -> list[Fact]:
    """Return a snapshot in words, in the order in which a consent asks."""
    zone = Zone.objects.filter(pk=snapshot[Field.ZONE]).first() if Field.ZONE in snapshot else None
    words = {code: _WORDS.get(code, str)(value) for code, value in snapshot.items()}
    words |= {Field.ZONE.value: zone.name} if zone else {}
    return [
        Fact(code, str(label), words[code]) for code, label in Field.choices if code in snapshot
    ]


def identity(snapshot: Snapshot) -> Identity:
    """Return what a snapshot says about who someone is."""
    phone = snapshot.get(Field.PHONE, {})
    born = snapshot.get(Field.BIRTH_DATE)
    zone = snapshot.get(Field.ZONE)
    return Identity(
        name_to_use=snapshot.get(Field.NAME, ""),
        legal_name=snapshot.get(Field.LEGAL_NAME, ""),
        birth_date=dt.date.fromisoformat(born) if born else None,
        language=snapshot.get(Field.LANGUAGE, ""),
        zone=Zone.objects.filter(pk=zone).first() if zone else None,
        phone=phone.get("number", ""),
        safe_to_text=phone.get("safe_to_text", Answer.NOT_ASKED),
    )


def needs(snapshot: Snapshot) -> list[str]:
    """Return the codes of the needs that a snapshot names."""
    named: list[str] = snapshot.get(Field.NEEDS, [])
    return named


def _birth_date(person: Participant) -> str:
    return person.birth_date.isoformat() if person.birth_date else ""


def _phone(person: Participant) -> dict[str, str]:
    """A number leaves together with whether it is safe to text: one without the other harms."""
    phone = person.contact_points.filter(kind=ContactPoint.Kind.PHONE).first()
    return {"number": phone.value, "safe_to_text": phone.safe_to_text} if phone else {}


def _language(person: Participant) -> str:
    return "" if person.language == Language.NOT_ASKED else person.language


def _needs(case: Case) -> list[str]:
    statuses = [Need.Status.IDENTIFIED, Need.Status.IN_PROGRESS]
    found = Need.objects.filter(case=case, status__in=statuses).order_by("pk")
    return list(found.values_list("domain", flat=True))


_READERS: dict[Field, Callable[[Case], Any]] = {
    Field.NAME: lambda case: case.participant.name_to_use,
    Field.LEGAL_NAME: lambda case: case.participant.legal_name,
    Field.BIRTH_DATE: lambda case: _birth_date(case.participant),
    Field.LANGUAGE: lambda case: _language(case.participant),
    Field.PHONE: lambda case: _phone(case.participant),
    Field.ZONE: lambda case: str(case.participant.zone_id or ""),
    Field.NEEDS: _needs,
}


def _phone_words(phone: dict[str, str]) -> str:
    safe = Answer(phone["safe_to_text"]).label
    return _("%(number)s (safe to text: %(answer)s)") % {"number": phone["number"], "answer": safe}


_WORDS: dict[str, Callable[[Any], str]] = {
    Field.BIRTH_DATE: lambda value: date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT"),
    Field.LANGUAGE: lambda value: str(Language(value).label),
    Field.PHONE: _phone_words,
    Field.NEEDS: lambda codes: ", ".join(str(LifeDomain(code).label) for code in codes),
}
