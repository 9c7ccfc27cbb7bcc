"""Victim compensation: a claim, its papers, its amounts, and where it stands."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import claims, services
from cvi.cases.access import allows, open_case, open_record
from cvi.cases.facts import claim_facts
from cvi.cases.forms.compensation import (
    ClaimAmountForm,
    ClaimChangeForm,
    ClaimMoveForm,
    ClaimNewForm,
    ClaimPapersForm,
)
from cvi.cases.models import ClaimAmount, ClaimMove, ClaimPaper, CompensationClaim
from cvi.cases.views.answers import kept
from cvi.standards import reading as standards

_TO = Permission.SET_GOAL


@once
def claim_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Open a claim, with the state of the team's last one offered."""
    case = open_case(request.user, case_id, to=_TO)
    earlier = CompensationClaim.objects.visible_to(request.user).filter(case__team=case.team_id)
    state = earlier.order_by("-pk").values_list("state", flat=True).first() or ""
    form = ClaimNewForm(request.POST or None, state=state)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.open_claim, **form.opened(), **what):
        messages.success(request, _("Claim saved."))
        return redirect("desk:plan", case.participant_id)
    return render(request, "cases/claim_new.html", {"case": case, "form": form})


def claim(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Show a claim: how long there is, what is missing, and how it went so far."""
    row = open_record(request.user, CompensationClaim, claim_id, to=Permission.OPEN_CASE)
    called = standards.labels("compensation_document", "compensation_cost")
    papers = ClaimPaper.objects.visible_to(request.user).filter(claim=row)
    amounts = ClaimAmount.objects.visible_to(request.user).filter(claim=row).order_by("pk")
    moves = ClaimMove.objects.visible_to(request.user).filter(claim=row).order_by("pk")
    papers = papers.exclude(status=ClaimPaper.Status.NOT_NEEDED).order_by("pk")
    page = {
        "claim": row,
        "case": row.case,
        "clocks": claims.clocks_of(row),
        "facts": claim_facts(row),
        "papers": [(called["compensation_document"].get(p.paper, p.paper), p) for p in papers],
        "amounts": [(called["compensation_cost"].get(a.cost, a.cost), a) for a in amounts],
        "moves": moves.select_related("moved_by"),
        "may_change": allows(request.user, _TO, row.case) and not row.case.closed_on,
    }
    return render(request, "cases/claim.html", page)


@once
def claim_change(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Correct what is known of a claim."""
    row = open_record(request.user, CompensationClaim, claim_id, to=_TO)
    form = ClaimChangeForm(request.POST or None, claim=row)
    what = {"claim": row, "by": request.user}
    if form.is_valid() and kept(form, services.change_claim, facts=form.facts(), **what):
        return _saved(request, row)
    return render(request, "cases/claim_change.html", _page(row, form))


@once
def claim_move(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Say where a claim stands now."""
    row = open_record(request.user, CompensationClaim, claim_id, to=_TO)
    form = ClaimMoveForm(request.POST or None, claim=row)
    what = {"claim": row, "by": request.user}
    if form.is_valid() and kept(form, services.move_claim, move=form.moved(), **what):
        return _saved(request, row)
    return render(request, "cases/claim_move.html", _page(row, form))


@once
def claim_papers(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Go through the papers of a claim."""
    row = open_record(request.user, CompensationClaim, claim_id, to=_TO)
    papers = ClaimPaper.objects.visible_to(request.user).filter(claim=row).order_by("pk")
    known = dict(papers.values_list("paper", "status"))
    form = ClaimPapersForm(request.POST or None, known=known)
    what = {"claim": row, "by": request.user}
    if form.is_valid() and kept(
        form, services.save_claim_papers, statuses=form.cleaned_data, **what
    ):
        return _saved(request, row)
    return render(request, "cases/claim_papers.html", _page(row, form))


@once
def claim_amount(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Write what a claim asks for and gets, for one kind of cost."""
    row = open_record(request.user, CompensationClaim, claim_id, to=_TO)
    amounts = ClaimAmount.objects.visible_to(request.user).filter(claim=row)
    chosen = amounts.filter(cost=request.GET.get("cost", "")).first()
    form = ClaimAmountForm(request.POST or None, row=chosen)
    what = {"claim": row, "by": request.user}
    if form.is_valid() and kept(form, services.save_claim_amount, **form.cleaned_data, **what):
        return _saved(request, row)
    return render(request, "cases/claim_amount.html", _page(row, form))


def _page(row: CompensationClaim, form: object) -> dict[str, object]:
    return {"claim": row, "case": row.case, "form": form}


def _saved(request: StaffRequest, row: CompensationClaim) -> HttpResponse:
    messages.success(request, _("Claim saved."))
    return redirect("cases:claim", row.pk)
