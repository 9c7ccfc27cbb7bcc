"""Notes for the team."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_case
from cvi.cases.forms.notes import NoteForm
from cvi.cases.views.answers import kept, saved


@once
def note_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add a note to a case."""
    case = open_case(request.user, case_id, to=Permission.ADD_NOTE)
    form = NoteForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.add_note, **form.cleaned_data, **what):
        return saved(request, case, _("Note saved."))
    return render(request, "cases/note_new.html", {"case": case, "form": form})
