"""What is searched for, what a safety alert is, and what a supervisor says of the work."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.alerts.values import Kind
from cvi.cases.models import WorkReview
from cvi.cases.models.work_review import WORDS_MAX_LENGTH


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


class WorkReviewForm(forms.Form):
    """Good, back to the worker with a kind sentence, or to talk about first."""

    mark_optional = False

    verdict = forms.ChoiceField(
        label=_("What do you say?"),
        choices=WorkReview.Verdict.choices,
        widget=forms.RadioSelect(),
    )
    words = forms.CharField(
        label=_("To whoever did it"),
        help_text=_("They read this. Say what is good first."),
        max_length=WORDS_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
