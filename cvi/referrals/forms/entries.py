"""What the directory steward writes down about a service, its places, hours and phones."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.accounts.widgets import DayInput
from cvi.papers.models import Job
from cvi.papers.uploads import DataField
from cvi.referrals import directory, keeping
from cvi.referrals.models import Known, Location, Schedule, Service, TaxonomyTerm
from cvi.referrals.models.directory import (
    LINE_MAX_LENGTH,
    NAME_MAX_LENGTH,
    TEXT_MAX_LENGTH,
    DirectoryRow,
)
from cvi.referrals.models.listing import DAYS, day_name

ROW, GRID = {"data-layout": "row"}, {"data-layout": "grid"}
OLDEST = 120
SPOKEN = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("ht", _("Haitian Creole")),
    ("vi", _("Vietnamese")),
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("ase", _("American Sign Language")),
]
DAYS_OLD = [("", _("All entries")), ("due", _("To be checked"))]


def _line(label: Any, *, required: bool = False, limit: int = NAME_MAX_LENGTH) -> forms.CharField:
    control = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=limit, required=required, widget=control)


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=TEXT_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _age(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=OLDEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _url(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label, max_length=LINE_MAX_LENGTH, required=False, assume_scheme="https"
    )


def _email(label: Any) -> forms.EmailField:
    return forms.EmailField(label=label, max_length=LINE_MAX_LENGTH, required=False)


class EntryForm(forms.Form):
    """The base of what is written of a row of the directory: it begins with what stands there."""

    def __init__(self, *args: Any, row: DirectoryRow | None = None, **kwargs: Any) -> None:
        if row is not None and not row._state.adding:
            names = [name for name in self.base_fields if hasattr(row, name)]
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)

    def changes(self) -> dict[str, Any]:
        """Return what was written."""
        return dict(self.cleaned_data)


class ServiceForm(EntryForm):
    """A service: who gives it, what it is, and on what terms."""

    organization = forms.ChoiceField(label=_("Organization"), required=False)
    new_organization = _line(_("Or a new organization"))
    name = _line(_("Name of the service"), required=True)
    description = _text(_("What they do"))
    status = forms.ChoiceField(label=_("Where it stands"), choices=Service.Status.choices)
    alert = _text(_("What to know just now"))
    terms = forms.MultipleChoiceField(
        label=_("Categories"),
        help_text=_("Hold Ctrl to choose several. Needs find the service by them."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=SPOKEN,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    eligibility_description = _text(_("Whom it is for"))
    minimum_age = _age(_("From what age?"))
    maximum_age = _age(_("Up to what age?"))
    application_process = _text(_("How to get it"))
    fees_description = _text(_("What it costs"))
    interpretation_services = _text(_("Interpreters"))
    url = _url(_("Web page"))
    email = _email(_("E-mail"))
    team = forms.ChoiceField(
        label=_("A team of ours gives it"),
        help_text=_("Only where that team has accounts here."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, row: Service | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        for name in Service.OWN:
            column: Any = Service._meta.get_field(name)
            asked = forms.ChoiceField(
                label=column.verbose_name,
                choices=Known.choices,
                widget=forms.RadioSelect(attrs=ROW),
            )
            self.fields[name] = asked
            asked.initial = getattr(row, name) if row else Known.UNKNOWN
        self.organizations = {str(o.pk): o for o in keeping.organizations()}
        teams = Team.objects.visible_to(user).open().select_related("agency")
        self.teams = {str(t.pk): t for t in teams.order_by("agency__name", "name")}
        terms = TaxonomyTerm.objects.visible_to(user).select_related("parent")
        self.terms_by_id = {str(t.pk): t for t in terms.order_by("taxonomy", "code", "name")}
        self._offer(row)

    def clean(self) -> None:
        """Ask for one organization, and for ages in order."""
        said = self.cleaned_data
        if bool(said.get("organization")) == bool(said.get("new_organization")):
            self.add_error("organization", _("Choose an organization, or name a new one."))
        least, most = said.get("minimum_age"), said.get("maximum_age")
        if least is not None and most is not None and most < least:
            self.add_error("maximum_age", _("The highest age is below the lowest."))

    def changes(self) -> dict[str, Any]:
        """Return what was written of the service itself."""
        said = dict(self.cleaned_data)
        said["team"] = self.teams.get(said["team"])
        organization = self.organizations.get(said.pop("organization"))
        if organization:
            said["organization"] = organization
        del said["terms"], said["languages"]
        return said

    def parts(self) -> dict[str, Any]:
        """Return the categories and the languages; one that is not offered here stays."""
        kept = [code for code in self.spoken if code not in dict(SPOKEN)]
        return {
            "terms": [self.terms_by_id[pk] for pk in self.cleaned_data["terms"]],
            "languages": [*self.cleaned_data["languages"], *kept],
        }

    def _offer(self, row: Service | None) -> None:
        fields: Any = self.fields
        names = [(pk, organization.name) for pk, organization in self.organizations.items()]
        fields["organization"].choices = [("", _("Choose")), *names]
        teams = [(pk, f"{team.name}, {team.agency.name}") for pk, team in self.teams.items()]
        fields["team"].choices = [("", _("No")), *teams]
        fields["terms"].choices = [(pk, _outlined(term)) for pk, term in self.terms_by_id.items()]
        self.spoken: list[str] = []
        if row is not None:
            self.spoken = [language.code for language in row.languages.all()]
            self.initial["organization"] = str(row.organization_id)
            self.initial["team"] = str(row.team_id or "")
            self.initial["terms"] = [str(own.term_id) for own in row.terms.all()]
            self.initial["languages"] = self.spoken


class OrganizationForm(EntryForm):
    """What is known of an organization."""

    name = _line(_("Name"), required=True)
    description = _text(_("What they do"))
    website = _url(_("Web page"))
    email = _email(_("E-mail"))


class PlaceForm(EntryForm):
    """A place where a service is given."""

    location = forms.ChoiceField(label=_("A place that is there already"), required=False)
    name = _line(_("Name of the place"))
    location_type = forms.ChoiceField(
        label=_("What is it?"), choices=Location.Kind.choices, initial=Location.Kind.PHYSICAL
    )
    address_1 = _line(_("Street and number"), limit=LINE_MAX_LENGTH)
    address_2 = _line(_("Floor or room"), limit=LINE_MAX_LENGTH)
    city = _line(_("City"), limit=LINE_MAX_LENGTH)
    state_province = _line(_("State"), limit=LINE_MAX_LENGTH)
    postal_code = _line(_("ZIP code"), limit=20)
    zone = forms.ChoiceField(
        label=_("Area"),
        help_text=_("As the office draws them. Whom it is safe for is known by it."),
        required=False,
    )
    transportation = _text(_("How to get there"))

    def __init__(self, *args: Any, user: User, row: Any, **kwargs: Any) -> None:
        is_new = row._state.adding
        super().__init__(*args, row=None if is_new else row.location, **kwargs)
        fields: Any = self.fields
        self.zones = {str(zone.pk): zone for zone in directory.zones()}
        names = [(pk, zone.name) for pk, zone in self.zones.items()]
        fields["zone"].choices = [("", _("Not known")), *names]
        self.locations: dict[str, Location] = {}
        if is_new:
            there = Location.objects.visible_to(user).order_by("name", "address_1", "pk")
            self.locations = {str(own.pk): own for own in there}
            offered = [(pk, own.name or own.address) for pk, own in self.locations.items()]
            fields["location"].choices = [("", _("No, a new one")), *offered]
        else:
            del fields["location"]
            self.initial["zone"] = str(row.location.zone_id or "")

    def clean(self) -> None:
        """Ask for something by which the place is known."""
        said = self.cleaned_data
        if not any(said.get(name) for name in ("location", "name", "address_1")):
            self.add_error("name", _("Name the place, or write its address."))

    def changes(self) -> dict[str, Any]:
        """Return what was written; of a place that is there already, only which."""
        said = dict(self.cleaned_data)
        there = self.locations.get(said.pop("location", ""))
        if there:
            return {"location": there}
        return {**said, "zone": self.zones.get(said["zone"])}


class ScheduleForm(EntryForm):
    """When a service is open, by the week."""

    days = forms.MultipleChoiceField(
        label=_("On which days?"), widget=forms.CheckboxSelectMultiple(attrs=GRID)
    )
    opens_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes_at = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.ChoiceField(label=_("Where?"), required=False)
    valid_from = forms.DateField(label=_("First day"), required=False, widget=DayInput())
    valid_to = forms.DateField(label=_("Last day"), required=False, widget=DayInput())
    description = _line(_("Note"))

    def __init__(self, *args: Any, user: User, row: Schedule, **kwargs: Any) -> None:  # noqa: ARG002  one shape for all
        super().__init__(*args, row=row, **kwargs)
        fields: Any = self.fields
        fields["days"].choices = [(code, day_name(code)) for code in DAYS]
        self.places = {str(own.pk): own for own in _places_of(row)}
        named = [(pk, p.location.name or p.location.address) for pk, p in self.places.items()]
        fields["place"].choices = [("", _("At every place")), *named]
        self.initial["days"] = [code for code in row.day_codes if code in DAYS]
        self.initial["place"] = str(row.place_id or "")

    def clean(self) -> None:
        """Ask for days in order."""
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day is before the first."))
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens is not None and opens == closes:
            self.add_error(
                "closes_at", _("It closes when it opens. For all day use 0:00 to 23:59.")
            )

    def changes(self) -> dict[str, Any]:
        """Return the rule."""
        said = dict(self.cleaned_data)
        days = set(said.pop("days"))
        place = self.places.get(said["place"])
        rule = {"freq": Schedule.Freq.WEEKLY, "bymonthday": ""}
        return {**said, **rule, "byday": ",".join(d for d in DAYS if d in days), "place": place}


class PhoneForm(EntryForm):
    """A number to call."""

    number = _line(_("Number"), required=True, limit=40)
    extension = _line(_("Extension"), limit=20)
    type = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("voice", _("To call")),
            ("text", _("For texts")),
            ("hotline", _("Day and night")),
            ("fax", _("Fax")),
        ],
    )
    description = _line(_("Note"))

    def __init__(self, *args: Any, user: User, row: DirectoryRow, **kwargs: Any) -> None:  # noqa: ARG002  one shape for all
        super().__init__(*args, row=row, **kwargs)

    def clean_number(self) -> str:
        """Ask for digits: a tap has to call something."""
        number: str = self.cleaned_data["number"]
        if sum(sign.isdigit() for sign in number) < 3:
            raise ValidationError(_("Check this number."))
        return number


class CostForm(EntryForm):
    """What a service costs."""

    option = _line(_("For whom or what?"))
    amount = forms.DecimalField(
        label=_("Dollars"), min_value=0, max_digits=9, decimal_places=2, required=False
    )
    amount_description = _line(_("In words"))

    def __init__(self, *args: Any, user: User, row: DirectoryRow, **kwargs: Any) -> None:  # noqa: ARG002  one shape for all
        super().__init__(*args, row=row, **kwargs)

    def clean(self) -> None:
        """Ask for an amount or for words."""
        said = self.cleaned_data
        if "amount" in said and said["amount"] is None and not said.get("amount_description"):
            self.add_error("amount", _("Write an amount, or say it in words."))


class ContactForm(EntryForm):
    """Whom to ask for."""

    name = _line(_("Name"), required=True)
    title = _line(_("Title"))
    department = _line(_("Department"))
    email = _email(_("E-mail"))

    def __init__(self, *args: Any, user: User, row: DirectoryRow, **kwargs: Any) -> None:  # noqa: ARG002  one shape for all
        super().__init__(*args, row=row, **kwargs)


class EntryFilterForm(forms.Form):
    """Which entries the steward looks at."""

    mark_optional = False
    words = forms.CharField(label=_("Name"), max_length=80, required=False)
    status = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[("", _("All")), *Service.Status.choices],
        required=False,
    )
    checked = forms.ChoiceField(label=_("Last checked"), choices=DAYS_OLD, required=False)


class ImportForm(forms.Form):
    """A file for the directory."""

    file = DataField(
        label=_("File"),
        help_text=_("HSDS 3 as JSON, or a ZIP with its CSV tables. 10 MB at most."),
    )


class ExportForm(forms.Form):
    """In which format the directory is downloaded."""

    kind = forms.ChoiceField(
        choices=[
            (Job.Kind.DIRECTORY_JSON, _("HSDS JSON")),
            (Job.Kind.DIRECTORY_CSV, _("HSDS CSV (ZIP)")),
        ]
    )


def _places_of(row: Schedule) -> Any:
    return row.service.places.select_related("location") if row.service else []


def _outlined(term: TaxonomyTerm) -> str:
    """Return the name of a category, moved in as far as it stands in the outline."""
    return "  " * term.code.count(":") + term.label
