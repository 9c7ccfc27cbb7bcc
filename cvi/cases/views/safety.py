"""Screenings, and the plan to stay safe."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_case, open_record
from cvi.cases.forms.safety import SafetyPlanForm, ScreeningForm, TotalForm
from cvi.cases.models import SafetyPlan, Screening
from cvi.cases.scoring import is_danger
from cvi.cases.views.answers import kept
from cvi.papers.languages import PaperForm
from cvi.standards import reading as standards

SCREENINGS_SHOWN = 50


def screening_list(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Offer the screenings that are on, and show those that were taken."""
    case = open_case(request.user, case_id, to=Permission.SCREEN)
    taken = Screening.objects.visible_to(request.user).filter(case=case).newest_first()
    rows = taken.select_related("instrument", "taken_by")[:SCREENINGS_SHOWN]
    page = {"case": case, "instruments": standards.instruments(), "screenings": rows}
    return render(request, "cases/screening_list.html", page)


@once
def screening_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask a screening in the participant's language, or write down a total from elsewhere."""
    case = open_case(request.user, case_id, to=Permission.SCREEN)
    instrument = standards.instrument(request.GET.get("with", ""))
    if instrument is None or not instrument.is_on:
        return redirect("cases:screening_list", case.pk)
    asks: type[ScreeningForm | TotalForm] = TotalForm
    save: Callable[..., Screening] = services.record_total
    if instrument.is_built_in:
        asks, save = ScreeningForm, services.record_screening
    form = asks(request.POST or None, instrument=instrument)
    what = {"case": case, "instrument": instrument, "by": request.user}
    if form.is_valid() and kept(form, save, **form.told(), **what):
        messages.success(request, _("Saved."))
        return redirect("cases:screening_list", case.pk)
    page = {"case": case, "instrument": instrument, "form": form}
    return render(request, "cases/screening_new.html", page)


@require_safe
def screening(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Show what a screening came to, and what to do about it."""
    row = open_record(request.user, Screening, screening_id, to=Permission.SCREEN)
    instrument = standards.instrument_version(row.instrument_id)
    danger = is_danger(instrument, row.answers)
    page = {"screening": row, "case": row.case, "instrument": instrument, "is_danger": danger}
    return render(request, "cases/screening.html", page)


@once
def safety_plan(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down together how someone stays safe."""
    case = open_case(request.user, case_id, to=Permission.KEEP_SAFETY_PLAN)
    plan = SafetyPlan.objects.visible_to(request.user).filter(case=case).first()
    first = {name: getattr(plan, name) for name in SafetyPlan.PARTS} if plan else {}
    form = SafetyPlanForm(request.POST or None, initial=first)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.save_safety_plan, parts=form.cleaned_data, **what):
        messages.success(request, _("Safety plan saved."))
        return redirect("desk:plan", case.participant_id)
    return render(request, "cases/safety_plan.html", {"case": case, "form": form, "plan": plan})


@require_POST
def safety_plan_print(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Have the plan printed for whom it is about, in English or Spanish."""
    case = open_case(request.user, case_id, to=Permission.KEEP_SAFETY_PLAN)
    plan = SafetyPlan.objects.visible_to(request.user).filter(case=case).first()
    form = PaperForm(request.POST)
    if plan is None or not form.is_valid():
        messages.error(request, _("Write the plan first, then choose a language."))
        return redirect("cases:safety_plan", case.pk)
    language = form.cleaned_data["language"]
    job = services.print_safety_plan(plan=plan, language=language, by=request.user)
    return redirect("papers:job", job.pk)
