"""Reads one value of a file, or says with a code what is wrong with it."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.referrals.models.listing import DAYS

OLDEST_AGE = 120
A_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
A_DAY_OF_MONTH = re.compile(r"-?([1-9]|[12]\d|3[01])")
A_WEEKDAY = re.compile(rf"(?:-?[1-5])?(?:{'|'.join(DAYS)})")
A_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_check_url = URLValidator(schemes=["http", "https"])
_check_email = EmailValidator()


class Wrong(StrEnum):
    """What can be wrong with a value, a row or a whole file."""

    REQUIRED = "required"
    LONG = "long"
    TEXT = "text"
    CHOICE = "choice"
    URL = "url"
    EMAIL = "email"
    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    DAYS = "days"
    MONTH_DAYS = "month_days"
    CODE = "code"
    ZONE = "zone"
    AGES = "ages"
    TWICE = "twice"
    NOT_FOUND = "not_found"
    OF_NOTHING = "of_nothing"
    CLASH = "clash"
    SHAPE = "shape"
    NOT_READ = "not_read"
    NO_SERVICES = "no_services"
    TOO_MUCH = "too_much"
    LOST = "lost"


WORDS: dict[str, Promise] = {
    Wrong.REQUIRED: _("This is missing."),
    Wrong.LONG: _("This is too long."),
    Wrong.TEXT: _("There are signs in this that cannot be shown. Type it again."),
    Wrong.CHOICE: _("This is none of the words that are allowed here."),
    Wrong.URL: _("This is no web address. It begins with http:// or https://."),
    Wrong.EMAIL: _("This is no e-mail address."),
    Wrong.DAY: _("This is no day. Write it like 2026-11-23."),
    Wrong.TIME: _("This is no time. Write it like 09:00."),
    Wrong.NUMBER: _("This is no number, or one that cannot be."),
    Wrong.DAYS: _("These are no days. Write them like MO,TU,WE."),
    Wrong.MONTH_DAYS: _("These are no days of a month. Write them like 1,15."),
    Wrong.CODE: _("This is no code of a language or country. Write it like en or US."),
    Wrong.ZONE: _("We have no zone of this name."),
    Wrong.AGES: _("The highest age is below the lowest."),
    Wrong.TWICE: _("This id stands in the file before."),
    Wrong.NOT_FOUND: _("Nothing with this id is in the file or in the directory."),
    Wrong.OF_NOTHING: _("This row says of nothing what it is part of."),
    Wrong.CLASH: _("This does not fit with what is in the directory. Ask for help with this file."),
    Wrong.SHAPE: _("Something else was expected here. Compare with the HSDS format."),
    Wrong.NOT_READ: _("We could not read this file. It must be HSDS 3 as JSON, or a ZIP of CSV."),
    Wrong.NO_SERVICES: _("There are no services in this file."),
    Wrong.TOO_MUCH: _("There is too much in this file. Make several smaller ones."),
    Wrong.LOST: _("The uploaded file is gone. Upload it again."),
}


class Refused(Exception):
    """A value is not taken."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def text(value: str) -> str:
    """Return text as it is, without signs that nobody sees."""
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in value) or "\x7f" in value:
        raise Refused(Wrong.TEXT)
    return value.replace("\r\n", "\n").strip()


def url(value: str) -> str:
    """Return an address on the web."""
    return _checked(value, _check_url, Wrong.URL)


def email(value: str) -> str:
    """Return an e-mail address."""
    return _checked(value, _check_email, Wrong.EMAIL)


def day(value: str) -> dt.date | None:
    """Return a day; a time after it is left out."""
    if not value:
        return None
    try:
        found = dt.date.fromisoformat(value[:10])
    except ValueError:
        raise Refused(Wrong.DAY) from None
    if not 1900 <= found.year <= 2999:
        raise Refused(Wrong.DAY)
    return found


def past_day(value: str) -> dt.date | None:
    """Return a day on which something was done: not one that has yet to come."""
    found = day(value)
    if found and found > dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1):
        raise Refused(Wrong.DAY)
    return found


def time(value: str) -> dt.time | None:
    """Return a time as on the door: what is said of its distance to UTC is left out."""
    if not value:
        return None
    found = A_TIME.fullmatch(value)
    if not found:
        raise Refused(Wrong.TIME)
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (24, 0):
        return dt.time(23, 59)
    if hour > 23 or minute > 59:
        raise Refused(Wrong.TIME)
    return dt.time(hour, minute)


def age(value: str) -> int | None:
    """Return an age in whole years."""
    if not value:
        return None
    return int(_number(value, lowest=0, highest=OLDEST_AGE, places=0))


def interval(value: str) -> int:
    """Return every how many weeks or months."""
    return int(_number(value, lowest=1, highest=52, places=0)) if value else 1


def amount(value: str) -> Decimal | None:
    """Return an amount of money."""
    return _number(value, lowest=0, highest=9_999_999, places=2) if value else None


def degrees(value: str) -> Decimal | None:
    """Return a place on a map, on one of its two axes."""
    return _number(value, lowest=-180, highest=180, places=6) if value else None


def weekdays(value: str) -> str:
    """Return days of the week as a rule of iCal has them."""
    parts = [part.strip().upper() for part in value.split(",") if part.strip()]
    if not all(A_WEEKDAY.fullmatch(part) for part in parts):
        raise Refused(Wrong.DAYS)
    return ",".join(parts)


def month_days(value: str) -> str:
    """Return days of a month as a rule of iCal has them."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(A_DAY_OF_MONTH.fullmatch(part) for part in parts):
        raise Refused(Wrong.MONTH_DAYS)
    return ",".join(parts)


def language(value: str) -> str:
    """Return a code of a language in small letters; of three letters the two of the same."""
    code = _code(value).lower()
    return THREE_LETTERS.get(code, code)


def country(value: str) -> str:
    """Return a code of a country in capitals."""
    return _code(value).upper()


THREE_LETTERS = {"eng": "en", "spa": "es", "hat": "ht", "vie": "vi", "ara": "ar", "zho": "zh"}


def one_of(*codes: str) -> Callable[[str], str]:
    """Return a reader that takes these words alone, in capitals or not."""
    known = {code.casefold(): code for code in codes}

    def chosen(value: str) -> str:
        if value.casefold() not in known:
            raise Refused(Wrong.CHOICE)
        return known[value.casefold()]

    return chosen


def _code(value: str) -> str:
    if value and not A_CODE.fullmatch(value):
        raise Refused(Wrong.CODE)
    return value


def _checked(value: str, check: Callable[[Any], None], wrong: Wrong) -> str:
    if value:
        try:
            check(value)
        except ValidationError:
            raise Refused(wrong) from None
    return value


def _number(value: str, *, lowest: int, highest: int, places: int) -> Decimal:
    try:
        found = Decimal(value)
        whole = found.quantize(Decimal(1).scaleb(-places))
    except (InvalidOperation, ValueError):
        raise Refused(Wrong.NUMBER) from None
    is_fine = lowest <= found <= highest and (places == 6 or whole == found)
    if not is_fine:
        raise Refused(Wrong.NUMBER)
    return whole
