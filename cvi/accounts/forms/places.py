"""What is asked about an agency, a zone, a site or a team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, OfficePlace, Site, Team, User, Zone
from cvi.accounts.roles import Permission, Program

NAME_MAX_LENGTH = 80
ZONE_MAX_LENGTH = 60
ADDRESS_MAX_LENGTH = 200


class PlaceForm(forms.Form):
    """A name. `KEYS` are asked only when the place is added: they never change."""

    KEYS: tuple[str, ...] = ()
    mark_optional = False

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Everyone who works here can read it. Never a participant's name."),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, data: Any = None, *, user: User, place: OfficePlace | None = None, **rest: Any
    ) -> None:
        """Fill in what a place is called now."""
        self.user, self.place = user, place
        says = {name: getattr(place, name) for name in self.base_fields if place}
        super().__init__(data, initial=says, **rest)
        for name in self.KEYS if place else ():
            del self.fields[name]

    def own_agencies(self) -> Any:
        """Return the open agencies whose places this user keeps."""
        own = self.user.managed_agencies(to=Permission.MANAGE_PLACES)
        return own.filter(closed_on=None).order_by("name")


class AgencyForm(PlaceForm):
    """An organization."""

    KEYS = ("kind",)

    kind = forms.ChoiceField(label=_("What is it?"), choices=Agency.Kind.choices)


class ZoneForm(PlaceForm):
    """A part of the city."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As the office draws it."), max_length=ZONE_MAX_LENGTH
    )


class SiteForm(PlaceForm):
    """An office that the public knows."""

    KEYS = ("agency",)

    agency: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Organization"), queryset=None, empty_label=_("Choose")
    )
    address = forms.CharField(
        label=_("Address (optional)"),
        help_text=_("Where the office is. Never where a participant stays."),
        max_length=ADDRESS_MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("agency", "name", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the agencies that this user keeps."""
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            self.fields["agency"].queryset = self.own_agencies()  # type: ignore[attr-defined]


class TeamForm(PlaceForm):
    """A team. Its program and its agency stay what they are: cases hang on them."""

    KEYS = ("agency", "program")

    agency: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Organization"), queryset=None, empty_label=_("Choose")
    )
    program = forms.ChoiceField(label=_("Program"), choices=Program.choices)
    site: "forms.ModelChoiceField[Site]" = forms.ModelChoiceField(
        label=_("Site (optional)"), queryset=None, empty_label=_("None"), required=False
    )
    field_order = ("agency", "program", "name", "site")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the agencies that this user keeps, and the sites of the team's own."""
        super().__init__(*args, **kwargs)
        agencies = self.own_agencies()
        sites = Site.objects.visible_to(self.user)
        if isinstance(self.place, Team):
            sites = sites.open(keep=self.place.site_id).filter(agency=self.place.agency_id)
        else:
            sites = sites.open().filter(agency__in=agencies)
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a site of another organization."""
        site, agency = self.cleaned_data.get("site"), self.cleaned_data.get("agency")
        if site and agency and site.agency_id != agency.pk:
            self.add_error("site", _("This site is of another organization."))


PLACE_FORMS: dict[type[OfficePlace], type[PlaceForm]] = {
    Agency: AgencyForm,
    Site: SiteForm,
    Team: TeamForm,
    Zone: ZoneForm,
}
