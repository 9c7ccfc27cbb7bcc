"""Today, and where each role begins."""

from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import today as cases_today
from cvi.cases.access import open_case
from cvi.cases.models import Case
from cvi.desk import actions, due, gallery_samples, navigation
from cvi.emergency import today as emergency_today
from cvi.incidents import today as incidents_today
from cvi.referrals import today as referrals_today
from cvi.staffing import today as staffing_today

SAYING = (cases_today, emergency_today, incidents_today, referrals_today, staffing_today)
TODAY_ROWS = 12


def start(request: StaffRequest) -> HttpResponse:
    """Send a user to the first of their main links, the page that their role works from."""
    first = next(navigation.links_of(request.user), None)
    return redirect(first.url if first else "desk:nothing_here")


def nothing_here(request: StaffRequest) -> HttpResponse:
    """Say what to do to someone whose role opens no page yet."""
    return render(request, "desk/nothing_here.html")


def today(request: StaffRequest) -> HttpResponse:
    """Show who needs this user now: late first, then due today, then quiet for long."""
    require_holds(request.user, Permission.OPEN_CASE)
    rows = due.for_user(request.user)
    shown = rows[: None if "all" in request.GET else TODAY_ROWS]
    ids = [row.case.pk for row in shown]
    audit.listed(Case, ids, session=request.session, by=request.user)
    page = {"due": shown, "total": len(rows), "more": len(rows) - len(shown)}
    page["referrals"] = referrals_today.waiting_count(request.user)
    said = (app.messages(request.user) for app in SAYING)
    page["urgent"] = list(staffing_today.urgent(request.user))
    page["notes"] = list(chain.from_iterable(said))
    return render(request, "desk/today.html", page | _undo(request))


def case_start(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Go on to the first record that a case of this program gets."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    return redirect(actions.first_page(case))


def gallery(request: StaffRequest) -> HttpResponse:
    """Show every component with sample inputs, on a developer's machine."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "desk/gallery.html", gallery_samples.samples())


def _undo(request: StaffRequest) -> dict[str, Any]:
    """Offer to take back the contact that was saved just now, once."""
    return {"undo_contact": request.session.pop("undo_contact", None)}
