"""In which language a paper is printed."""

from django import forms
from django.conf import settings


class PaperForm(forms.Form):
    """The language of whoever gets the paper."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
