"""What is searched for, and what a safety alert about a case is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.alerts.values import Kind


class SearchForm(forms.Form):
    """A name, a street name or a code, as far as it is remembered."""

    name = forms.CharField(
        label=_("Find someone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    mark_optional = False


class AlertForm(forms.Form):
    """What a safety alert about a case is."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        help_text=_("The message says none of this. It only asks them to open the app."),
        choices=Kind.choices,
        initial=Kind.THREAT,
        widget=forms.RadioSelect(),
    )
