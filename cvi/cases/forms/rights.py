"""Reports of duty, and what participants demand."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.cases.models import Demand, DutyReport
from cvi.cases.models.rights import SHORT_MAX_LENGTH, TEXT_MAX_LENGTH
from cvi.cases.services.rights import Told
from cvi.cases.values import Answer


class DutyReportForm(forms.Form):
    """Who outside was told what, and which duty demanded it."""

    mark_optional = False

    duty = forms.ChoiceField(
        label=_("What made you tell?"),
        choices=DutyReport.Duty.choices,
        widget=forms.RadioSelect(),
    )
    recipient = forms.CharField(
        label=_("Who was told?"),
        help_text=_("The office, and who there if you know."),
        max_length=SHORT_MAX_LENGTH,
    )
    told = forms.CharField(
        label=_("What did you tell them?"),
        help_text=_("Only what they had to know."),
        max_length=TEXT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why = forms.CharField(
        label=_("Why?"), max_length=TEXT_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    participant_knows = forms.ChoiceField(
        label=_("Did you tell the person?"),
        help_text=_("Tell them, unless that puts someone in danger."),
        choices=[(a.value, a.label) for a in (Answer.YES, Answer.NO)],
        widget=forms.RadioSelect(attrs={"data-layout": "row"}),
    )

    def what(self) -> Told:
        """Return what was told."""
        return Told(**self.cleaned_data)


class DemandForm(forms.Form):
    """What a participant complains about, or wants corrected."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Demand.Kind.choices, widget=forms.RadioSelect()
    )
    text = forms.CharField(
        label=_("What do they say?"),
        help_text=_("In their own words."),
        max_length=TEXT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    received_on = forms.DateField(
        label=_("When did they say it?"),
        widget=DayInput(),
        validators=[not_in_the_future],
        initial=timezone.localdate,
    )


class DemandAnswerForm(forms.Form):
    """What was done about it."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label=_("What did you do?"), choices=Demand.Outcome.choices, widget=forms.RadioSelect()
    )
    answer = forms.CharField(
        label=_("What do you tell them?"),
        help_text=_("If you don't do it, say why, and whom they can ask next."),
        max_length=TEXT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
