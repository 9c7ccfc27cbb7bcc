"""Where a case stands, who works it, and how it passes on or ends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.models import Team
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import loads, services
from cvi.cases.access import open_case, open_record, open_transfer
from cvi.cases.errors import AlreadyOpen
from cvi.cases.forms.caseload import (
    AssignForm,
    CaseCloseForm,
    CaseStatusForm,
    MoveForm,
    TransferAnswerForm,
    TransferForm,
)
from cvi.cases.models import Assignment, BulkMove, Case, PhaseChange, StatusChange, Transfer
from cvi.cases.services.caseload import Opening
from cvi.cases.views.answers import kept, saved
from cvi.standards import reading as standards

COURSE_ROWS = 50


def case_course(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show how a case went so far: its steps, phases, and who worked it."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    reasons = standards.labels("exit_reason")["exit_reason"]
    steps = StatusChange.objects.visible_to(request.user).filter(case=case).newest_first()
    phases = PhaseChange.objects.visible_to(request.user).filter(case=case).newest_first()
    workers = Assignment.objects.visible_to(request.user).filter(case=case).newest_first()
    called = standards.PhaseNames([case.program])
    known = {"program": case.program, "model": case.model}
    page = {
        "case": case,
        "steps": [(row, reasons.get(row.reason, "")) for row in steps[:COURSE_ROWS]],
        "phases": [(row, called.of(row.phase, **known)) for row in phases[:COURSE_ROWS]],
        "assignments": workers.select_related("worker")[:COURSE_ROWS],
    }
    return render(request, "cases/case_course.html", page)


@once
def case_status(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say where a case stands, and in which phase."""
    case = open_case(request.user, case_id, to=Permission.CHANGE_CASE)
    form = CaseStatusForm(request.POST or None, case=case)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.change_course, **form.cleaned_data, **what):
        return saved(request, case, _("Saved."))
    return render(request, "cases/case_status.html", {"case": case, "form": form})


@once
def case_close(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Close a case, and say why."""
    case = open_case(request.user, case_id, to=Permission.CHANGE_CASE)
    form = CaseCloseForm(request.POST or None, case=case)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.close_case, **form.cleaned_data, **what):
        return saved(request, case, _("The case is closed."))
    return render(request, "cases/case_close.html", {"case": case, "form": form})


@require_POST
@once
def case_reopen(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Open a new case for someone who comes back, linked to the one that ended."""
    case = open_case(request.user, case_id, to=Permission.CHANGE_CASE)
    opening = Opening(team=case.team, worker=request.user, status=Case.Status.REFERRED)
    try:
        services.open_new_case(participant=case.participant, opening=opening, by=request.user)
    except AlreadyOpen as broken:
        messages.error(request, str(broken))
        return redirect("desk:participant", case.participant_id)
    return saved(request, case, _("A new case is open. The earlier one stays as it was."))


@once
def case_assign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Give a case to a worker, or have someone cover for them."""
    case = open_case(request.user, case_id, to=Permission.ASSIGN_CASE)
    form = AssignForm(request.POST or None, team=case.team)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.give_case, **form.cleaned_data, **what):
        return saved(request, case, _("Saved. They see the file now."))
    return render(request, "cases/case_assign.html", {"case": case, "form": form})


@once
def transfer_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask a colleague or another team to take a case over."""
    case = open_case(request.user, case_id, to=Permission.CHANGE_CASE)
    same = {"agency": case.team.agency_id, "program": case.program}
    teams = Team.objects.visible_to(request.user).open().filter(**same).exclude(pk=case.team_id)
    form = TransferForm(request.POST or None, case=case, teams=list(teams.order_by("name")))
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.ask_transfer, **form.asked(), **what):
        return saved(request, case, _("Asked. The case stays with you until they say yes."))
    return render(request, "cases/transfer_new.html", {"case": case, "form": form})


@once
def transfer_answer(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """Take a case over, or leave it where it is. Before a yes there is only a code to see."""
    transfer = open_transfer(request.user, transfer_id)
    form = TransferAnswerForm(request.POST or None)
    what = {"transfer": transfer, "by": request.user}
    if form.is_valid() and kept(form, services.answer_transfer, **form.cleaned_data, **what):
        messages.success(request, _("Answer saved."))
        return redirect("desk:today")
    page = {"transfer": transfer, "case": transfer.case, "form": form}
    return render(request, "cases/transfer_answer.html", page)


@require_POST
def transfer_withdraw(request: StaffRequest, transfer_id: UUID) -> HttpResponse:
    """Take a request back that nobody has answered."""
    transfer = open_record(request.user, Transfer, transfer_id, to=Permission.CHANGE_CASE)
    if transfer.status == Transfer.Status.WAITING:
        status = Transfer.Status.WITHDRAWN
        services.answer_transfer(transfer=transfer, status=status, by=request.user)
    return saved(request, transfer.case, _("Taken back. The case stays where it is."))


def caseload_list(request: StaffRequest) -> HttpResponse:
    """Show who in the teams that a user leads has how many people."""
    require_holds(request.user, Permission.ASSIGN_CASE)
    teams = request.user.teams_for(Permission.ASSIGN_CASE)
    moves = BulkMove.objects.visible_to(request.user).fresh().filter(team__in=teams)
    page = {"teams": [(team, loads.of_team(team)) for team in teams], "moves": moves}
    return render(request, "cases/caseload_list.html", page)


@once
def caseload_move(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    """Move the cases of one worker of a team to another, as when someone leaves."""
    membership = loads.open_membership(request.user, membership_id)
    cases = Case.objects.visible_to(request.user).filter(
        worker=membership.user, team=membership.team
    )
    found = list(cases.open().with_people().order_by("opened_on", "pk"))
    audit.listed(Case, [c.pk for c in found], session=request.session, by=request.user)
    form = MoveForm(request.POST or None, cases=found, at=membership)
    if form.is_valid() and kept(form, services.move_cases, **form.chosen(), by=request.user):
        count = len(form.cleaned_data["cases"])
        text = ngettext("%(count)s person moved.", "%(count)s people moved.", count)
        messages.success(request, text % {"count": count})
        return redirect("cases:caseload_list")
    page = {"membership": membership, "form": form, "found": found}
    return render(request, "cases/caseload_move.html", page)
