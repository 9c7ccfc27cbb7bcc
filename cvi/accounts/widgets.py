"""Controls that Django does not have: a date in three boxes, a day picker, a phone number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

OLDEST_YEAR = 1900


class DayInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the day as browsers expect it, in every language."""
        super().__init__(attrs, format="%Y-%m-%d")


def not_in_the_future(day: date) -> None:
    """Refuse a day that has not come yet.

    Raises:
        ValidationError: it is after today.
    """
    if day > timezone.localdate():
        raise ValidationError(_("Check this date. It has not come yet."))


def not_in_the_past(day: date) -> None:
    """Refuse a day that is gone.

    Raises:
        ValidationError: it is before today.
    """
    if day < timezone.localdate():
        raise ValidationError(_("Check this date. It is in the past."))


class MemorableDateWidget(forms.MultiWidget):
    """Month, day and year, each with its own label: for dates that people know by heart."""

    template_name = "django/forms/widgets/memorable_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three boxes."""
        months = [("", _("Choose")), *((str(number), name) for number, name in MONTHS.items())]
        digits = {"inputmode": "numeric", "class": "usa-input"}
        super().__init__(
            {
                "month": forms.Select({"class": "usa-select"}, choices=months),
                "day": forms.TextInput({**digits, "maxlength": "2"}),
                "year": forms.TextInput({**digits, "maxlength": "4"}),
            },
            attrs,
        )

    def decompress(self, value: date | None) -> list[str]:
        """Split a stored date into what the three boxes show."""
        return [str(value.month), str(value.day), str(value.year)] if value else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """Pair each box with its label for the template."""
        context: dict[str, Any] = super().get_context(name, value, dict(attrs) if attrs else None)
        labels = (("month", _("Month")), ("day", _("Day")), ("year", _("Year")))
        context["widget"]["parts"] = [
            {"kind": kind, "label": label, "box": box}
            for (kind, label), box in zip(labels, context["widget"]["subwidgets"], strict=True)
        ]
        return context


class MemorableDateField(forms.Field):
    """A date typed in three boxes: a `date`, or None when all three are empty."""

    widget = MemorableDateWidget
    default_error_messages = {
        "no_month": _("Add the month."),
        "no_day": _("Add the day."),
        "no_year": _("Add the year."),
        "not_digits": _("Use digits for the day and the year."),
        "year": _("Check the year. Use four digits, like 1998."),
        "day": _("Check the day. That month does not have it."),
        "future": _("Check the year. This date has not come yet."),
    }

    def __init__(self, *, is_past: bool = True, **kwargs: Any) -> None:
        """Take a field's usual arguments; with `is_past`, refuse a day that has not come yet."""
        super().__init__(**kwargs)
        self.is_past = is_past

    def to_python(self, value: Any) -> date | None:
        """Read the boxes; say which one to look at when they make no date."""
        if isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value or []]
        if not any(parts):
            return None
        self._refuse_gaps(parts)
        day = self._read(parts)
        if self.is_past and day > timezone.localdate():
            raise self._error("future")
        return day

    def _refuse_gaps(self, parts: list[str]) -> None:
        codes = ("no_month", "no_day", "no_year")
        gaps = [code for code, part in zip(codes, parts, strict=True) if not part]
        if gaps:
            raise ValidationError([self._error(code) for code in gaps])

    def _read(self, parts: list[str]) -> date:
        try:
            month, day, year = (int(part) for part in parts)
        except ValueError:
            raise self._error("not_digits") from None
        if year < OLDEST_YEAR:
            raise self._error("year")
        try:
            return date(year, month, day)
        except (OverflowError, ValueError):
            raise self._error("day") from None

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class PhoneField(forms.CharField):
    """A phone number, read as one of the United States unless it says otherwise."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        """Return the number in the international form, or empty text."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "US")
        except phonenumbers.NumberParseException:
            raise ValidationError(_("Check this number.")) from None
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(_("Check this number."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
