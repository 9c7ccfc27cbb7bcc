"""What an office may leave, what is asked of a box, and what was done with a message."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team
from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.incidents.models import MAX_DAYS, DropBoxMessage
from cvi.incidents.services import BoxPlan
from cvi.incidents.values import Office, Outcome, Wish

WORDS_MAX_LENGTH = 2000
VICTIMS_MAX = 99


class LeftForm(forms.Form):
    """What every message has: how the team may call back whoever left it."""

    kind: ClassVar[DropBoxMessage.Kind]

    def said(self) -> dict[str, Any]:
        """Return what was filled in, as it is sealed: text and numbers by field."""
        given = self.cleaned_data.items()
        return {
            name: value if isinstance(value, int) else str(value)
            for name, value in given
            if value not in {None, ""}
        }


def _caller() -> forms.CharField:
    return forms.CharField(
        label=_("Your name and telephone number"),
        help_text=_("In case the team must ask something. They may not call."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RequestForm(LeftForm):
    """What an office asks the team to do."""

    kind = DropBoxMessage.Kind.REQUEST

    wish = forms.ChoiceField(
        label=_("What is it about?"), choices=Wish.choices, widget=forms.RadioSelect()
    )
    words = forms.CharField(
        label=_("What should the team know?"),
        help_text=_("Who or where, and why now. No record numbers and no medical facts."),
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    caller = _caller()


class AlertForm(LeftForm):
    """Where someone was hurt, when, how many, and where they were taken."""

    kind = DropBoxMessage.Kind.ALERT

    area = forms.CharField(
        label=_("Where?"),
        help_text=_("The area or the nearest corner."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("Which day?"),
        initial=timezone.localdate,
        widget=DayInput(),
        validators=[not_in_the_future],
    )
    hour = forms.TimeField(
        label=_("What time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    victims = forms.IntegerField(
        label=_("How many people were hurt?"), min_value=0, max_value=VICTIMS_MAX
    )
    hospital = forms.CharField(
        label=_("Which hospital?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Anything else?"),
        max_length=WORDS_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    caller = _caller()


class BoxForm(forms.Form):
    """For which office a box is, of which team, and until when."""

    office = forms.ChoiceField(
        label=_("Which kind of office?"), choices=Office.choices, widget=forms.RadioSelect()
    )
    label = forms.CharField(
        label=_("What do you call it?"),
        help_text=_("As in: 9th district. Name the office, not a person."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    team = forms.TypedChoiceField(label=_("Which team reads it?"), empty_value=None)
    expires_on = forms.DateField(
        label=_("Until when does it work?"),
        help_text=_("At most twelve months. Then set up a new one."),
        widget=DayInput(),
    )

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {str(team.pk): team for team in teams}
        field: Any = self.fields["team"]
        field.choices = [(pk, team.name) for pk, team in known.items()]
        field.coerce = known.get
        self.fields["expires_on"].initial = timezone.localdate() + dt.timedelta(days=MAX_DAYS)

    def clean_expires_on(self) -> dt.date:
        """Refuse a day that is past or too far."""
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today < day <= today + dt.timedelta(days=MAX_DAYS):
            raise ValidationError(_("Choose a day after today, at most twelve months ahead."))
        return day

    def plan(self) -> BoxPlan:
        """Return what was asked for."""
        return BoxPlan(**self.cleaned_data)


class HandleForm(forms.Form):
    """What was done with a message."""

    outcome = forms.ChoiceField(
        label=_("What was done?"),
        help_text=_("Whoever left it is not told."),
        choices=Outcome.choices,
        widget=forms.RadioSelect(),
    )
