"""What is planned with a participant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_past
from cvi.cases.forms.choices import GRID
from cvi.cases.models import FollowUp, Goal
from cvi.cases.values import LifeDomain

WORDS_MAX_LENGTH = 500


class GoalForm(forms.Form):
    """What they want next."""

    domain = forms.ChoiceField(
        label=_("What is it about?"),
        choices=LifeDomain.choices,
        widget=forms.RadioSelect(attrs=GRID),
    )
    words = forms.CharField(
        label=_("What do they want next?"),
        help_text=_("In their own words."),
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target_on = forms.DateField(label=_("By when?"), widget=DayInput(), required=False)


class GoalStatusForm(forms.Form):
    """Where a goal stands."""

    status = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=Goal.Status.choices,
        widget=forms.RadioSelect(),
    )


class FollowUpForm(forms.Form):
    """A promise to get back to someone."""

    kind = forms.ChoiceField(label=_("What for?"), choices=FollowUp.Kind.choices)
    due_on = forms.DateField(label=_("When?"), widget=DayInput(), validators=[not_in_the_past])


class FollowUpDoneForm(forms.Form):
    """How a follow-up went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=FollowUp.Outcome.choices,
        widget=forms.RadioSelect(),
    )
