"""Incentives: what is asked for, what was decided, and how it was paid."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.forms.caseload import day_field
from cvi.cases.forms.choices import GRID, offer
from cvi.cases.forms.delivered import GoalField
from cvi.cases.models import Incentive
from cvi.cases.models.incentives import MOST_DOLLARS, REASON_MAX_LENGTH, RECEIPT_MAX_LENGTH
from cvi.cases.services import Payment, Proposal
from cvi.standards import reading as standards


class IncentiveForm(forms.Form):
    """What is asked for."""

    kind = forms.ChoiceField(label=_("What kind?"))
    amount = forms.DecimalField(
        label=_("How many dollars?"),
        min_value=Decimal("0.01"),
        max_value=MOST_DOLLARS,
        max_digits=7,
        decimal_places=2,
    )
    reason = forms.CharField(
        label=_("What is it for?"),
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    goal = GoalField(
        label=_("For which goal?"), queryset=None, required=False, empty_label=_("None of them")
    )
    funding = forms.MultipleChoiceField(
        label=_("Who pays?"), widget=forms.CheckboxSelectMultiple(attrs=GRID)
    )

    def __init__(self, *args: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *standards.choices("incentive_kind")]  # type: ignore[attr-defined]  # a choice field
        self.fields["funding"].choices = standards.choices("funding_source")  # type: ignore[attr-defined]  # a choice field
        offer(self, "goal", goals)

    def asked(self) -> Proposal:
        """Return what is asked for."""
        return Proposal(**self.cleaned_data)


class DecideForm(forms.Form):
    """Whether someone gets it."""

    status = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[
            (Incentive.Status.APPROVED.value, _("Approve")),
            (Incentive.Status.DECLINED.value, _("Decline")),
        ],
        widget=forms.RadioSelect(),
    )
    answer = forms.CharField(
        label=_("Why not?"),
        help_text=_("Only if you decline it."),
        max_length=REASON_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> None:
        """Ask why, where it is declined."""
        is_declined = self.cleaned_data.get("status") == Incentive.Status.DECLINED
        if is_declined and not self.cleaned_data.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Say why you decline it."))


class PayForm(forms.Form):
    """How it was paid."""

    mark_optional = False

    how = forms.ChoiceField(
        label=_("How did they get it?"), choices=Incentive.How.choices, widget=forms.RadioSelect()
    )
    paid_on = day_field(_("When?"))
    receipt = forms.CharField(
        label=_("Receipt or witness"),
        help_text=_("The number of the receipt, or who was there."),
        max_length=RECEIPT_MAX_LENGTH,
    )

    def paid(self) -> Payment:
        """Return how it was paid."""
        return Payment(**self.cleaned_data)
