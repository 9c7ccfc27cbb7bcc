"""What is asked about a referral on its way: where it stands, tries, and why it is taken back."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future, not_in_the_past
from cvi.cases.models import Attempt
from cvi.referrals.services import Step
from cvi.referrals.values import DeclineReason, IneligibleReason, ReferralStatus, StopReason
from cvi.standards import reading as standards

_S = ReferralStatus
NO = frozenset({_S.DECLINED, _S.INELIGIBLE})
REASONS_OF = {_S.DECLINED: DeclineReason, _S.INELIGIBLE: IneligibleReason}
ROW = {"data-layout": "row"}
GRID = {"data-layout": "grid"}
BARRIER = "barrier"


class BarriersField(forms.MultipleChoiceField):
    """What stood in the way, as codes of the list that the site keeps."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the list, read when the form is drawn."""
        super().__init__(
            label=_("What stood in the way?"),
            required=False,
            choices=lambda: standards.choices(BARRIER),
            widget=forms.CheckboxSelectMultiple(attrs=GRID),
            **kwargs,
        )


def re_offer_day() -> dt.date:
    """Return the day on which help that was not wanted is offered again, by the standard."""
    return timezone.localdate() + dt.timedelta(days=standards.number("re_offer_after_days"))


class ReportForm(forms.Form):
    """What happened since: a visit planned, a visit made, help that goes on, or none of it."""

    mark_optional = False

    status = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect())
    on = forms.DateField(
        label=_("Which day?"),
        help_text=_("For a planned visit, its day. For all else, the day it happened."),
        widget=DayInput(),
        required=False,
    )
    reason = forms.ChoiceField(
        label=_("If you can't help them: why?"),
        choices=[
            ("", _("Not said")),
            (_("We can't take them"), DeclineReason.choices),
            (_("They do not qualify"), IneligibleReason.choices),
        ],
        required=False,
    )
    barriers = BarriersField()

    def __init__(self, *args: Any, ways: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(ways)
        status: Any = self.fields["status"]
        status.choices = [(code, label) for code, label in _S.choices if code in offered]
        if not offered & NO:
            del self.fields["reason"]

    def clean(self) -> None:
        """Ask for the day of a visit, and for the reason of a no."""
        given = self.cleaned_data
        status = given.get("status", "")
        if (
            status in {_S.SCHEDULED, _S.CONNECTED}
            and not given.get("on")
            and "on" not in self.errors
        ):
            self.add_error("on", _("Choose the day of the visit."))
        if status in NO and given.get("reason") not in REASONS_OF[_S(status)].values:
            self.add_error("reason", _("Choose a reason that fits your answer."))

    def step(self) -> Step:
        """Return what happened."""
        given = self.cleaned_data
        status = given["status"]
        on = re_offer_day() if status == _S.NOT_WANTED else given["on"]
        reason = given.get("reason", "") if status in NO else ""
        return Step(status, on=on, reason=reason, barriers=given["barriers"])


class AgainForm(forms.Form):
    """When to offer again what someone does not want now."""

    mark_optional = False

    on = forms.DateField(
        label=_("When will you offer it again?"),
        help_text=_("It shows on Today on that day."),
        widget=DayInput(),
        validators=[not_in_the_past],
        initial=re_offer_day,
    )
    barriers = BarriersField()

    def step(self) -> Step:
        """Return that they said no for now."""
        given = self.cleaned_data
        return Step(_S.NOT_WANTED, on=given["on"], barriers=given["barriers"])


class TryForm(forms.Form):
    """One try to reach someone."""

    mark_optional = False

    mode = forms.ChoiceField(
        label=_("How did you try?"),
        choices=Attempt.Mode.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )
    is_reached = forms.TypedChoiceField(
        label=_("Did you reach them?"),
        choices=[("yes", _("Yes, and they still want it")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect(),
    )
    tried_on = forms.DateField(
        label=_("When did you try?"),
        widget=DayInput(),
        validators=[not_in_the_future],
        initial=timezone.localdate,
    )


class StopForm(forms.Form):
    """Why a referral is taken back."""

    reason = forms.ChoiceField(
        label=_("Why?"), choices=StopReason.choices, widget=forms.RadioSelect()
    )

    def step(self) -> Step:
        """Return that it is taken back."""
        return Step(_S.CANCELLED, reason=self.cleaned_data["reason"])
