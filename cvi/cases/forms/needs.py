"""What a participant needs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.forms.choices import ROW
from cvi.cases.models import Need
from cvi.cases.values import LifeDomain

_S = Need.Status
ASKED = {
    _S.NOT_ASSESSED: _("Skip"),
    _S.IDENTIFIED: _("Needs this"),
    _S.NO_NEED: _("No need"),
    _S.DECLINED: _("Not now"),
}
UNDER_WAY = (_S.IN_PROGRESS, _S.MET)


class NeedsForm(forms.Form):
    """One question a part of life, to go through quickly."""

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for domain in LifeDomain:
            self.fields[domain] = _question(domain, known.get(domain, _S.NOT_ASSESSED))


class NeedForm(forms.Form):
    """Where one need stands."""

    mark_optional = False

    status = forms.ChoiceField(
        label=_("Where does it stand?"), choices=_S.choices, widget=forms.RadioSelect()
    )
    urgency = forms.ChoiceField(
        label=_("How soon?"),
        choices=[("", _("Did not ask")), *Need.Urgency.choices],
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )


def _question(domain: LifeDomain, stands: str) -> forms.ChoiceField:
    """Offer the quick answers, and the one that stands now where it is another."""
    choices = [(status.value, label) for status, label in ASKED.items()]
    choices += [(status.value, status.label) for status in UNDER_WAY if status == stands]
    return forms.ChoiceField(
        label=domain.label,
        choices=choices,
        initial=stands,
        widget=forms.RadioSelect(attrs=ROW),
    )
