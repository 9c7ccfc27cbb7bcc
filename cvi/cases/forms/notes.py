"""What a worker wants the team to know."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.models.notes import NOTE_MAX_LENGTH


class AddendumForm(forms.Form):
    """What is added to a note."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("No names of others, no crimes, no weapons."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NoteForm(AddendumForm):
    """A note for the team, or for few of it."""

    is_sensitive = forms.BooleanField(
        label=_("Sensitive"),
        help_text=_("Only you, your supervisor and your clinician read it."),
        required=False,
    )
