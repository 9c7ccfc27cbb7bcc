"""Reports of duty, and what participants demand."""

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
from cvi.cases.forms.rights import DemandAnswerForm, DemandForm, DutyReportForm
from cvi.cases.models import Demand
from cvi.cases.views.answers import kept


@once
def duty_report_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down what was told without consent, since a law or a life demanded it."""
    case = open_case(request.user, case_id, to=Permission.RECORD_DUTY_REPORT)
    form = DutyReportForm(request.POST or None)
    if form.is_valid():
        services.record_duty_report(case=case, told=form.what(), by=request.user)
        messages.success(request, _("Saved. It stands in what left about this person."))
        return redirect("desk:sharing", case.participant_id)
    return render(request, "cases/duty_report_new.html", {"case": case, "form": form})


@once
def demand_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down a complaint, or what someone wants corrected."""
    case = open_case(request.user, case_id, to=Permission.RECORD_DEMAND)
    form = DemandForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.record_demand, **form.cleaned_data, **what):
        messages.success(request, _("Saved. The supervisor answers."))
        return redirect("desk:sharing", case.participant_id)
    return render(request, "cases/demand_new.html", {"case": case, "form": form})


def demand_answer(request: StaffRequest, demand_id: UUID) -> HttpResponse:
    """Say what was done about a complaint or a wish to correct."""
    demand = open_record(request.user, Demand, demand_id, to=Permission.ANSWER_DEMAND)
    form = DemandAnswerForm(request.POST or None)
    what = {"demand": demand, "by": request.user}
    if form.is_valid() and kept(form, services.answer_demand, **form.cleaned_data, **what):
        messages.success(request, _("Answer saved. Tell them."))
        return redirect("desk:sharing", demand.case.participant_id)
    page = {"demand": demand, "case": demand.case, "form": form}
    return render(request, "cases/demand_answer.html", page)
