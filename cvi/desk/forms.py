"""What is searched for, what an alert is, what is said of the work, which teams a model has."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team
from cvi.alerts.values import Kind
from cvi.cases.models import WorkReview
from cvi.cases.models.work_review import WORDS_MAX_LENGTH


class SearchForm(forms.Form):
    """A name, a street name or a code, as far as it is remembered."""

    name = forms.CharField(
        label=_("Find someone"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    mark_optional = False


class AlertForm(forms.Form):
    """What a safety alert about a case is."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        help_text=_("The message says none of this. It only asks them to open the app."),
        choices=Kind.choices,
        initial=Kind.THREAT,
        widget=forms.RadioSelect(),
    )


class WorkReviewForm(forms.Form):
    """Good, back to the worker with a kind sentence, or to talk about first."""

    mark_optional = False

    verdict = forms.ChoiceField(
        label=_("What do you say?"),
        choices=WorkReview.Verdict.choices,
        widget=forms.RadioSelect(),
    )
    words = forms.CharField(
        label=_("To whoever did it"),
        help_text=_("They read this. Say what is good first."),
        max_length=WORDS_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TeamField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several teams, each with its agency."""

    def label_from_instance(self, obj: Team) -> str:
        """Return a team's name with that of its agency."""
        return f"{obj.name} · {obj.agency.name}"


class ModelAssignForm(forms.Form):
    """Which teams work by a program model."""

    mark_optional = False

    teams = TeamField(
        label=_("Teams that work by it"),
        help_text=_("A team that you leave out works by what its program says."),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, teams: Any, model: str, **kwargs: Any) -> None:
        """Offer the open teams of the program; those that work by it are ticked."""
        super().__init__(*args, **kwargs)
        self.model = model
        self.fields["teams"].queryset = teams  # type: ignore[attr-defined]
        self.initial["teams"] = [team.pk for team in teams if team.model == model]

    def joining(self) -> list[Team]:
        """Return the teams that would work by it from now on."""
        return [team for team in self.cleaned_data["teams"] if team.model != self.model]

    def leaving(self) -> list[Team]:
        """Return the teams that would not work by it any more."""
        kept = set(self.cleaned_data["teams"])
        return [t for t in self.fields["teams"].queryset if t.model == self.model and t not in kept]  # type: ignore[attr-defined]
