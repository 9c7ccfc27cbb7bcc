"""Services delivered, and how it is going."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases import loads
from cvi.cases.forms.caseload import WorkerField, day_field
from cvi.cases.forms.choices import GRID, ROW, offer
from cvi.cases.models import Case, ServiceDelivered
from cvi.cases.models.delivered import MOST_UNITS
from cvi.cases.models.progress import PARTS, Change
from cvi.cases.services import Delivery
from cvi.standards import reading as standards


class GoalField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is not generic
    """One of the goals, in the participant's words."""

    def label_from_instance(self, obj: Any) -> str:
        """Say it in their words."""
        return str(obj.words)


class NeedField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is not generic
    """One of the needs, by its part of life."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the part of life."""
        return str(obj.get_domain_display())


class ServiceForm(forms.Form):
    """What was done."""

    mark_optional = False

    type = forms.ChoiceField(label=_("What did you do?"))
    units = forms.DecimalField(
        label=_("How much?"),
        min_value=Decimal("0.01"),
        max_value=MOST_UNITS,
        max_digits=6,
        decimal_places=2,
        initial=1,
    )
    unit = forms.ChoiceField(
        label=_("Of what?"),
        choices=ServiceDelivered.Unit.choices,
        initial=ServiceDelivered.Unit.HOURS,
        widget=forms.RadioSelect(attrs=ROW),
    )
    funding = forms.MultipleChoiceField(
        label=_("Who pays?"), widget=forms.CheckboxSelectMultiple(attrs=GRID)
    )
    delivered_on = day_field(_("When?"))
    format = forms.ChoiceField(
        label=_("Alone or in a group?"),
        choices=ServiceDelivered.Format.choices,
        initial=ServiceDelivered.Format.INDIVIDUAL,
        widget=forms.RadioSelect(attrs=ROW),
    )
    need = NeedField(
        label=_("For which need?"), queryset=None, required=False, empty_label=_("None of them")
    )
    goal = GoalField(
        label=_("For which goal?"), queryset=None, required=False, empty_label=_("None of them")
    )
    worker = WorkerField(label=_("Who did it?"), required=False, empty_value=None)

    def __init__(self, *args: Any, case: Case, needs: Any, goals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = standards.choices("service_type", model=case.model)
        self.fields["type"].choices = [("", _("Choose")), *offered]  # type: ignore[attr-defined]  # a choice field
        self.fields["funding"].choices = standards.choices("funding_source")  # type: ignore[attr-defined]  # a choice field
        offer(self, "need", needs)
        offer(self, "goal", goals)
        worker: Any = self.fields["worker"]
        worker.offer(loads.of_team(case.team))
        worker.choices = [("", _("I did")), *list(worker.choices)[1:]]

    def done(self) -> dict[str, Any]:
        """Return what was done, and who did it."""
        given = dict(self.cleaned_data)
        worker = given.pop("worker")
        return {"delivery": Delivery(**given), "worker": worker}


class RatingForm(forms.Form):
    """How each part of life changed in a month."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PARTS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=Change.choices,
                initial=Change.UNKNOWN,
                widget=forms.RadioSelect(attrs=ROW),
            )

    def clean(self) -> None:
        """Ask for one answer at least."""
        if not self.errors and set(self.cleaned_data.values()) == {Change.UNKNOWN.value}:
            self.add_error(None, _("Rate one part of life at least."))
