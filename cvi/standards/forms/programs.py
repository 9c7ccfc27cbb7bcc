"""What is asked about a program model: its words, which values it offers, and who works by it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.standards import reading
from cvi.standards.forms.base import NAME_MAX_LENGTH, StandardForm
from cvi.standards.forms.kinds import GRID, TEXT, program_field
from cvi.standards.models import ValueList

MODEL_LISTS = (ValueList.SERVICE_TYPE, ValueList.EXIT_REASON)
"""The value lists that a program model may cut down."""


class ProgramModelForm(StandardForm):
    """What a program model is, and which values its forms offer."""

    KEYS = ("program",)

    program = program_field()
    about_en = forms.CharField(
        label=_("What it is, in English"),
        widget=forms.Textarea(TEXT),
        max_length=600,
        required=False,
    )
    about_es = forms.CharField(
        label=_("What it is, in Spanish"),
        widget=forms.Textarea(TEXT),
        max_length=600,
        required=False,
    )
    choices = forms.MultipleChoiceField(
        label=_("Values that its forms offer"),
        help_text=_("Tick none of a list to offer the whole list."),
        required=False,
        widget=forms.CheckboxSelectMultiple(GRID),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the values of each list that a model may cut down."""
        super().__init__(*args, **kwargs)
        lists = [(ValueList(name).label, name) for name in MODEL_LISTS]
        self.fields["choices"].choices = [  # type: ignore[attr-defined]
            (label, [(f"{name}.{v.code}", v.label) for v in reading.items(name)])
            for label, name in lists
        ]


class ModelCopyForm(forms.Form):
    """What a copy of a program model is called."""

    mark_optional = False

    label_en = forms.CharField(label=_("Name in English"), max_length=NAME_MAX_LENGTH)
    label_es = forms.CharField(label=_("Name in Spanish"), max_length=NAME_MAX_LENGTH)
