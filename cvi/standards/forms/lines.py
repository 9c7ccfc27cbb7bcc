"""The lines of a standard: criteria, follow-ups, bands. Several are asked on one page."""

from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from cvi.standards import reading
from cvi.standards.forms.kinds import MOST_DAYS, count
from cvi.standards.models import (
    CriteriaSet,
    Instrument,
    Protocol,
    ProtocolStep,
    Standard,
    ValueList,
    is_code,
)
from cvi.standards.services import code_of

MOST_LINES = 40
EMPTY_LINES = 2


class LineForm(forms.Form):
    """One line: its words in both languages."""

    mark_optional = False

    label_en = forms.CharField(label=_("In English"), max_length=200)
    label_es = forms.CharField(label=_("In Spanish"), max_length=200)


class CriterionForm(LineForm):
    """One criterion. A new one gets its code from its words."""

    code = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=40, validators=[is_code]
    )
    window_days = count(_("Looks back … days"), most=MOST_DAYS, least=1, required=False)
    min_age = count(_("Youngest age"), most=120, required=False)
    max_age = count(_("Oldest age"), most=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Hold the two ages against each other."""
        cleaned = super().clean() or {}
        youngest, oldest = cleaned.get("min_age"), cleaned.get("max_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("max_age", _("That is younger than the youngest age."))
        cleaned["code"] = cleaned.get("code") or code_of(text=cleaned.get("label_en", ""))
        return cleaned


class ProtocolStepForm(LineForm):
    """One follow-up."""

    kind = forms.ChoiceField(label=_("What for"))
    due_after = count(_("Due after"), most=MOST_DAYS)
    unit = forms.ChoiceField(label=_("Counted in"), choices=ProtocolStep.Unit.choices)
    window_before = count(_("May be so much earlier"), most=MOST_DAYS)
    window_after = count(_("Counts until so much later"), most=MOST_DAYS)
    instrument = forms.ChoiceField(label=_("With a screening"), required=False)

    def __init__(self, *args: Any, lists: dict[str, Any], **kwargs: Any) -> None:
        """Offer the kinds and screenings in force."""
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the window against the event it counts from."""
        cleaned = super().clean() or {}
        if cleaned.get("window_before", 0) > cleaned.get("due_after", MOST_DAYS):
            self.add_error("window_before", _("That is before the start."))
        return cleaned


class BandForm(LineForm):
    """What a total means."""

    from_score = count(_("From this total on"))


class LineSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """All lines of a standard."""

    def add_fields(self, form: LineForm, index: int | None) -> None:
        """Name the box that takes a line out."""
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Take this line out")

    def clean(self) -> None:
        """Ask for one line at least, and for no two alike.

        Raises:
            ValidationError: there is none, or two are the same.
        """
        if any(self.errors):
            return
        lines = self.said()
        if not lines:
            raise forms.ValidationError(_("Add one line at least."))
        if any(len(lines) != len({line[name] for line in lines}) for name in self._once()):
            raise forms.ValidationError(_("Two lines are the same."))

    def _once(self) -> set[str]:
        """Return the boxes in which no two lines may say the same."""
        return {"label_en", "code", "from_score"} & set(self.empty_form.fields)

    def said(self) -> list[dict[str, Any]]:
        """Return what each line says, without those taken out."""
        return [
            {
                name: value
                for name, value in form.cleaned_data.items()
                if name != DELETION_FIELD_NAME
            }
            for form in self.forms
            if form.cleaned_data.get("label_en") and not form.cleaned_data[DELETION_FIELD_NAME]
        ]


LINES: dict[type[Standard], type[LineForm]] = {
    CriteriaSet: CriterionForm,
    Instrument: BandForm,
    Protocol: ProtocolStepForm,
}


def line_set(model: type[Standard], data: Any, standard: Standard | None) -> LineSet | None:
    """Return the boxes for the lines of a standard, filled in; None where a kind has no lines."""
    form = LINES.get(model)
    if form is None:
        return None
    made = forms.formset_factory(
        form,
        formset=LineSet,
        extra=EMPTY_LINES,
        max_num=MOST_LINES,
        validate_max=True,
        can_delete=True,
    )
    names = form.base_fields
    there = standard.parts.all() if standard else []  # type: ignore[attr-defined]
    initial = [{name: getattr(line, name) for name in names} for line in there]
    lists = {"lists": _lists()} if form is ProtocolStepForm else {}
    lines = made(data, initial=initial, prefix="lines", form_kwargs=lists)
    return lines if isinstance(lines, LineSet) else None


def _lists() -> dict[str, Any]:
    screenings = [(found.code, found.label) for found in reading.instruments()]
    return {
        "kind": reading.choices(ValueList.FOLLOW_UP_KIND),
        "instrument": [("", _("None")), *screenings],
    }
