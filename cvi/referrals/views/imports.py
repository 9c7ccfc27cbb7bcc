"""Files for the directory: bring one in, see what it would change, and take one out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.errors import RuleBroken
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.referrals import keeping, services
from cvi.referrals.forms.entries import ExportForm, ImportForm
from cvi.referrals.import_words import report_of
from cvi.referrals.models import DirectoryImport

EARLIER = 10


@once
def import_new(request: StaffRequest) -> HttpResponse:
    """Upload a file; it is checked before anything is written."""
    require_holds(request.user, Permission.KEEP_DIRECTORY)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = services.begin_import(file=form.cleaned_data["file"], by=request.user)
        return redirect("referrals:import_result", upload.pk)
    earlier = DirectoryImport.objects.visible_to(request.user).newest_first()
    page = {"form": form, "earlier": earlier.select_related("uploaded_by")[:EARLIER]}
    return render(request, "referrals/import_new.html", page)


@require_safe
def import_result(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Show how far it is, then what would change or is wrong, then what was written."""
    upload = keeping.open_import(request.user, import_id)
    page = {"upload": upload, "report": report_of(upload)}
    if request.headers.get("HX-Request"):
        return render(request, "referrals/import_result_progress.html", page)
    return render(request, "referrals/import_result.html", page)


@require_POST
def import_write(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Write a file that was checked."""
    upload = keeping.open_import(request.user, import_id)
    try:
        services.confirm_import(upload=upload, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("referrals:import_result", upload.pk)


@require_POST
def import_drop(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """Do not import a file after all."""
    upload = keeping.open_import(request.user, import_id)
    try:
        services.drop_import(upload=upload, by=request.user)
        messages.success(request, _("The file was deleted. Nothing was changed."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("referrals:import_new")


@require_POST
def directory_export(request: StaffRequest) -> HttpResponse:
    """Ask for the whole directory as a file, and go where its progress shows."""
    require_holds(request.user, Permission.KEEP_DIRECTORY)
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a format."))
        return redirect("referrals:directory")
    job = papers.start_job(kind=Job.Kind(form.cleaned_data["kind"]), params={}, by=request.user)
    return redirect("papers:job", job.pk)
