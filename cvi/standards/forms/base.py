"""What every form about a standard has: two names, a first day, a source, and what it changes."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.formats import date_format, localize
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_past
from cvi.standards.models import Standard

NAME_MAX_LENGTH = 120
UNCOUNTED = ("starts_on", "source")
LAST = ("exceptions_en", "exceptions_es", *UNCOUNTED)


@dataclass(frozen=True)
class Change:
    """One thing that a new version says differently."""

    label: str
    before: str
    after: str


class StandardForm(forms.Form):
    """Both names, from when on, and where it comes from. `KEYS` are asked only when it is added."""

    KEYS: ClassVar[tuple[str, ...]] = ()

    label_en = forms.CharField(label=_("Name in English"), max_length=NAME_MAX_LENGTH)
    label_es = forms.CharField(label=_("Name in Spanish"), max_length=NAME_MAX_LENGTH)
    starts_on = forms.DateField(
        label=_("In force from"),
        help_text=_("What was recorded before that day keeps the rule of its time."),
        widget=DayInput(),
        validators=[not_in_the_past],
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        help_text=_("A law, a decision, a study. Never a person's name."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any = None, *, standard: Standard | None = None, **rest: Any) -> None:
        """Fill in what the standard says now; its keys stay as they are."""
        self.standard = standard
        first_day = timezone.localdate()
        if standard and standard.starts_on >= first_day and not standard.is_planned:
            first_day += dt.timedelta(days=1)
        says = {name: getattr(standard, name, None) for name in self.base_fields if standard}
        planned = standard.starts_on if standard and standard.is_planned else first_day
        super().__init__(data, initial={**says, "starts_on": planned, "source": ""}, **rest)
        for name in self.KEYS if standard else ():
            del self.fields[name]
        between = [name for name in self.fields if name not in (*self.KEYS, *LAST)]
        self.order_fields([*self.KEYS, *between, *LAST])

    def check_lines(self, lines: list[dict[str, Any]]) -> None:
        """Hold what was typed against the lines, where a kind has a rule for that."""

    def changes(self) -> list[Change]:
        """Return what would be different from now."""
        return [
            Change(str(field.label), shown(field, before), shown(field, after))
            for name, field in self.fields.items()
            if name not in UNCOUNTED
            and (before := self.initial.get(name)) != (after := self.cleaned_data[name])
        ]


def shown(field: forms.Field, value: Any) -> str:
    """Return a value as people read it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dt.date):
        return date_format(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        flat: Any = flatten_choices(choices)
        names = {str(code): str(name) for code, name in flat}
        codes = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(code), str(code)) for code in codes)
    return str(localize(value))


def described(form: forms.Form, values: Mapping[str, Any]) -> str:
    """Return one line of a standard in a sentence: what each of its boxes says."""
    return " · ".join(_boxes(form, values))


def _boxes(form: forms.Form, values: Mapping[str, Any]) -> Iterator[str]:
    for name, field in form.fields.items():
        value = values.get(name)
        if name in {"code", "DELETE", "label_es"} or value in (None, "", 0, False):
            continue
        says = shown(field, value)
        yield says if name == "label_en" else f"{field.label}: {says}"
