"""What is asked when someone looks for a service, or says that an entry is wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.values import LifeDomain
from cvi.referrals import directory
from cvi.referrals.directory import Wish
from cvi.referrals.models import Correction, UnsafeAreas
from cvi.referrals.models.keeping import NOTE_MAX_LENGTH

ROW = {"data-layout": "row"}
GRID = {"data-layout": "grid"}
WORDS_MAX_LENGTH = 80


class ServiceSearchForm(forms.Form):
    """What someone looks for. Nothing is required: an empty search lists all."""

    mark_optional = False

    need = forms.ChoiceField(label=_("What for?"), required=False)
    words = forms.CharField(
        label=_("Words"),
        max_length=WORDS_MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "search"}),
    )
    zone = forms.ChoiceField(label=_("Area"), required=False)
    language = forms.ChoiceField(label=_("Language spoken"), required=False)
    is_open_now = forms.BooleanField(label=_("Open now"), required=False)
    accepts_records = forms.BooleanField(label=_("Takes people with a record"), required=False)
    accepts_minors = forms.BooleanField(label=_("Takes people under 18"), required=False)
    needs_no_id = forms.BooleanField(label=_("No ID needed"), required=False)
    with_unsafe = forms.BooleanField(
        label=_("Show services in areas that are not safe"), required=False
    )

    def __init__(self, *args: Any, needed: list[str], has_danger: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["need"].choices = list(_needs(needed))
        fields["zone"].choices = [("", _("Anywhere")), *_zones()]
        fields["language"].choices = [("", _("Any language")), *directory.languages()]
        if not has_danger:
            del self.fields["with_unsafe"]

    def wish(self) -> Wish:
        """Return what was asked for."""
        return Wish(**self.cleaned_data)


class CorrectionForm(forms.Form):
    """What is wrong in an entry."""

    wrong = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Correction.Wrong.choices,
        widget=forms.RadioSelect(attrs=GRID),
    )
    right = forms.CharField(
        label=_("What is right?"),
        help_text=_("About the service only. Write nothing about a person you work with."),
        max_length=NOTE_MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class UnsafeAreasForm(forms.Form):
    """Where a participant is not safe."""

    zones = forms.MultipleChoiceField(
        label=_("Which areas are not safe for them?"),
        help_text=_("Ask them. Do not write why."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    avoids_police = forms.BooleanField(
        label=_("Not where police are in the building"), required=False
    )

    def __init__(self, *args: Any, known: list[UnsafeAreas], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {str(pk) for row in known for pk in row.zone_ids}
        self.zones_by_id = {str(zone.pk): zone for zone in directory.zones()}
        field: Any = self.fields["zones"]
        field.choices = [(pk, zone.name) for pk, zone in self.zones_by_id.items()]
        field.initial = sorted(held & self.zones_by_id.keys())
        self.fields["avoids_police"].initial = any(row.avoids_police for row in known)

    def changes(self) -> dict[str, Any]:
        """Return the zones and the other answer."""
        chosen = [self.zones_by_id[pk] for pk in self.cleaned_data["zones"]]
        return {"zones": chosen, "avoids_police": self.cleaned_data["avoids_police"]}


def _needs(needed: list[str]) -> Any:
    """Offer what someone needs first."""
    yield ("", _("Anything"))
    if not needed:
        yield from LifeDomain.choices
        return
    first = [(code, LifeDomain(code).label) for code in needed]
    others = [choice for choice in LifeDomain.choices if choice[0] not in needed]
    yield (_("They need"), first)
    yield (_("Other needs"), others)


def _zones() -> list[tuple[str, str]]:
    return [(str(zone.pk), zone.name) for zone in directory.zones()]
