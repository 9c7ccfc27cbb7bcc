"""What may be shared, with whom, until when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User
from cvi.accounts.widgets import DayInput
from cvi.cases.forms.choices import GRID, ROW, offer
from cvi.cases.models import Consent
from cvi.cases.services.consents import Release


class ConsentForm(forms.Form):
    """What may be shared, with whom, until when. Nothing is ticked before they said so."""

    recipient: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Who may get it?"), queryset=None, empty_label=_("Choose")
    )
    scope = forms.MultipleChoiceField(
        label=_("What may they get?"),
        help_text=_("Only what the person says yes to."),
        choices=Consent.Field.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    expires_on = forms.DateField(
        label=_("Until when?"), help_text=_("At most one year."), widget=DayInput()
    )
    method = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=Consent.Method.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )

    def __init__(self, *args: Any, user: User, own_agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.visible_to(user).exclude(pk=own_agency.pk)
        offer(self, "recipient", others.order_by("name"))

    def clean_expires_on(self) -> dt.date:
        """Refuse a consent that ends before it begins, or lasts longer than a year."""
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Check this date. It must be after today."))
        if day > today + dt.timedelta(days=Consent.MAX_DAYS):
            raise forms.ValidationError(_("Check this date. One year is the longest."))
        return day

    def release(self) -> Release:
        """Return what was agreed to."""
        return Release(**self.cleaned_data)
