"""Who fits a program: what the worker knows, and what the supervisor says."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_case, open_record
from cvi.cases.forms.eligibility import EligibilityForm, EligibilityReviewForm
from cvi.cases.models import Eligibility
from cvi.cases.views.answers import kept, saved
from cvi.standards import reading as standards


@once
def eligibility_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say which criteria someone meets. The answers are destroyed some days later."""
    case = open_case(request.user, case_id, to=Permission.ASSESS_ELIGIBILITY)
    criteria_set = standards.criteria_set(case.program, model=case.model)
    if criteria_set is None:
        messages.error(request, _("This program has no criteria. Ask the office to set them."))
        return redirect("desk:participant", case.participant_id)
    form = EligibilityForm(request.POST or None, criteria_set=criteria_set)
    what = {"case": case, "criteria_set": criteria_set, "by": request.user}
    if form.is_valid() and kept(form, services.assess_eligibility, **form.told(), **what):
        return saved(request, case, _("Saved. The supervisor decides."))
    days = standards.number("criteria_purge_days", program=case.program, model=case.model)
    page = {"case": case, "form": form, "criteria_set": criteria_set, "days": days}
    return render(request, "cases/eligibility_new.html", page)


def eligibility_review(request: StaffRequest, eligibility_id: UUID) -> HttpResponse:
    """Approve an assessment, or send it back."""
    row = open_record(request.user, Eligibility, eligibility_id, to=Permission.APPROVE_ELIGIBILITY)
    form = EligibilityReviewForm(request.POST or None)
    what = {"eligibility": row, "by": request.user}
    if form.is_valid() and kept(form, services.review_eligibility, **form.cleaned_data, **what):
        return saved(request, row.case, _("Saved."))
    page = {"eligibility": row, "case": row.case, "form": form}
    return render(request, "cases/eligibility_review.html", page)
