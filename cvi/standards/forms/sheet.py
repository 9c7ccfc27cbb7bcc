"""A standard on one page: its form and its lines, taken together; and the form that retires it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_past
from cvi.standards.forms.base import Change, described
from cvi.standards.forms.forms_of import FORMS
from cvi.standards.forms.lines import line_set
from cvi.standards.kinds import Kind
from cvi.standards.models import Standard, Threshold


class Sheet:
    """The form of a standard and, where its kind has some, the forms of its lines."""

    def __init__(self, kind: Kind, data: Any = None, *, standard: Standard | None = None) -> None:
        """Fill in what the standard says now."""
        model = kind.model
        more = {"codes": _codes(kind)} if model is Threshold else {}
        self.form = FORMS[model](data, standard=standard, **more)
        self.lines = line_set(model, data, standard)

    def ask_for(self, asked: Mapping[str, str]) -> None:
        """Put in place what a link asked for: of which program and model the new one is."""
        for name in {"program", "model"} & self.form.fields.keys() & asked.keys():
            self.form.fields[name].initial = asked[name]

    def is_valid(self) -> bool:
        """Whether form and lines are right, each and together."""
        is_right = self.form.is_valid() & (self.lines is None or self.lines.is_valid())
        if is_right:
            self.form.check_lines(self.said())
        return is_right and self.form.is_valid()

    def said(self) -> list[dict[str, Any]]:
        """Return what the lines say."""
        return self.lines.said() if self.lines is not None else []

    def changes(self) -> list[Change]:
        """Return what the form says differently from now."""
        return self.form.changes()

    def lines_gone(self) -> list[str]:
        """Return the lines that are not there any more, or say something else then."""
        then = self._lines_then()
        return [line for line in self._lines_now() if line not in then]

    def lines_new(self) -> list[str]:
        """Return the lines that are new, or said something else before."""
        now = self._lines_now()
        return [line for line in self._lines_then() if line not in now]

    def _lines_now(self) -> list[str]:
        forms_there = self.lines.initial_forms if self.lines is not None else []
        return [described(form, form.initial) for form in forms_there]

    def _lines_then(self) -> list[str]:
        return [described(self.lines.empty_form, line) for line in self.said() if self.lines]


def _codes(kind: Kind) -> frozenset[str]:
    """Return the codes of the numbers that stand under a kind."""
    return frozenset(kind.rows().values_list("code", flat=True))


class RetireForm(forms.Form):
    """The last day of a standard."""

    last_day = forms.DateField(
        label=_("Last day in force"), widget=DayInput(), validators=[not_in_the_past]
    )
