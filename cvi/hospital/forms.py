"""What is asked at the bedside, a few things a step; only how the visit went must be said."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User, Zone
from cvi.accounts.roles import Permission
from cvi.accounts.widgets import (
    DayInput,
    MemorableDateField,
    PhoneField,
    not_in_the_future,
    not_in_the_past,
)
from cvi.cases.values import Answer, Gender, Language, LifeDomain, RaceEthnicity
from cvi.hospital.services import Arrival
from cvi.hospital.values import RIGHT_NOW, BodyRegion, Mechanism, Outcome, Present
from cvi.vault.ids import uuid7

ROW = {"data-layout": "row"}
GRID = {"data-layout": "grid"}


class IconChoices(forms.CheckboxSelectMultiple):
    """Boxes to tick, each with a drawing beside its word."""

    template_name = "django/forms/widgets/icon_choices.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the drawing's name to what the template gets."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["icon"] = RIGHT_NOW[LifeDomain(option["value"])]
        return option


class StepForm(forms.Form):
    """One step. Blanks are fine everywhere, so no label says so."""

    mark_optional = False


class VisitForm(StepForm):
    """How the visit went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect(attrs=GRID),
    )
    present = forms.MultipleChoiceField(
        label=_("Who else was in the room?"),
        choices=Present.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )

    def arrival(self) -> Arrival:
        """Return what was said about the visit."""
        return Arrival(self.cleaned_data["outcome"], self.cleaned_data["present"])


class NewVisitForm(VisitForm):
    """A visit not written down yet. The form's own id makes two taps one visit."""

    form_id = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid7)

    def arrival(self) -> Arrival:
        """Return what was said about the visit, and which form says so."""
        form_id: UUID = self.cleaned_data["form_id"]
        return Arrival(self.cleaned_data["outcome"], self.cleaned_data["present"], form_id)


class NewIntakeForm(NewVisitForm):
    """A visit to someone new."""

    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [team.pk for team in user.teams_for(Permission.DO_BEDSIDE_INTAKE)]
        field: Any = self.fields["team"]
        field.queryset = Team.objects.visible_to(user).filter(pk__in=own).order_by("name")
        if len(own) == 1:
            field.initial, field.widget = own[0], forms.HiddenInput()


class SafetyForm(StepForm):
    """What makes going home safe. Not who, and not why."""

    safe_place = forms.ChoiceField(
        label=_("Do they have a safe place to go?"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )
    worried = forms.ChoiceField(
        label=_("Are they worried that someone may come?"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )
    safe_way = forms.ChoiceField(
        label=_("Is there a safe way to reach them?"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )


class InjuryForm(StepForm):
    """What the hospital wrote down."""

    mechanism = forms.ChoiceField(
        label=_("What hurt them?"),
        choices=Mechanism.choices,
        widget=forms.RadioSelect(attrs=GRID),
        required=False,
    )
    injured_on = forms.DateField(
        label=_("What day?"), widget=DayInput(), required=False, validators=[not_in_the_future]
    )
    body_regions = forms.MultipleChoiceField(
        label=_("Where?"),
        choices=BodyRegion.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )


class NeedsForm(StepForm):
    """What they need right now."""

    domains = forms.MultipleChoiceField(
        label=_("What do they need right now?"),
        help_text=_("Choose all that fit."),
        choices=[(domain.value, domain.label) for domain in RIGHT_NOW],
        widget=IconChoices(attrs=GRID),
        required=False,
    )


class AboutForm(StepForm):
    """Who someone is, as far as they want to say."""

    name_to_use = forms.CharField(
        label=_("Name to use"),
        help_text=_("What do they want to be called?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        required=False,
    )
    birth_date = MemorableDateField(label=_("Birth date"), required=False)
    phone = PhoneField(label=_("Phone"), required=False, max_length=30)
    safe_to_text = forms.ChoiceField(
        label=_("Is it safe to text?"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )
    zone: "forms.ModelChoiceField[Zone]" = forms.ModelChoiceField(
        label=_("Area of the city"), queryset=None, required=False, empty_label=_("Not known")
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, required=False)
    race_ethnicity = forms.MultipleChoiceField(
        label=_("Race and ethnicity"),
        help_text=_("We ask so the city can see who gets help. Choose all that fit; one is fine."),
        choices=RaceEthnicity.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["zone"]
        zone.queryset = (
            Zone.objects.visible_to(user).open(keep=self.initial.get("zone")).order_by("name")
        )


class FinishForm(StepForm):
    """When they go home, which is what the follow-ups count from."""

    home_on = forms.DateField(
        label=_("When do they go home?"),
        help_text=_("We plan every follow-up from that day. Leave it blank for none."),
        widget=DayInput(),
        validators=[not_in_the_past],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home_on"].initial = timezone.localdate()
