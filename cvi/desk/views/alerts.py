"""A safety alert about a case, and the calendar that a phone reads without signing in."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.alerts import access as alerts_access
from cvi.alerts import reading
from cvi.alerts import services as alerts
from cvi.alerts.errors import TooManyReads
from cvi.cases.access import open_case
from cvi.desk import calendar
from cvi.desk.forms import AlertForm

TOO_MANY = 429


@once
def alert_raise(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Raise a safety alert about a case: its team is told, and nothing of it leaves the app."""
    case = open_case(request.user, case_id, to=Permission.RAISE_ALERT)
    form = AlertForm(request.POST or None)
    if form.is_valid():
        path = reverse("desk:participant", args=[case.participant_id])
        what = {"kind": form.cleaned_data["kind"], "subject": case.pk, "path": path}
        raised = alerts.raise_alert(team=case.team, **what, by=request.user)
        return redirect("alerts:alert", raised.pk)
    page = {"form": form, "case": case, "duties": reading.duties([case.team])}
    return render(request, "desk/alert_raise.html", page)


@transaction.non_atomic_requests  # a read that is refused counts too
@login_not_required
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Hand a calendar program what stands behind a secret address: opaque titles and times."""
    try:
        alerts_access.require_few_reads(request)
    except TooManyReads:
        return HttpResponse(status=TOO_MANY)
    feed = alerts_access.open_feed(token)
    return HttpResponse(calendar.draw(feed), content_type="text/calendar; charset=utf-8")
