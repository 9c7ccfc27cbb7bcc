"""Who someone is."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User, Zone
from cvi.accounts.roles import Permission
from cvi.accounts.widgets import MemorableDateField, PhoneField
from cvi.cases.forms.choices import GRID, offer
from cvi.cases.models import Participant
from cvi.cases.services.people import Identity
from cvi.cases.values import Answer, Language, RaceEthnicity

NAME_MAX_LENGTH = 120
OLDEST = 119
NOT_AN_ANSWER = {RaceEthnicity.DECLINED, RaceEthnicity.NOT_ASKED}


def age_field() -> forms.IntegerField:
    """Make the question for an age that nobody can know to the day."""
    wrong = _("Check this age. Use whole years, from 1 to 119.")
    return forms.IntegerField(
        label=_("About how old?"),
        help_text=_("If you don't know the birth date. A guess is fine."),
        min_value=1,
        max_value=OLDEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def guessed_age(
    years: int | None, *, born: dt.date | None, before: Participant | None = None
) -> dict[str, Any] | None:
    """Return a guess as it is kept, with its day; none beside a birth date. The same stays."""
    if years is None or born:
        return None
    if before and before.is_age_a_guess and before.age == years:
        kept: dict[str, Any] = before.age_estimate
        return kept
    return {"years": years, "on": timezone.localdate().isoformat()}


def one_kind_of_answer(codes: list[str]) -> list[str]:
    """Return the answers to race and ethnicity; one is complete.

    Raises:
        ValidationError: there is an answer, and that there is none.
    """
    if NOT_AN_ANSWER & set(codes) and len(codes) > 1:
        raise ValidationError(_("You chose an answer, and that there is none. Keep one of both."))
    return codes


class IdentityForm(forms.Form):
    """Who someone is, as far as they want to say."""

    name_to_use = forms.CharField(
        label=_("Name to use"),
        help_text=_("What do they want to be called?"),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = MemorableDateField(label=_("Birth date"), required=False)
    about_how_old = age_field()
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
        offer(self, "zone", Zone.objects.visible_to(user).open().order_by("name"))

    def clean_race_ethnicity(self) -> list[str]:
        """Take one answer as complete."""
        return one_kind_of_answer(self.cleaned_data["race_ethnicity"])

    def identity(self) -> Identity:
        """Return what was filled in."""
        names = set(Identity.__dataclass_fields__)
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        given["safe_to_text"] = given.get("safe_to_text") or Answer.NOT_ASKED
        born = given["birth_date"]
        given["age_estimate"] = guessed_age(self.cleaned_data["about_how_old"], born=born)
        return Identity(**given)


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
