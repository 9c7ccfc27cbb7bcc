"""Incentives: ask for one, decide, say it was paid, or take it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import allows, open_case, open_record
from cvi.cases.errors import RuleBroken
from cvi.cases.forms.incentives import DecideForm, IncentiveForm, PayForm
from cvi.cases.models import Goal, Incentive
from cvi.cases.views.answers import kept, planned
from cvi.standards import reading as standards


@once
def incentive_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask the supervisor for money or a gift for someone."""
    case = open_case(request.user, case_id, to=Permission.PROPOSE_INCENTIVE)
    goals = Goal.objects.visible_to(request.user).filter(case=case).newest_first()
    form = IncentiveForm(request.POST or None, goals=goals)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.propose_incentive, proposal=form.asked(), **what):
        return planned(request, case, _("Asked. The supervisor decides."))
    limit = standards.number("incentive_month_max_dollars", program=case.program, model=case.model)
    page = {"case": case, "form": form, "limit": limit}
    return render(request, "cases/incentive_new.html", page)


def incentive(request: StaffRequest, incentive_id: UUID) -> HttpResponse:
    """Show what was asked for, and what became of it."""
    row = open_record(request.user, Incentive, incentive_id, to=Permission.OPEN_CASE)
    may = allows(request.user, Permission.PROPOSE_INCENTIVE, row.case)
    may_decide = Incentive.objects.visible_to(request.user).to_decide(request.user)
    page = {
        **_about(row),
        "may_decide": may_decide.filter(pk=row.pk).exists(),
        "may_pay": may and row.status == Incentive.Status.APPROVED,
        "may_cancel": may and row.may_be_cancelled,
    }
    return render(request, "cases/incentive.html", page)


@once
def incentive_decide(request: StaffRequest, incentive_id: UUID) -> HttpResponse:
    """Approve what a colleague asked for, or decline it and say why."""
    row = open_record(request.user, Incentive, incentive_id, to=Permission.APPROVE_INCENTIVE)
    form = DecideForm(request.POST or None)
    what = {"incentive": row, "by": request.user}
    if form.is_valid() and kept(form, services.decide_incentive, **form.cleaned_data, **what):
        return planned(request, row.case, _("Decision saved."))
    return render(request, "cases/incentive_decide.html", {**_about(row), "form": form})


@once
def incentive_pay(request: StaffRequest, incentive_id: UUID) -> HttpResponse:
    """Say how an incentive was paid."""
    row = open_record(request.user, Incentive, incentive_id, to=Permission.PROPOSE_INCENTIVE)
    form = PayForm(request.POST or None)
    what = {"incentive": row, "by": request.user}
    if form.is_valid() and kept(form, services.pay_incentive, payment=form.paid(), **what):
        return planned(request, row.case, _("Payment saved."))
    return render(request, "cases/incentive_pay.html", {**_about(row), "form": form})


@require_POST
def incentive_cancel(request: StaffRequest, incentive_id: UUID) -> HttpResponse:
    """Take back what was not paid."""
    row = open_record(request.user, Incentive, incentive_id, to=Permission.PROPOSE_INCENTIVE)
    try:
        services.cancel_incentive(incentive=row, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("cases:incentive", row.pk)
    return planned(request, row.case, _("Cancelled."))


def _about(row: Incentive) -> dict[str, object]:
    """Return what every page about an incentive shows."""
    called = standards.labels("incentive_kind", "funding_source")
    payers = called["funding_source"]
    return {
        "incentive": row,
        "case": row.case,
        "label": called["incentive_kind"].get(row.kind, row.kind),
        "funding": ", ".join(payers.get(code, code) for code in row.funding),
    }
