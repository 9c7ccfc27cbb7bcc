"""What is asked about a custom notification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future, not_in_the_past
from cvi.gvi.models import NOTE_MAX_LENGTH
from cvi.gvi.services import Visit
from cvi.gvi.values import DeliveredTo, Response, Result, Why

ROW = {"data-layout": "row"}
ENDS = [choice for choice in Result.choices if choice[0] != Result.PLANNED]


class NotificationForm(forms.Form):
    """A planned visit: why and when. No crimes, no groups, no names of others."""

    why = forms.ChoiceField(label=_("Why now?"), choices=Why.choices, widget=forms.RadioSelect())
    planned_on = forms.DateField(
        label=_("What day is it planned for?"), widget=DayInput(), validators=[not_in_the_past]
    )
    note = forms.CharField(
        label=_("What should the team know to stay safe?"),
        help_text=_("No names of others, no crimes, no groups."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class VisitForm(forms.Form):
    """How the visit went."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=ENDS, widget=forms.RadioSelect())
    tried_on = forms.DateField(
        label=_("What day was it?"), widget=DayInput(), validators=[not_in_the_future]
    )
    delivered_to = forms.ChoiceField(
        label=_("Who took the message?"),
        choices=DeliveredTo.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )
    response = forms.ChoiceField(
        label=_("What did they say to the offer of help?"),
        choices=Response.choices,
        widget=forms.RadioSelect(),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask who took the message once it was delivered."""
        answers: dict[str, Any] = self.cleaned_data
        if answers.get("result") == Result.DELIVERED and not answers.get("delivered_to"):
            self.add_error("delivered_to", _("Choose who took the message."))
        return answers

    def visit(self) -> Visit:
        """Return how it went; the answers to what was not asked are left out."""
        given = self.cleaned_data
        if given["result"] == Result.DELIVERED:
            return Visit(**given)
        return Visit(given["result"], given["tried_on"])
