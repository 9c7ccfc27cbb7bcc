"""Who someone is, how to reach them, their life now, and that they died: short forms."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User, Zone
from cvi.accounts.widgets import DayInput, MemorableDateField, PhoneField, not_in_the_future
from cvi.cases.forms.choices import GRID, offer
from cvi.cases.forms.people import NAME_MAX_LENGTH, age_field, guessed_age, one_kind_of_answer
from cvi.cases.models import About, ContactPoint, Participant
from cvi.cases.models.participant import SAFETY_LINE_MAX_LENGTH
from cvi.cases.values import (
    CHILDREN,
    NO_ANSWER,
    Answer,
    FederalSex,
    Gender,
    Language,
    Orientation,
    RaceEthnicity,
    RaceSource,
)
from cvi.standards import reading as standards

STREET_NAMES, STREET_NAME_LENGTH = 20, 60
OTHERWISE = [(answer.value, answer.label) for answer in NO_ANSWER]
UNTYPED = {"autocomplete": "off"}


def choice_field(label: Any, choices: Iterable[Any], **kwargs: Any) -> forms.ChoiceField:
    """Make a question that need not be asked."""
    first = {"initial": Answer.NOT_ASKED, "required": False}
    return forms.ChoiceField(label=label, choices=choices, **{**first, **kwargs})


def text_field(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    """Make a line of text that may stay blank, and that the browser does not remember."""
    widget = forms.TextInput(attrs=UNTYPED)
    return forms.CharField(label=label, max_length=length, required=False, widget=widget, **kwargs)


class AnswersForm(forms.Form):
    """A form in which a question that was not answered was not asked."""

    def changes(self) -> dict[str, Any]:
        """Return what was filled in; a choice left out is "did not ask"."""
        return {name: self._answer(name) for name in self.cleaned_data}

    def _answer(self, name: str) -> Any:
        value = self.cleaned_data[name]
        is_choice = type(self.fields[name]) is forms.ChoiceField
        return value or self.fields[name].initial if is_choice else value


class WhoForm(AnswersForm):
    """Who someone is, as far as they want to say."""

    name_to_use = forms.CharField(
        label=_("Name to use"),
        help_text=_("What do they want to be called?"),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs=UNTYPED),
    )
    street_names = forms.CharField(
        label=_("Street names"),
        help_text=_("One on each line. Only people who may open this file find them."),
        widget=forms.Textarea(attrs={"rows": 3, **UNTYPED}),
        required=False,
    )
    birth_date = MemorableDateField(label=_("Birth date"), required=False)
    about_how_old = age_field()
    pronouns = text_field(_("Pronouns"), 40)
    race_ethnicity = forms.MultipleChoiceField(
        label=_("Race and ethnicity"),
        help_text=_("We ask so the city can see who gets help. Choose all that fit; one is fine."),
        choices=RaceEthnicity.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )
    race_source = choice_field(_("How do we know?"), RaceSource.choices)
    gender = choice_field(_("Gender"), Gender.choices)
    gender_words = text_field(_("Gender, in their own words"), 60)
    orientation = choice_field(
        _("Orientation"),
        Orientation.choices,
        help_text=_("Never ask in front of family. It is on no printout."),
    )
    sex_for_federal_report = choice_field(
        _("Sex, for federal reports"),
        FederalSex.choices,
        initial=FederalSex.UNKNOWN,
        help_text=_("Some federal forms ask only this. We never show it as gender."),
    )

    def __init__(self, *args: Any, person: Participant, about: About, **kwargs: Any) -> None:
        self.person = person
        kwargs["initial"] = {
            **{name: getattr(about, name, "") for name in self.base_fields},
            "name_to_use": person.name_to_use,
            "street_names": "\n".join(person.street_names),
            "birth_date": person.birth_date,
            "about_how_old": person.age if person.is_age_a_guess else None,
            "race_ethnicity": person.race_ethnicity,
            "gender": person.gender or Gender.NOT_ASKED,
        }
        super().__init__(*args, **kwargs)
        for name in ("race_source", "gender", "orientation"):
            self.fields[name].initial = Answer.NOT_ASKED

    def clean_street_names(self) -> list[str]:
        """Read one name from each line."""
        lines = self.cleaned_data["street_names"].splitlines()
        names = list(dict.fromkeys(filter(None, (line.strip() for line in lines))))
        if len(names) > STREET_NAMES:
            raise ValidationError(_("Write at most 20 names."))
        if any(len(name) > STREET_NAME_LENGTH for name in names):
            raise ValidationError(_("Write at most 60 letters on a line."))
        return names

    def clean_race_ethnicity(self) -> list[str]:
        """Take one answer as complete."""
        return one_kind_of_answer(self.cleaned_data["race_ethnicity"])

    def changes(self) -> dict[str, Any]:
        """Return what was filled in, with the guess of an age as it is kept."""
        changes = super().changes()
        years = changes.pop("about_how_old")
        born = changes["birth_date"]
        return {**changes, "age_estimate": guessed_age(years, born=born, before=self.person)}


class ReachForm(AnswersForm):
    """Where someone is, and how one talks with them."""

    safety_line = text_field(
        _("What must everyone know to keep them safe?"),
        SAFETY_LINE_MAX_LENGTH,
        help_text=_(
            "One line, on top of their page. No names of others. Like: call before a visit."
        ),
    )
    stays_at = text_field(
        _("Stays at"), 300, help_text=_("A street or a corner is enough, where a visit needs it.")
    )
    has_no_address = forms.BooleanField(label=_("No fixed address"), required=False)
    zone: "forms.ModelChoiceField[Zone]" = forms.ModelChoiceField(
        label=_("Area of the city"), queryset=None, required=False, empty_label=_("Not known")
    )
    language = choice_field(_("Language"), Language.choices)
    language_words = text_field(_("Which language?"), 60)
    interpreter = choice_field(_("Do they need an interpreter?"), Answer.choices)
    reading_help = choice_field(_("Do they want help with reading?"), Answer.choices)
    access_needs = forms.MultipleChoiceField(
        label=_("What makes it easier to take part?"),
        help_text=_("Choose what we should think of, as with stairs or small print."),
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )

    def __init__(
        self, *args: Any, user: User, person: Participant, about: About, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            **{name: getattr(about, name, "") for name in self.base_fields},
            "safety_line": person.safety_line,
            "zone": person.zone_id,
            "language": person.language or Language.NOT_ASKED,
        }
        super().__init__(*args, **kwargs)
        offer(
            self, "zone", Zone.objects.visible_to(user).open(keep=person.zone_id).order_by("name")
        )
        for name in ("language", "interpreter", "reading_help"):
            self.fields[name].initial = Answer.NOT_ASKED
        kept = [(code, code) for code in about.access_needs]
        offered = dict(standards.choices("access_need"))
        self.fields["access_needs"].choices = list({**dict(kept), **offered}.items())  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> None:
        """Refuse an address of someone who has none."""
        if self.cleaned_data.get("has_no_address") and self.cleaned_data.get("stays_at"):
            self.add_error("stays_at", _("Leave this blank, or take the mark below away."))


class LifeForm(AnswersForm):
    """Where someone stands with home, school and work."""

    housing = choice_field(_("Home"), [])
    schooling = choice_field(_("School"), [])
    work = choice_field(_("Work"), [])
    insurance = choice_field(_("Health insurance"), [])
    children = choice_field(_("How many children?"), [*CHILDREN, *OTHERWISE])
    veteran = choice_field(_("Did they serve in the military?"), Answer.choices)

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(about, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        for name in About.STANDINGS:
            listed = standards.choices(name, keep=getattr(about, name))
            self.fields[name].choices = [*listed, *OTHERWISE]  # type: ignore[attr-defined]  # a choice field


class ContactPointForm(AnswersForm):
    """A way to reach someone, and whether it is safe."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=ContactPoint.Kind.choices)
    value = forms.CharField(
        label=_("Number, address or name there"),
        max_length=120,
        widget=forms.TextInput(attrs=UNTYPED),
    )
    safe_to_text = choice_field(_("Is it safe to text?"), Answer.choices)
    safe_to_leave_voicemail = choice_field(_("Is it safe to leave a voicemail?"), Answer.choices)
    best_time = text_field(_("Best time"), 80)

    def __init__(self, *args: Any, point: ContactPoint | None = None, **kwargs: Any) -> None:
        if point:
            kwargs["initial"] = {name: getattr(point, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """Read the value as what it is said to be."""
        kind, value = self.cleaned_data.get("kind"), self.cleaned_data.get("value")
        field = {ContactPoint.Kind.PHONE: PhoneField(), ContactPoint.Kind.EMAIL: forms.EmailField()}
        if value and kind in field:
            try:
                self.cleaned_data["value"] = field[ContactPoint.Kind(kind)].clean(value)
            except ValidationError as error:
                self.add_error("value", error)


class LegalNameForm(forms.Form):
    """The name on someone's papers."""

    legal_name = text_field(
        _("Legal name"),
        NAME_MAX_LENGTH,
        help_text=_("As on their ID. Only where a paper needs it."),
    )


class DeathForm(forms.Form):
    """That someone died: when, and of what, as far as it is known."""

    mark_optional = False

    died_on = forms.DateField(
        label=_("Which day?"),
        help_text=_("Leave it blank if you don't know."),
        widget=DayInput(),
        validators=[not_in_the_future],
        required=False,
    )
    cause = forms.ChoiceField(label=_("What happened?"))

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        self.person = person
        told = person.death or {}
        kwargs["initial"] = {"died_on": person.died_on, "cause": told.get("cause", "unknown")}
        super().__init__(*args, **kwargs)
        listed = standards.choices("death_cause", keep=told.get("cause", ""))
        unknown = (Answer.UNKNOWN.value, Answer.UNKNOWN.label)
        self.fields["cause"].choices = [*listed, unknown]  # type: ignore[attr-defined]  # a choice field

    def clean_died_on(self) -> dt.date | None:
        """Refuse a day before they were born."""
        day: dt.date | None = self.cleaned_data["died_on"]
        born = self.person.birth_date
        if day and born and day < born:
            raise ValidationError(gettext("Check this date. It is before they were born."))
        if day and day.year < timezone.localdate().year - 120:
            raise ValidationError(gettext("Check the year."))
        return day
