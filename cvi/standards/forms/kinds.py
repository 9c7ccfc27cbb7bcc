"""The form of each kind of standard."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency
from cvi.accounts.roles import Program, Role
from cvi.accounts.widgets import DayInput, not_in_the_future, not_in_the_past
from cvi.standards import reading
from cvi.standards.forms.base import StandardForm
from cvi.standards.kinds import CASELOAD
from cvi.standards.models import (
    ConsentRule,
    Instrument,
    Protocol,
    Threshold,
    Unit,
    ValueList,
)

MOST_DAYS = 3660
TEXT = {"rows": 4}
GRID = {"data-layout": "grid"}
is_state = RegexValidator(r"^[A-Za-z]{2}$", _("Type the two letters of the state, as in NC."))


def program_field(*, blank: bool = False) -> forms.ChoiceField:
    """Ask for a program, or for all of them."""
    every = [("", _("Every program"))] if blank else []
    return forms.ChoiceField(
        label=_("Program"), choices=[*every, *Program.choices], required=not blank
    )


class OwnedForm(StandardForm):
    """A standard that a program model may have of its own."""

    KEYS: ClassVar[tuple[str, ...]] = ("program", "model")

    model = forms.ChoiceField(label=_("Only for teams of this program model"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the program models in force."""
        super().__init__(*args, **kwargs)
        if self.standard is None:
            models = [(model.code, model.label) for model in reading.program_models()]
            self.fields["model"].choices = [("", _("Every team")), *models]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the model against the program."""
        cleaned = super().clean() or {}
        model = reading.program_model(cleaned.get("model", ""))
        if model and cleaned.get("program", model.program) != model.program:
            message = gettext("This model is for another program: %(program)s.")
            said = {"program": Program(model.program).label}
            self.add_error("model", message % said)
        return cleaned


def count(label: Any, *, most: int = 999, least: int = 0, **rest: Any) -> forms.IntegerField:
    """Ask for a whole number."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, **rest)


def place() -> forms.IntegerField:
    """Ask where in the list it stands."""
    hint = _("1 is first. Leave it empty to put it last.")
    return count(_("Place in the list"), required=False, help_text=hint)


class PlacedForm(OwnedForm):
    """A standard that has a place among its like."""

    def clean_position(self) -> int:
        """Put it last where no place was given."""
        return self.cleaned_data["position"] or 0


class ListItemForm(StandardForm):
    """A value of a list."""

    KEYS = ("list",)

    list = forms.ChoiceField(label=_("Which list"), choices=ValueList.choices)
    position = place()
    only_in_models = forms.BooleanField(
        label=_("Only where a program model names it"), required=False
    )

    def clean_position(self) -> int:
        """Put it last where no place was given."""
        return self.cleaned_data["position"] or 0


