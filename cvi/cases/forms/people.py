"""Who someone is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User, Zone
from cvi.accounts.roles import Permission
from cvi.accounts.widgets import MemorableDateField, PhoneField
from cvi.cases.forms.choices import GRID, offer
from cvi.cases.services.people import Identity
from cvi.cases.values import Answer, Language, RaceEthnicity

NAME_MAX_LENGTH = 120


class IdentityForm(forms.Form):
    """Who someone is, as far as they want to say."""

    name_to_use = forms.CharField(
        label=_("Name to use"),
        help_text=_("What do they want to be called?"),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = MemorableDateField(label=_("Birth date"), required=False)
    phone = PhoneField(label=_("Phone"), required=False, max_length=30)
    safe_to_text = forms.ChoiceField(
        label=_("Is it safe to text?"),
        choices=Answer.choices,
        initial=Answer.NOT_ASKED,
        required=False,
    )
    zone: "forms.ModelChoiceField[Zone]" = forms.ModelChoiceField(
        label=_("Area of the city"),
        queryset=None,
        required=False,
        empty_label=_("Not known"),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        initial=Language.NOT_ASKED,
        required=False,
    )
    race_ethnicity = forms.MultipleChoiceField(
        label=_("Race and ethnicity"),
        help_text=_("We ask so the city can see who gets help. Choose all that fit; one is fine."),
        choices=RaceEthnicity.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "zone", Zone.objects.visible_to(user).order_by("name"))

    def identity(self) -> Identity:
        """Return what was filled in."""
        names = set(Identity.__dataclass_fields__)
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        return Identity(**{**given, "safe_to_text": given.get("safe_to_text") or Answer.NOT_ASKED})


class NewPersonForm(IdentityForm):
    """A new participant of one of the user's own teams."""

    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        own = [team.pk for team in user.teams_for(Permission.REGISTER_PARTICIPANT)]
        offer(self, "team", Team.objects.visible_to(user).filter(pk__in=own).order_by("name"))
        if len(own) == 1:
            self.fields["team"].initial = own[0]
            self.fields["team"].widget = forms.HiddenInput()
