"""The papers of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed
from cvi.cases import documents
from cvi.cases.access import allows, open_case, open_record
from cvi.cases.errors import RuleBroken
from cvi.cases.forms.documents import DocumentForm, DocumentRemoveForm
from cvi.cases.models import Document
from cvi.cases.views.answers import kept
from cvi.papers.attachments import attachment, is_asked_from_elsewhere

DOCUMENT_ROWS = 100


def document_list(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """List the papers of a case, and those that were removed."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    papers = Document.objects.visible_to(request.user).filter(case=case)
    shown = list(papers.select_related("added_by", "removed_by").newest_first()[:DOCUMENT_ROWS])
    ids = [paper.pk for paper in shown]
    audit.listed(Document, ids, session=request.session, by=request.user)
    may_change = allows(request.user, Permission.ADD_DOCUMENT, case)
    page = {"case": case, "documents": [paper for paper in shown if not paper.removed_at]}
    page |= {"removed": [paper for paper in shown if paper.removed_at], "may_change": may_change}
    return render(request, "cases/document_list.html", page)


@once
def document_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Keep a paper, or a picture of one."""
    case = open_case(request.user, case_id, to=Permission.ADD_DOCUMENT)
    form = DocumentForm(request.POST or None, request.FILES or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, documents.add_document, **form.cleaned_data, **what):
        messages.success(request, _("Document saved."))
        return redirect("cases:document_list", case.pk)
    return render(request, "cases/document_add.html", {"case": case, "form": form})


@require_safe
def document(request: StaffRequest, document_id: UUID) -> HttpResponseBase:
    """Hand a paper over to be saved. Another site's page cannot ask for it."""
    paper = open_record(request.user, Document, document_id, to=Permission.OPEN_CASE)
    if is_asked_from_elsewhere(request):
        raise NotAllowed(Document, document_id)
    try:
        file = documents.open_document(document=paper, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("cases:document_list", paper.case_id)
    return attachment(file, name=paper.download_name, content_type=paper.content_type)


def document_remove(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Remove a paper, and say why."""
    paper = open_record(request.user, Document, document_id, to=Permission.ADD_DOCUMENT)
    form = DocumentRemoveForm(request.POST or None)
    what = {"document": paper, "by": request.user}
    if form.is_valid() and kept(form, documents.remove_document, **form.cleaned_data, **what):
        messages.success(request, _("Document removed."))
        return redirect("cases:document_list", paper.case_id)
    page = {"document": paper, "case": paper.case, "form": form}
    return render(request, "cases/document_remove.html", page)
