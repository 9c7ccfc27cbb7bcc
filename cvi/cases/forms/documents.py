"""Papers to keep."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.models import Document
from cvi.cases.models.document import ABOUT_MAX_LENGTH
from cvi.papers.uploads import UploadField


class DocumentForm(forms.Form):
    """A paper to keep."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[("", _("Choose")), *Document.Kind.choices]
    )
    file = UploadField(
        label=_("File or picture"),
        help_text=_(
            "PDF, JPEG or PNG, up to 10 MB. No photos of people, no rap sheets or other police "
            "records, no immigration papers."
        ),
    )
    about = forms.CharField(
        label=_("Note"),
        help_text=_("What helps the team find it. No names of others."),
        max_length=ABOUT_MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> None:
        """Ask for the file again when something else is wrong: a browser keeps no chosen file."""
        if self.errors and "file" in self.cleaned_data:
            self.add_error("file", _("Choose the file again."))


class DocumentRemoveForm(forms.Form):
    """Why a paper is removed."""

    why = forms.ChoiceField(
        label=_("Why do you remove it?"),
        help_text=_("The file is deleted now and cannot come back."),
        choices=Document.Why.choices,
        widget=forms.RadioSelect(),
    )
