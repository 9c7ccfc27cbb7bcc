"""Reads single cells: names, phone numbers, and the words that stand for a code."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import phonenumbers
from django.db import models
from django.utils.translation import gettext as _

from cvi.accounts.models import Program
from cvi.cases.models import Case
from cvi.cases.values import Language
from cvi.outreach.models import NOTE_MAX_LENGTH
from cvi.outreach.values import Duration, Mode, Outcome, Purpose
from cvi.records.columns import plain
from cvi.records.dates import NotRead

C = TypeVar("C", bound=models.TextChoices)

NAME_MAX_LENGTH = 120
UP_TO_MINUTES = {
    4: Duration.UNDER_5,
    15: Duration.FROM_5,
    30: Duration.FROM_16,
    60: Duration.FROM_31,
}

PROGRAM_WORDS = {
    Program.OUTREACH: ("street outreach", "outreach", "calle", "violence interruption"),
    Program.HOSPITAL: ("hospital", "hvip", "hospital program"),
    Program.GVI: ("gvi", "group violence", "focused deterrence"),
    Program.REENTRY: ("reentry", "re entry", "reingreso", "reinsercion"),
}
STATUS_WORDS = {
    Case.Status.ACTIVE: ("active", "enrolled", "open", "activo"),
    Case.Status.INACTIVE: ("inactive", "quiet"),
    Case.Status.INCARCERATED: ("in custody", "custody", "incarcerated"),
    Case.Status.GRADUATED: ("graduate", "completed"),
    Case.Status.CLOSED: ("discharged", "cerrado"),
}
LANGUAGE_WORDS = {
    Language.ENGLISH: ("ingles",),
    Language.SPANISH: ("espanol",),
    Language.NOT_ASKED: ("unknown",),
}
MODE_WORDS = {
    Mode.IN_PERSON: ("person", "visit", "home visit", "face to face", "f2f", "en persona"),
    Mode.CALL: ("phone", "phone call", "telephone", "llamada"),
    Mode.TEXT: ("sms", "text message", "message", "mensaje"),
}
OUTCOME_WORDS = {
    Outcome.REACHED: ("yes", "y", "x", "1", "true", "si", "contact made"),
    Outcome.NO_ANSWER: ("no", "n", "0", "false", "not reached", "no contact", "attempt"),
    Outcome.NOT_HOME: ("not home",),
    Outcome.LEFT_MESSAGE: ("voicemail", "left voicemail", "message left"),
    Outcome.NOT_NOW: ("refused", "declined"),
    Outcome.WRONG_NUMBER: ("wrong number", "disconnected"),
}
PURPOSE_WORDS = {
    Purpose.CHECK_IN: ("check up",),
    Purpose.CONFLICT: ("conflict", "mediation"),
    Purpose.GOAL: ("goal", "goals"),
    Purpose.VISIT: ("court", "visit"),
    Purpose.RIDE: ("ride", "transport", "transportation"),
}


def text(value: Any) -> str:
    """Return the text of a cell on one line."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value if value is not None else "").split())


def name(value: Any) -> str:
    """Return a name as one says it, first name first."""
    words = text(value)
    if words.count(",") == 1:
        last, first = words.split(",")
        words = f"{first.strip()} {last.strip()}".strip()
    if len(words) > NAME_MAX_LENGTH:
        raise NotRead(_("This name is too long. Put other remarks into another column."))
    return words


def names(value: Any) -> list[str]:
    """Return the names in a cell, which stand between commas, semicolons or slashes."""
    return [part.strip() for part in re.split(r"[,;/]", text(value)) if part.strip()]


def phone(value: Any) -> str:
    """Return a phone number in the international form, or empty text."""
    number_text = text(value)
    if not number_text:
        return ""
    try:
        number = phonenumbers.parse(number_text, "US")
    except phonenumbers.NumberParseException:
        raise _no_phone() from None
    if not phonenumbers.is_possible_number(number):
        raise _no_phone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def program(value: Any) -> Program | None:
    """Return the program that a cell names."""
    return _chosen(value, Program, PROGRAM_WORDS)


def status(value: Any) -> Case.Status | None:
    """Return the status that a cell names."""
    return _chosen(value, Case.Status, STATUS_WORDS)


def language(value: Any) -> str:
    """Return the code of a language; one that is not on our list is another language."""
    if not plain(value):
        return ""
    return _found(value, Language, LANGUAGE_WORDS) or Language.OTHER


def mode(value: Any) -> Mode | None:
    """Return how a contact was made."""
    return _chosen(value, Mode, MODE_WORDS)


def outcome(value: Any) -> Outcome | None:
    """Return whether a contact reached the person, and if not, why."""
    if isinstance(value, bool):
        return Outcome.REACHED if value else Outcome.NO_ANSWER
    return _chosen(value, Outcome, OUTCOME_WORDS)


def purposes(value: Any) -> tuple[list[str], str]:
    """Return what a contact was for, as codes, and the office's own words for all the rest."""
    codes: list[str] = []
    rest: list[str] = []
    for part in names(value):
        code = _found(part, Purpose, PURPOSE_WORDS)
        codes.append(code or Purpose.MORE)
        if code is None:
            rest.append(part)
    return list(dict.fromkeys(codes)), ", ".join(rest)


def duration(value: Any) -> str:
    """Return the band of a number of minutes, or empty text."""
    words = text(value)
    if not words:
        return ""
    match = re.fullmatch(r"(\d{1,4})([.,]\d+)?\s*(m|min|mins|minutes|minutos)?\.?", words.lower())
    if match is None:
        raise NotRead(_("Write how long it took as a number of minutes."))
    minutes = int(match[1])
    bands = (band for most, band in UP_TO_MINUTES.items() if minutes <= most)
    return next(bands, Duration.OVER_60) if minutes else ""


def note(value: Any) -> str:
    """Return a note, with the lines that it was written in."""
    words = str(value if value is not None else "").strip()
    if len(words) > NOTE_MAX_LENGTH:
        raise NotRead(_("This note is longer than 500 characters. Shorten it."))
    return words


def _no_phone() -> NotRead:
    return NotRead(_("This is no phone number. Correct it, or leave the cell empty."))


def _chosen(value: Any, choices: type[C], words: Mapping[C, Iterable[str]]) -> C | None:
    """Return the choice that a cell names; None for an empty cell.

    Raises:
        NotRead: it names none.
    """
    if not plain(value):
        return None
    found = _found(value, choices, words)
    if found is None:
        labels = ", ".join(str(label) for label in choices.labels)
        raise NotRead(_("This is not on the list. Write one of: %(list)s.") % {"list": labels})
    return found


def _found(value: Any, choices: type[C], words: Mapping[C, Iterable[str]]) -> C | None:
    said = plain(value)
    for choice in choices:
        if said in {plain(choice.value), plain(choice.label), *map(plain, words.get(choice, ()))}:
            return choice
    return None
