"""Promises to get back to someone, and how they went."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_past
from cvi.cases import loads
from cvi.cases.forms.caseload import WorkerField, day_field
from cvi.cases.forms.choices import ROW
from cvi.cases.models import Attempt, Case, FollowUp
from cvi.cases.models.follow_ups import ABOUT_MAX_LENGTH, LIST
from cvi.cases.services import Task, Try
from cvi.standards import reading as standards

_O = FollowUp.Outcome
TRY_AGAIN = "try_again"
ANSWERS = [
    (_O.REACHED.value, _O.REACHED.label),
    (TRY_AGAIN, _("Tried, no answer. Keep it open")),
    (_O.NOT_REACHED.value, _("Tried, no answer. Stop trying")),
    (_O.DECLINED.value, _O.DECLINED.label),
    (_O.NO_LONGER_NEEDED.value, _O.NO_LONGER_NEEDED.label),
]
TRIED = {_O.REACHED.value: Attempt.Result.REACHED, TRY_AGAIN: Attempt.Result.NOT_REACHED}
TRIED |= {_O.NOT_REACHED.value: Attempt.Result.NOT_REACHED}


class FollowUpForm(forms.Form):
    """A promise to get back to someone, or a task for a colleague."""

    kind = forms.ChoiceField(label=_("What for?"))
    due_on = forms.DateField(label=_("When?"), widget=DayInput(), validators=[not_in_the_past])
    about = forms.CharField(
        label=_("What is to be done?"),
        help_text=_("No names of others, no crimes, no weapons."),
        max_length=ABOUT_MAX_LENGTH,
        required=False,
    )
    owner = WorkerField(label=_("Who does it?"), required=False, empty_value=None)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = standards.choices(LIST)  # type: ignore[attr-defined]  # a choice field
        owner: Any = self.fields["owner"]
        owner.offer(loads.of_team(case.team))
        owner.choices = [("", _("Whoever works the case")), *list(owner.choices)[1:]]

    def planned(self) -> dict[str, Any]:
        """Return what is promised, and to whom it is given."""
        given = self.cleaned_data
        task = Task(given["about"], given["owner"])
        return {"kind": given["kind"], "due_on": given["due_on"], "task": task}


class FollowUpDoneForm(forms.Form):
    """How a follow-up went."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=ANSWERS, widget=forms.RadioSelect()
    )
    mode = forms.ChoiceField(
        label=_("How did you try?"),
        choices=Attempt.Mode.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )
    tried_on = day_field(_("When did you try?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tried_on"].required = False

    def clean(self) -> None:
        """Ask how it was tried, when it was."""
        is_try = self.cleaned_data.get("outcome") in TRIED
        if is_try and not self.cleaned_data.get("mode") and "mode" not in self.errors:
            self.add_error("mode", _("Say how you tried."))

    def answer(self) -> dict[str, Any]:
        """Return the try where there was one, and how it ended where it did."""
        return {"attempt": self._attempt(), "outcome": self._outcome()}

    def _attempt(self) -> Try | None:
        given = self.cleaned_data
        if given["outcome"] not in TRIED:
            return None
        day = given["tried_on"] or timezone.localdate()
        return Try(given["mode"], TRIED[given["outcome"]], day)

    def _outcome(self) -> str:
        said: str = self.cleaned_data["outcome"]
        return "" if said == TRY_AGAIN else said
