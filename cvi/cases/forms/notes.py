"""What a worker wants the team to know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.models.notes import NOTE_MAX_LENGTH


class NoteForm(forms.Form):
    """A note for the team."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("No names of others, no crimes, no weapons."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
