"""Reads dates as offices write them. What 3/4/2025 means is decided by its column as a whole."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.records.columns import plain

MONTHS = {
    "january enero": 1,
    "february febrero": 2,
    "march marzo": 3,
    "april abril": 4,
    "may mayo": 5,
    "june junio": 6,
    "july julio": 7,
    "august agosto": 8,
    "september septiembre setiembre": 9,
    "october octubre": 10,
    "november noviembre": 11,
    "december diciembre": 12,
}
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
CLOCK = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?$")
EPOCH = dt.date(1899, 12, 30)
SERIAL_DAYS = (10_000, 80_000)  # days since 1900 in a cell that lost its format: 1927 to 2119


class Order(Enum):
    """Which number comes first."""

    MDY = "mdy"
    DMY = "dmy"


class NotRead(Exception):
    """A cell cannot be read. Says what to do; never what stands in the cell."""


class DateReader:
    """Reads one column. `order` is what the column, or else the office, says; None: nothing."""

    def __init__(self, values: Iterable[Any], *, asked: Order | None = None) -> None:
        told = [order for value in values if (order := _told_by(value))]
        self.evidence = {order: told.count(order) for order in set(told)}
        self.has_both = len(self.evidence) == 2
        self.order = next(iter(self.evidence)) if len(self.evidence) == 1 else asked

    def read(self, value: Any) -> dt.date | None:
        """Return the date in a cell, or None when it is empty.

        Raises:
            NotRead: it is no date, or the column does not tell which number is the day.
        """
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        if isinstance(value, int | float) and SERIAL_DAYS[0] <= value <= SERIAL_DAYS[1]:
            return EPOCH + dt.timedelta(days=int(value))
        text = CLOCK.sub("", str(value if value is not None else "").strip())
        return self._read_text(text) if text else None

    def _read_text(self, text: str) -> dt.date:
        try:
            if match := YEAR_FIRST.fullmatch(text):
                return dt.date(*map(int, match.groups()))
            if match := YEAR_LAST.fullmatch(text):
                return self._read_numbers(*match.groups())
            return _read_words(text)
        except ValueError:
            raise NotRead(_("This is no date. Write it as 2025-03-14.")) from None

    def _read_numbers(self, first: str, second: str, year: str) -> dt.date:
        order = _order_of(int(first), int(second)) or self.order
        if first.zfill(2) == second.zfill(2):
            order = Order.MDY
        if order is None:
            raise NotRead(self._doubt())
        month, day = (first, second) if order is Order.MDY else (second, first)
        return dt.date(_whole_year(year), int(month), int(day))

    def _doubt(self) -> str:
        if self.has_both:
            return _(
                "This column writes some dates month first and some day first, so this one can be "
                "read in two ways. Write it as 2025-03-14, or add --dates mdy or --dates dmy."
            )
        return _(
            "This date can be read in two ways, and no other date of the column tells which. "
            "Add --dates mdy if the month comes first, or --dates dmy if the day does."
        )


def _told_by(value: Any) -> Order | None:
    """Return the order that one cell gives away: no month is over 12."""
    match = YEAR_LAST.fullmatch(CLOCK.sub("", value.strip())) if isinstance(value, str) else None
    return _order_of(int(match[1]), int(match[2])) if match else None


def _order_of(first: int, second: int) -> Order | None:
    if first > 12 >= second:
        return Order.DMY
    return Order.MDY if second > 12 >= first else None


def _whole_year(text: str) -> int:
    """Return a year of four digits; one of two digits is the last such year that has begun."""
    if len(text) == 4:
        return int(text)
    this_year = timezone.localdate().year
    year = this_year - this_year % 100 + int(text)
    return year if year <= this_year else year - 100


def _read_words(text: str) -> dt.date:
    """Read "Mar 4, 2025", "4 March 2025" and "4 de marzo de 2025"."""
    words = plain(re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)).split()
    numbers = [word for word in words if word.isdigit()]
    months = [month for word in words if len(word) > 2 for month in _months_called(word)]
    if len(numbers) != 2 or len(months) != 1:
        raise ValueError("No date")
    return dt.date(_whole_year(numbers[1]), months[0], int(numbers[0]))


def _months_called(word: str) -> list[int]:
    if word.isdigit():
        return []
    return [m for names, m in MONTHS.items() if any(n.startswith(word) for n in names.split())]
