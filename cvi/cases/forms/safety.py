"""Screenings in the words of their authors, and the plan to stay safe."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.cases.models import SafetyPlan
from cvi.cases.models.safety import PART_MAX_LENGTH
from cvi.standards.models import Instrument

SKIPPED = ("", _("Skip"))
BAND_MAX_LENGTH = 60


class ScreeningForm(forms.Form):
    """The questions of a built-in instrument. Every one may be skipped; none is preset."""

    mark_optional = False

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {f"item_{item.position}": item for item in instrument.items.all()}
        answers = [(str(points), label) for points, label in instrument.answer_choices]
        for name, item in self._items.items():
            self.fields[name] = forms.ChoiceField(
                label=item.label,
                choices=[*answers, SKIPPED],
                required=False,
                widget=forms.RadioSelect(),
            )

    def told(self) -> dict[str, Any]:
        """Return the points of each answered question, by its position, and the language."""
        given = {item: self.cleaned_data[name] for name, item in self._items.items()}
        points = {str(item.position): int(said) for item, said in given.items() if said}
        return {"points": points, "language": get_language() or "en"}


class TotalForm(forms.Form):
    """The result of an instrument whose questions belong to others."""

    total = forms.IntegerField(label=_("Total"), min_value=0, max_value=999)
    band = forms.CharField(
        label=_("Level"),
        help_text=_("As the instrument calls it. No single answers."),
        max_length=BAND_MAX_LENGTH,
        required=False,
    )
    taken_on = forms.DateField(
        label=_("When?"),
        widget=DayInput(),
        validators=[not_in_the_future],
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if instrument.max_score is not None:
            self.fields["total"] = forms.IntegerField(
                label=_("Total"), min_value=0, max_value=instrument.max_score
            )

    def told(self) -> dict[str, Any]:
        """Return the total, the level and the day."""
        return dict(self.cleaned_data)


class SafetyPlanForm(forms.Form):
    """How someone stays safe. Some parts may be blank. That is OK."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SafetyPlan.PARTS:
            self.fields[name] = forms.CharField(
                label=SafetyPlan._meta.get_field(name).verbose_name,  # type: ignore[union-attr]  # a column
                max_length=PART_MAX_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> None:
        """Ask for at least one part."""
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Write at least one part."))
