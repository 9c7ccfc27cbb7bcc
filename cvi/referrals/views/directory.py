"""Find a service, with or without someone in mind, and look at one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.cases.access import allows, open_case
from cvi.cases.models import Case
from cvi.referrals import directory, services
from cvi.referrals.directory import Danger, Wish
from cvi.referrals.forms.directory import CorrectionForm, ServiceSearchForm, UnsafeAreasForm
from cvi.referrals.models import Service, UnsafeAreas
from cvi.referrals.views.saving import kept

WISH = "directory_wish"
"""What was looked for last stays in the session, sealed: a need in an address would be told."""


def service_search(request: StaffRequest) -> HttpResponse:
    """Find services with nobody in mind."""
    form = _search_form(request, about="")
    if request.method == "POST" and form.is_valid():
        return _looked_for(request, form, about="")
    page = _results(request, form, Danger())
    return render(request, "referrals/service_search.html", page)


def case_services(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Find services for a participant: what is not safe for them is kept out or marked."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    danger = directory.danger_of(request.user, case)
    form = _search_form(request, about=str(case.pk), case=case, danger=danger)
    if request.method == "POST" and form.is_valid():
        return _looked_for(request, form, about=str(case.pk))
    page = _results(request, form, danger) | {"case": case, "danger": danger}
    page["may_change"] = allows(request.user, Permission.KEEP_SAFETY_PLAN, case)
    return render(request, "referrals/case_services.html", page)


def service(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Show all that is needed to call a service or go there."""
    found = directory.one(service_id)
    if found is None:
        raise Unseen(Service, service_id)
    return render(request, "referrals/service.html", {"found": found})


def case_service(request: StaffRequest, case_id: UUID, service_id: UUID) -> HttpResponse:
    """Show a service, and where it is not safe for this participant."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    danger = directory.danger_of(request.user, case)
    found = directory.one(service_id, danger=danger)
    if found is None:
        raise Unseen(Service, service_id)
    page = {"found": found, "case": case, "danger": danger}
    return render(request, "referrals/case_service.html", page)


@once
def correction_new(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Tell the steward that something in an entry is wrong."""
    row = Service.objects.visible_to(request.user).filter(pk=service_id).first()
    if row is None:
        raise Unseen(Service, service_id)
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        services.tell_correction(service=row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Thank you. The directory steward looks at it."))
        return redirect("referrals:service", row.pk)
    return render(request, "referrals/correction_new.html", {"service": row, "form": form})


@once
def unsafe_areas(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say where a participant is not safe."""
    case = open_case(request.user, case_id, to=Permission.KEEP_SAFETY_PLAN)
    rows = UnsafeAreas.objects.visible_to(request.user).filter(participant=case.participant_id)
    form = UnsafeAreasForm(request.POST or None, known=list(rows))
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.save_unsafe_areas, **form.changes(), **what):
        messages.success(request, _("Saved. Services there are kept out of the search."))
        return redirect("referrals:case_services", case.pk)
    return render(request, "referrals/unsafe_areas.html", {"case": case, "form": form})


def _search_form(
    request: StaffRequest, *, about: str, case: Case | None = None, danger: Danger | None = None
) -> ServiceSearchForm:
    """Return the form with what was looked for last, for this participant or for nobody."""
    held = request.session.get(WISH, {})
    initial = held.get("wish", {}) if held.get("about") == about else {}
    needed = directory.needs_of(request.user, case) if case else []
    has_danger = danger is not None and danger != Danger()
    data = request.POST or None
    return ServiceSearchForm(data, initial=initial, needed=needed, has_danger=has_danger)


def _looked_for(request: StaffRequest, form: ServiceSearchForm, *, about: str) -> HttpResponse:
    """Keep what is looked for, and show what fits."""
    request.session[WISH] = {"about": about, "wish": form.wish().as_kept()}
    return redirect(request.path)


def _results(request: StaffRequest, form: ServiceSearchForm, danger: Danger) -> dict[str, Any]:
    """Return one page of what fits what was looked for last."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else 1
    wish = Wish.of_kept(dict(form.initial))
    results = directory.search(wish, danger=danger, page=number)
    return {"form": form, "results": results, "is_narrow": wish != Wish()}
