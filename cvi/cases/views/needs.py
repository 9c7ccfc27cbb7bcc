"""Needs: all of them quickly, and one by one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_case, open_record
from cvi.cases.forms.needs import NeedForm, NeedsForm
from cvi.cases.models import Need
from cvi.cases.views.answers import kept, planned


@once
def need_list(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Go through every part of life and say what someone needs."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    needs = Need.objects.visible_to(request.user).filter(case=case)
    known = dict(needs.values_list("domain", "status"))
    form = NeedsForm(request.POST or None, known=known)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.assess_needs, statuses=form.cleaned_data, **what):
        return planned(request, case, _("Needs saved."))
    return render(request, "cases/need_list.html", {"case": case, "form": form})


@once
def need(request: StaffRequest, need_id: UUID) -> HttpResponse:
    """Say where one need stands."""
    row = open_record(request.user, Need, need_id, to=Permission.SET_GOAL)
    said = {"status": row.status, "urgency": row.urgency}
    form = NeedForm(request.POST or None, initial=said)
    what = {"need": row, "by": request.user}
    if form.is_valid() and kept(form, services.change_need, **form.cleaned_data, **what):
        return planned(request, row.case, _("Need saved."))
    return render(request, "cases/need.html", {"need": row, "case": row.case, "form": form})