class ThresholdForm(OwnedForm):
    """A number. Only one for fewer is added; the numbers themselves are known to the program."""

    KEYS = ("code", "program", "model", "role")

    code = forms.ChoiceField(label=_("Which number"))
    program = forms.ChoiceField(label=_("For which program"), choices=Program.choices)
    role = forms.ChoiceField(
        label=_("Only for this role"),
        choices=[("", _("Every role")), *Role.choices],
        required=False,
    )
    number = count(_("Number"), most=9999)

    def __init__(self, *args: Any, codes: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        """A number for fewer has the name, the unit and the bounds of the one for all."""
        super().__init__(*args, **kwargs)
        self.general = {n.code: n for n in reading.general_numbers()}
        if self.standard is None:
            del self.fields["label_en"], self.fields["label_es"]
            named = [(code, n.label) for code, n in self.general.items() if code in codes]
            self.fields["code"].choices = named  # type: ignore[attr-defined]
            if not codes & CASELOAD:
                del self.fields["role"]
        elif isinstance(self.standard, Threshold):
            self.fields["number"].label = Unit(self.standard.unit).label.capitalize()

    def clean(self) -> dict[str, Any]:
        """Keep the number within its bounds."""
        cleaned = super().clean() or {}
        general = self.standard or self.general.get(cleaned.get("code", ""))
        if not isinstance(general, Threshold):
            return cleaned
        if not general.lowest <= cleaned.get("number", general.lowest) <= general.highest:
            bounds = {"least": general.lowest, "most": general.highest}
            self.add_error("number", gettext("Pick a number from %(least)s to %(most)s.") % bounds)
        if self.standard is None:
            same = ("label_en", "label_es", "unit", "lowest", "highest")
            cleaned |= {name: getattr(general, name) for name in same}
        return cleaned


class HolidayForm(StandardForm):
    """A public holiday. Its day stays; one on a wrong day is retired and added again."""

    KEYS = ("day", "agency")

    day = forms.DateField(label=_("Which day"), widget=DayInput(), validators=[not_in_the_past])
    agency: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("For which organization"),
        queryset=None,
        required=False,
        empty_label=_("Every organization"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the organizations that are open."""
        super().__init__(*args, **kwargs)
        if self.standard is None:
            agencies = reading.open_agencies()
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Give it the code of its day, so that no day is a holiday twice."""
        cleaned = super().clean() or {}
        day, agency, begins = (cleaned.get(name) for name in ("day", "agency", "starts_on"))
        if day:
            whom = f"_{agency.pk.hex[-12:]}" if agency else ""
            cleaned["code"] = f"day_{day:%Y%m%d}{whom}"
            if begins and begins > day:
                self.add_error("starts_on", _("It must be in force on its own day."))
        return cleaned


class PhaseForm(PlacedForm):
    """What a program promises in one phase."""

    program = program_field()
    position = place()
    length_days = count(
        _("Length in days"),
        most=MOST_DAYS,
        least=1,
        required=False,
        help_text=_("Leave it empty for an open end."),
    )
    min_contacts_per_week = forms.DecimalField(
        label=_("Contacts a week, at least"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        help_text=_("0.25 is one in four weeks."),
    )
    min_in_person_per_week = forms.DecimalField(
        label=_("Of them in person, at least"), min_value=0, max_value=100, decimal_places=2
    )
    min_home_visits_per_month = count(_("Home visits a month, at least"))
    family_contact_per_month = count(_("Talks with the family a month, at least"))
    supervisor_review_days = count(_("Supervisor looks at the case every … days"), least=1)
    max_caseload = count(_("People a worker has, at most"), least=1, required=False)
    grace_days = count(_("Days before a missed contact is overdue"))
    is_high_risk = forms.BooleanField(label=_("Phase with daily support"), required=False)

    def clean(self) -> dict[str, Any]:
        """Hold the contacts in person against all of them."""
        cleaned = super().clean() or {}
        every, some = (cleaned.get(f"min_{n}_per_week") for n in ("contacts", "in_person"))
        if every is not None and some is not None and some > every:
            message = _("That is more than all contacts together.")
            self.add_error("min_in_person_per_week", message)
        return cleaned


class CriteriaSetForm(OwnedForm):
    """How many criteria must be met."""

    program = program_field()
    threshold = count(_("How many must be met"), least=1)

    def check_lines(self, lines: list[dict[str, Any]]) -> None:
        """Hold the number against the criteria that there are."""
        if self.cleaned_data["threshold"] > len(lines):
            message = gettext("There are only %(count)s criteria.") % {"count": len(lines)}
            self.add_error("threshold", message)


class ProtocolForm(OwnedForm):
    """When a row of follow-ups begins."""

    program = program_field(blank=True)
    begins_with = forms.ChoiceField(label=_("Counts from"), choices=Protocol.Start.choices)


class ExceptionsForm(StandardForm):
    """A rule of a state, with its exceptions."""

    exceptions_en = forms.CharField(
        label=_("Exceptions, in English"),
        widget=forms.Textarea(TEXT),
        max_length=1000,
        required=False,
    )
    exceptions_es = forms.CharField(
        label=_("Exceptions, in Spanish"),
        widget=forms.Textarea(TEXT),
        max_length=1000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both languages or for none."""
        cleaned = super().clean() or {}
        for name, other in (("en", "es"), ("es", "en")):
            if cleaned.get(f"exceptions_{other}") and not cleaned.get(f"exceptions_{name}"):
                self.add_error(f"exceptions_{name}", _("Say it in both languages."))
        return cleaned


class DeadlineRuleForm(ExceptionsForm):
    """How long there is to report and to file."""

    KEYS = ("code",)

    code = forms.CharField(label=_("State"), validators=[is_state], max_length=2)
    report_within_hours = count(
        _("Report to police within … hours"), most=9999, least=1, required=False
    )
    file_within_days = count(_("File within … days of the crime"), most=MOST_DAYS, least=1)
    documents = forms.MultipleChoiceField(
        label=_("Papers"), required=False, widget=forms.CheckboxSelectMultiple(GRID)
    )
    documents_if_killed = forms.MultipleChoiceField(
        label=_("And where someone was killed"),
        required=False,
        widget=forms.CheckboxSelectMultiple(GRID),
    )
    checked_on = forms.DateField(
        label=_("When did you check the law?"), widget=DayInput(), validators=[not_in_the_future]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the papers that are in force."""
        super().__init__(*args, **kwargs)
        papers = reading.choices(ValueList.COMPENSATION_DOCUMENT)
        for name in ("documents", "documents_if_killed"):
            self.fields[name].choices = papers  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Write the state small."""
        return str(self.cleaned_data["code"]).lower()


class ConsentRuleForm(ExceptionsForm):
    """Who may consent alone."""

    KEYS = ("code", "state")

    code = forms.ChoiceField(label=_("To what"), choices=ConsentRule.Service.choices)
    state = forms.CharField(label=_("State"), validators=[is_state], max_length=2)
    min_age = count(_("Consents alone from this age on"), most=21)
    guardian_required = forms.BooleanField(
        label=_("Below it a guardian must consent"), required=False
    )
    guardian_notice = forms.BooleanField(
        label=_("Below it a guardian must be told"), required=False
    )

    def clean_state(self) -> str:
        """Write the state small."""
        return str(self.cleaned_data["state"]).lower()


class InstrumentForm(StandardForm):
    """Whether a screening is on, and from which total on it is positive. Its words stay."""

    edition = forms.CharField(label=_("Which edition"), max_length=60, required=False)
    max_score = count(_("Highest total"), required=False)
    cut = count(_("Positive from this total on"), required=False)
    other_cut = count(_("Another cut-off in use"), required=False)
    licence = forms.CharField(label=_("Who may use it"), max_length=300)
    note_en = forms.CharField(label=_("What to know, in English"), max_length=500, required=False)
    note_es = forms.CharField(label=_("What to know, in Spanish"), max_length=500, required=False)
    is_on = forms.BooleanField(label=_("Offered to clinicians"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave alone what a built-in screening brings with it."""
        super().__init__(*args, **kwargs)
        if isinstance(self.standard, Instrument) and self.standard.is_built_in:
            for name in ("edition", "max_score", "licence"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Hold the cut-offs against the highest total."""
        cleaned = super().clean() or {}
        most = cleaned.get("max_score", getattr(self.standard, "max_score", None))
        for name in ("cut", "other_cut"):
            if most is not None and (cleaned.get(name) or 0) > most:
                message = gettext("The highest total is %(most)s.") % {"most": most}
                self.add_error(name, message)
        return cleaned
