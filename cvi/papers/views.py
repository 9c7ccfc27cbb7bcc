"""Downloads: what one asked for, how far it is, and the file, once."""

from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_fresh_factor
from cvi.audit import services as audit
from cvi.papers import services
from cvi.papers.access import open_job
from cvi.papers.errors import DownloadGone
from cvi.papers.formats import content_type, file_name
from cvi.papers.models import Job

SHOWN = 50


def job_list(request: StaffRequest) -> HttpResponse:
    """Show what one asked for lately."""
    jobs = list(Job.objects.visible_to(request.user).select_related("owner").newest_first()[:SHOWN])
    audit.listed(Job, [job.pk for job in jobs], session=request.session, by=request.user)
    return render(request, "papers/job_list.html", {"jobs": jobs})


@csp_update({"trusted-types": ["default"]})  # type: ignore[arg-type]  # it knows no StaffRequest
def job(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Show how far a job is; the page asks for its middle part again while it runs."""
    opened = open_job(request.user, job_id)
    if request.headers.get("HX-Request"):
        return render(request, "papers/job_progress.html", {"job": opened})
    return render(request, "papers/job.html", {"job": opened})


@require_POST
def job_download(request: StaffRequest, job_id: UUID) -> HttpResponse:
    """Hand the file over, once. A browser may do nothing with it but save it."""
    opened = open_job(request.user, job_id)
    require_fresh_factor(request, back=reverse("papers:job", args=[job_id]))
    try:
        content = services.download(job=opened, by=request.user)
    except DownloadGone as gone:
        messages.error(request, str(gone))
        return redirect("papers:job", job_id)
    return HttpResponse(
        content,
        content_type=content_type(opened),
        headers={
            "Content-Disposition": f'attachment; filename="{file_name(opened)}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )
