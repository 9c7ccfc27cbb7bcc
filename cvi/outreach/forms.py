"""What a worker taps to log a contact."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.outreach.models import NOTE_MAX_LENGTH
from cvi.outreach.services import ContactDetails
from cvi.outreach.values import Duration, Mode, Outcome, Purpose

ROW = {"data-layout": "row"}
GRID = {"data-layout": "grid"}
MISSES = [choice for choice in Outcome.choices if choice[0] != Outcome.REACHED]


class ContactForm(forms.Form):
    """One contact or one try. Nothing is preset but the mode: a preset answer is no answer."""

    mark_optional = False

    mode = forms.ChoiceField(
        label=_("How?"), choices=Mode.choices, widget=forms.RadioSelect(attrs=ROW)
    )
    reached = forms.ChoiceField(
        label=_("Did you reach them?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect(attrs=ROW),
    )
    purposes = forms.MultipleChoiceField(
        label=_("What for?"),
        choices=Purpose.choices,
        widget=forms.CheckboxSelectMultiple(attrs=ROW),
        required=False,
    )
    duration = forms.ChoiceField(
        label=_("How long, in minutes?"),
        choices=Duration.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )
    miss = forms.ChoiceField(
        label=_("What happened?"),
        choices=MISSES,
        widget=forms.RadioSelect(attrs=GRID),
        required=False,
    )
    occurred_on = forms.DateField(
        label=_("What day?"), widget=DayInput(), validators=[not_in_the_future]
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("No names of others, no crimes, no weapons."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what and how long after a yes, and for what happened after a no."""
        answers: dict[str, Any] = self.cleaned_data
        if answers.get("reached") == "yes":
            self._ask("purposes", _("Choose what it was for."))
            self._ask("duration", _("Choose how long it took."))
        if answers.get("reached") == "no":
            self._ask("miss", _("Choose what happened."))
        return answers

    def details(self) -> ContactDetails:
        """Return what was tapped; answers to the questions that were not asked are left out."""
        given = self.cleaned_data
        was_reached = given["reached"] == "yes"
        return ContactDetails(
            mode=given["mode"],
            outcome=Outcome.REACHED if was_reached else given["miss"],
            purposes=given["purposes"] if was_reached else [],
            duration=given["duration"] if was_reached else "",
            note=given["note"],
            occurred_at=_moment_on(given["occurred_on"]),
        )

    def _ask(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)


def _moment_on(day: dt.date) -> dt.datetime:
    """Return now for today, and noon for an earlier day: the hour is not asked."""
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
