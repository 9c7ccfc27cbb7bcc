"""Notes for the team."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import allows, open_case, open_record
from cvi.cases.forms.notes import AddendumForm, NoteForm
from cvi.cases.models import Note, NoteAddendum
from cvi.cases.views.answers import kept, saved
from cvi.standards import reading as standards


@once
def note_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add a note to a case."""
    case = open_case(request.user, case_id, to=Permission.ADD_NOTE)
    form = NoteForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.add_note, **form.cleaned_data, **what):
        return saved(request, case, _("Note saved."))
    return render(request, "cases/note_new.html", {"case": case, "form": form})


def note(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Show a note, what it said before, and what was added."""
    row = open_record(request.user, Note, note_id, to=Permission.OPEN_CASE)
    added = NoteAddendum.objects.visible_to(request.user).filter(note=row).order_by("pk")
    hours = standards.number("note_correct_hours", program=row.case.program, model=row.case.model)
    may_add = allows(request.user, Permission.ADD_NOTE, row.case) and not row.case.closed_on
    page = {
        "note": row,
        "case": row.case,
        "earlier": row.earlier,
        "added": added.select_related("author"),
        "may_add": may_add,
        "may_correct": may_add and row.may_be_corrected(by=request.user, hours=hours),
    }
    return render(request, "cases/note.html", page)


@once
def note_correct(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Correct one's own note soon after."""
    row = open_record(request.user, Note, note_id, to=Permission.ADD_NOTE)
    said = {"text": row.text, "is_sensitive": row.is_sensitive}
    form = NoteForm(request.POST or None, initial=said)
    what = {"note": row, "by": request.user}
    if form.is_valid() and kept(form, services.correct_note, **form.cleaned_data, **what):
        messages.success(request, _("Note saved."))
        return redirect("cases:note", row.pk)
    return render(request, "cases/note_correct.html", {"case": row.case, "form": form})


@once
def note_add(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """Add to a note."""
    row = open_record(request.user, Note, note_id, to=Permission.ADD_NOTE)
    form = AddendumForm(request.POST or None)
    what = {"note": row, "by": request.user}
    if form.is_valid() and kept(form, services.add_to_note, **form.cleaned_data, **what):
        messages.success(request, _("Note saved."))
        return redirect("cases:note", row.pk)
    return render(request, "cases/note_add.html", {"case": row.case, "form": form})
