"""The pages of the reports: the caseload in numbers, and the trail in words."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.roles import Permission
from cvi.audit import reading
from cvi.audit import services as audit
from cvi.cases.access import open_participant
from cvi.cases.models import Participant
from cvi.emergency import today as emergency_today
from cvi.papers.languages import PaperForm
from cvi.papers.models import Job
from cvi.reports import anomalies as unusual
from cvi.reports import caseload as counting
from cvi.reports import connections as connecting
from cvi.reports import disclosures as leaving
from cvi.reports import lookers as looking
from cvi.reports import services
from cvi.reports import trail as wording
from cvi.reports.access import find_subject, open_subject
from cvi.reports.errors import TotalsOnly
from cvi.reports.forms import (
    A_WEEK,
    AnomaliesForm,
    CaseloadForm,
    CodeForm,
    DownloadForm,
    PagingForm,
    SentForm,
    TrailForm,
)
from cvi.reports.measures import MEASURES, METHOD, Cases, average_stay
from cvi.reports.questions import Places, Question
from cvi.reports.receivers import FOR_OTHERS, TOTALS_ONLY, Receiver
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
        context["download"] = _refused_download(request)
    return render(request, "reports/caseload.html", context)


@require_POST
def caseload_download(request: StaffRequest) -> HttpResponse:
    """Ask for the caseload report as a file, and go where its progress shows."""
    require_holds(request.user, Permission.VIEW_CASELOAD_REPORT)
    places = counting.places_of(counting.reportable_cases(request.user))
    form, file = CaseloadForm(request.POST, places=places), _download_form(request, request.POST)
    if not (form.is_valid() and file.is_valid()):
        messages.error(request, _("Please look at the filters again."))
        return redirect("reports:caseload")
    kind, receiver = Job.Kind(file.cleaned_data["kind"]), file.cleaned_data["receiver"]
    question, quarter = form.question(), file.cleaned_data["quarter"]
    if receiver == Receiver.OFFICE:
        job = services.ask_for_caseload(kind=kind, question=question, by=request.user)
        return redirect("papers:job", job.pk)
    try:
        job = services.ask_for_totals(
            kind=kind, receiver=receiver, quarter=quarter, by=request.user
        )
    except TotalsOnly:
        chosen = {"kind": kind.value, "receiver": receiver.value, "quarter": str(quarter.first)}
        query = urlencode(question.as_params() | chosen)
        return redirect(f"{reverse('reports:caseload')}?{query}#download")
    return redirect("papers:job", job.pk)


@require_safe
def connections(request: StaffRequest) -> HttpResponse:
    """Show how many referrals came to a first visit, and how long it took, by team and need."""
    require_holds(request.user, Permission.VIEW_CASELOAD_REPORT)
    form = SentForm(request.GET or None)
    page: dict[str, Any] = {"form": form, "tables": [], "method": connecting.METHOD}
    page["headers"] = ["", *({"text": text, "is_number": True} for text in connecting.HEADERS)]
    if form.is_valid() or not form.is_bound:
        period = form.period()
        detail = {name: str(day) for name, day in period.items()}
        audit.noted(audit.Action.VIEWED, "reports.connections", by=request.user, detail=detail)
        found = connecting.tables(request.user, **period)
        page["tables"] = [(title, [line.cells for line in lines]) for title, lines in found]
    return render(request, "reports/connections.html", page)


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


@require_safe
def anomalies(request: StaffRequest) -> HttpResponse:
    """Show looks that are unusual: many people, nights, searches that lead nowhere, family."""
    require_holds(request.user, Permission.VIEW_TRAIL)
    form = AnomaliesForm(request.GET or {"days": A_WEEK})
    days = form.cleaned_data["days"] if form.is_valid() else A_WEEK
    detail = {"days": days}
    audit.noted(audit.Action.VIEWED, unusual.RESOURCE, by=request.user, detail=detail)
    page = {"form": form, "finds": unusual.finds(days)}
    return render(request, "reports/anomalies.html", page)


@require_safe
def lookers(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show a supervisor who has looked at a participant of their team, the newest first."""
    person = open_participant(request.user, participant_id, to=Permission.VIEW_ACCESS_LOG)
    paging = PagingForm(request.GET)
    before = paging.cleaned_data["before"] if paging.is_valid() else None
    search = looking.search_of(person, reader=request.user)
    found = reading.events(search, before=before, limit=EVENTS + 1)
    page: dict[str, Any] = {"person": person, "looks": looking.looks(found[:EVENTS])}
    page["next_url"] = f"?before={found[EVENTS - 1].id}" if len(found) > EVENTS else ""
    page["is_first"] = before is None
    return render(request, "reports/lookers.html", page)


@require_POST
def lookers_paper(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Ask for the paper that tells a participant who saw their file, in their language."""
    person = open_participant(request.user, participant_id, to=Permission.VIEW_ACCESS_LOG)
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language of the paper."))
        return redirect("reports:lookers", participant_id)
    language = form.cleaned_data["language"]
    job = services.print_for_participant(participant=person, language=language, by=request.user)
    return redirect("papers:job", job.pk)


def disclosures_find(request: StaffRequest) -> HttpResponse:
    """Take a participant's code, and go to what left about them."""
    require_holds(request.user, Permission.FIND_DISCLOSURES)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        person = find_subject(request.user, form.cleaned_data["code"])
        audit.searched(Participant, count=int(person is not None), by=request.user)
        if person:
            return redirect("reports:disclosures", person.pk)
        form.add_error("code", _("Nobody has this code. Check it letter by letter."))
    return render(request, "reports/disclosures_find.html", {"form": form})


@require_safe
def disclosures(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """Show what left about a participant in six years, by code."""
    person = open_subject(request.user, subject_id)
    left = leaving.rows_about(person, hidden=looking.hidden_from(request.user, person))
    page: dict[str, Any] = {"person": person, "disclosures": left}
    is_by_code = request.user.holds(Permission.FIND_DISCLOSURES)
    by_sight = reverse("desk:participant", args=[person.pk])
    page["back_url"] = reverse("reports:disclosures_find") if is_by_code else by_sight
    return render(request, "reports/disclosures.html", page)


@require_POST
def disclosures_download(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """Ask for what left about a participant as a PDF."""
    person = open_subject(request.user, subject_id)
    job = services.ask_for_disclosures(participant=person, by=request.user)
    return redirect("papers:job", job.pk)


def _download_form(request: StaffRequest, data: QueryDict | None) -> DownloadForm:
    return DownloadForm(data, may_give=request.user.holds(Permission.GIVE_TOTALS))


def _refused_download(request: StaffRequest) -> DownloadForm:
    """Return the form for a file; where it was refused, as it was sent and with the reason."""
    form = _download_form(request, request.GET if "receiver" in request.GET else None)
    is_for_others = form.is_valid() and form.cleaned_data["receiver"] != Receiver.OFFICE
    if is_for_others and form.cleaned_data["kind"] not in FOR_OTHERS:
        form.add_error("kind", TOTALS_ONLY)
    return form


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
        "average_stay": average_stay(question.keep(cases), question),
    }
