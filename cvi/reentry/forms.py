"""What is asked about a stay in custody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.reentry.models import FACILITY_MAX_LENGTH
from cvi.reentry.services import Stay
from cvi.reentry.values import FacilityKind, ReleaseBasis

ROW = {"data-layout": "row"}


class CustodyForm(forms.Form):
    """A stay in custody, as far as it is known."""

    facility_kind = forms.ChoiceField(
        label=_("What kind of place?"),
        choices=FacilityKind.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )
    facility = forms.CharField(
        label=_("Name of the place"), max_length=FACILITY_MAX_LENGTH, required=False
    )
    admitted_on = forms.DateField(
        label=_("Went in on"), widget=DayInput(), required=False, validators=[not_in_the_future]
    )
    projected_release_on = forms.DateField(
        label=_("Expected home on"),
        help_text=_("The release day goes on your list."),
        widget=DayInput(),
        required=False,
    )
    released_on = forms.DateField(
        label=_("Came home on"), widget=DayInput(), required=False, validators=[not_in_the_future]
    )
    basis = forms.ChoiceField(
        label=_("On what ground?"),
        choices=ReleaseBasis.choices,
        initial=ReleaseBasis.UNKNOWN,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a release before the admission."""
        days: dict[str, Any] = self.cleaned_data
        admitted = days.get("admitted_on")
        for name in ("projected_release_on", "released_on"):
            if admitted and days.get(name) and days[name] < admitted:
                self.add_error(name, _("Check this date. It is before they went in."))
        return days

    def stay(self) -> Stay:
        """Return what is known."""
        return Stay(**self.cleaned_data)
