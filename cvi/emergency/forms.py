"""What is asked before a file is opened in an emergency, and of whoever reviews that."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.models.participant import read_code
from cvi.emergency.models import WHY_MAX_LENGTH, WHY_MIN_LENGTH, BreakGlass
from cvi.emergency.services import Plea


class BreakGlassForm(forms.Form):
    """Whose file, by code alone, and why it cannot wait."""

    code = forms.CharField(
        label=_("Code of the participant"),
        help_text=_("As in P-7KQ2MX. Ask for it on the phone; names can't be searched here."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    category = forms.ChoiceField(
        label=_("What happened?"),
        choices=BreakGlass.Category.choices,
        widget=forms.RadioSelect(),
    )
    why = forms.CharField(
        label=_("Why can't it wait?"),
        help_text=_("At least 20 characters. Only the privacy officer reads it."),
        min_length=WHY_MIN_LENGTH,
        max_length=WHY_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_code(self) -> str:
        """Read the code as it is said."""
        return read_code(self.cleaned_data["code"])

    def plea(self) -> Plea:
        """Return what was asked for."""
        return Plea(**self.cleaned_data)


class ReviewForm(forms.Form):
    """Whether a use was justified, and why."""

    mark_optional = False

    verdict = forms.ChoiceField(
        label=_("Was it justified?"),
        help_text=_("Two uses that were not justified take the right away."),
        choices=[c for c in BreakGlass.Verdict.choices if c[0] != BreakGlass.Verdict.WAITING],
        widget=forms.RadioSelect(),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What you found. Only privacy officers read it."),
        max_length=WHY_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GiveBackForm(forms.Form):
    """Why someone may read files in an emergency again."""

    why = forms.CharField(
        label=_("Why?"),
        help_text=_("What you talked about, and what they learned."),
        min_length=WHY_MIN_LENGTH,
        max_length=WHY_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
