"""What participants want next."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput
from cvi.cases.forms.choices import GRID, ROW
from cvi.cases.models import Goal, GoalStep
from cvi.cases.models.goals import ENDED, WORDS_MAX_LENGTH
from cvi.cases.services import Review, Step
from cvi.cases.values import LifeDomain
from cvi.standards import reading as standards


def words_field(label: Any, *, rows: int = 2, **kwargs: Any) -> forms.CharField:
    """Make a field for a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=WORDS_MAX_LENGTH, widget=widget, **kwargs)


class StepForm(forms.Form):
    """One small thing on the way to a goal."""

    step_words = words_field(_("What is one small step?"))
    step_owner = forms.ChoiceField(
        label=_("Who does it?"),
        choices=GoalStep.Owner.choices,
        initial=GoalStep.Owner.PARTICIPANT,
        widget=forms.RadioSelect(attrs=ROW),
    )
    step_due_on = forms.DateField(label=_("When?"), widget=DayInput(), required=False)

    def step(self) -> Step:
        """Return the step that was typed."""
        names = ("step_words", "step_owner", "step_due_on")
        return Step(*(self.cleaned_data[name] for name in names))


class GoalForm(StepForm):
    """What they want next, and one small step to it."""

    domain = forms.ChoiceField(
        label=_("What is it about?"),
        choices=LifeDomain.choices,
        widget=forms.RadioSelect(attrs=GRID),
    )
    words = words_field(_("What do they want next?"), help_text=_("In their own words."), rows=3)
    baseline = words_field(_("Where are they now?"), required=False)
    target_on = forms.DateField(label=_("By when?"), widget=DayInput(), required=False)

    field_order = ["words", "domain", "baseline", "target_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("step_words", "step_owner", "step_due_on"):
            self.fields[name].required = False

    def wanted(self) -> dict[str, Any]:
        """Return the goal, and its first step where one was named."""
        names = ("domain", "words", "baseline", "target_on")
        goal = {name: self.cleaned_data[name] for name in names}
        return goal | {"step": self.step() if self.cleaned_data["step_words"] else None}

    def clean_step_owner(self) -> str:
        """Read no answer as theirs."""
        return self.cleaned_data["step_owner"] or GoalStep.Owner.PARTICIPANT.value


class GoalReviewForm(forms.Form):
    """Where a goal stands, and what was said."""

    status = forms.ChoiceField(label=_("Where does it stand?"), widget=forms.RadioSelect())
    note = words_field(
        _("What was said?"),
        help_text=_("No names of others, no crimes, no weapons."),
        required=False,
    )
    resolved_via = forms.ChoiceField(label=_("If it ended: what helped?"), required=False)
    is_signed_off = forms.TypedChoiceField(
        label=_("If it ended: do they agree?"),
        choices=[("", _("Did not ask")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        kwargs["initial"] = {"status": goal.status}
        super().__init__(*args, **kwargs)
        helped = standards.choices("goal_resolved_via", keep=goal.resolved_via)
        self.fields["status"].choices = [(s.value, s.label) for s in goal.next_statuses]  # type: ignore[attr-defined]  # a choice field
        self.fields["resolved_via"].choices = [("", _("Choose")), *helped]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> None:
        """Ask for how it ended only when it did."""
        status = self.cleaned_data.get("status")
        if self.cleaned_data.get("resolved_via") and status and status not in ENDED:
            self.add_error("resolved_via", _("Leave this empty while they work on it."))

    def review(self) -> Review:
        """Return what was said."""
        return Review(**self.cleaned_data)
