"""The pages of the reports: the caseload in numbers, and the trail in words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.roles import Permission
from cvi.audit import reading
from cvi.audit import services as audit
from cvi.emergency import today as emergency_today
from cvi.papers.models import Job
from cvi.reports import caseload as counting
from cvi.reports import services
from cvi.reports import trail as wording
from cvi.reports.forms import CaseloadForm, DownloadForm, TrailForm
from cvi.reports.measures import MEASURES, METHOD, Cases
from cvi.reports.questions import Places, Question
from cvi.reports.rows import overdue_rows

SHOWN = 25
EVENTS = 50


@require_safe
def caseload(request: StaffRequest) -> HttpResponse:
    """Show the caseload by worker, team and program, with what is overdue."""
    require_holds(request.user, Permission.VIEW_CASELOAD_REPORT)
    cases = counting.reportable_cases(request.user)
    places = counting.places_of(cases)
    form = CaseloadForm(request.GET or None, places=places)
    context: dict[str, Any] = {"form": form, "sentence": "", "caseload": None}
    if form.is_valid() or not form.is_bound:
        question = form.question()
        audit.noted(
            audit.Action.VIEWED, "reports.caseload", by=request.user, detail=question.as_params()
        )
        context |= _counted(cases, question, places)
    return render(request, "reports/caseload.html", context)


@require_POST
def caseload_download(request: StaffRequest) -> HttpResponse:
    """Ask for the caseload report as a file, and go where its progress shows."""
    require_holds(request.user, Permission.VIEW_CASELOAD_REPORT)
    places = counting.places_of(counting.reportable_cases(request.user))
    form, kind = CaseloadForm(request.POST, places=places), DownloadForm(request.POST)
    if not (form.is_valid() and kind.is_valid()):
        messages.error(request, _("Please look at the filters again."))
        return redirect("reports:caseload")
    job = services.ask_for_caseload(
        kind=Job.Kind(kind.cleaned_data["kind"]), question=form.question(), by=request.user
    )
    return redirect("papers:job", job.pk)


@require_safe
def trail(request: StaffRequest) -> HttpResponse:
    """Show who saw and changed what, by code, the newest first. Looking leaves a line too."""
    require_holds(request.user, Permission.VIEW_TRAIL)
    form = TrailForm(request.GET, staff=wording.staff_names())
    context: dict[str, Any] = {"form": form, "lines": [], "next_url": "", "is_first": True}
    context["notes"] = list(emergency_today.reminders(request.user))
    if form.is_valid():
        asked = form.cleaned_data
        search = wording.search_of(asked)
        found = reading.events(search, before=asked["before"], limit=EVENTS + 1)
        audit.noted(
            audit.Action.VIEWED, reading.RESOURCE, by=request.user, detail=search.as_detail()
        )
        context["lines"] = wording.lines(found[:EVENTS])
        context["is_first"] = asked["before"] is None
        if len(found) > EVENTS:
            params = {**request.GET.dict(), "before": str(found[EVENTS - 1].id)}
            context["next_url"] = f"?{urlencode(params)}"
    return render(request, "reports/trail.html", context)


def _counted(cases: Cases, question: Question, places: Places) -> dict[str, Any]:
    counted = counting.count_caseload(cases, question, places)
    params = question.as_params()
    return {
        "caseload": counted,
        "chart": counting.overdue_chart(counted),
        "link": f"{reverse('reports:caseload')}?{urlencode(params)}",
        "measures": MEASURES,
        "method": METHOD,
        "overdue": overdue_rows(cases, question, places=places, limit=SHOWN),
        "overdue_total": counting.total(counted, "overdue"),
        "question": params,
        "sentence": places.sentence(question),
    }
