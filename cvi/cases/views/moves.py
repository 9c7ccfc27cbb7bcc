"""Several cases that moved at once: which, and back again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.audit import services as audit
from cvi.cases import services
from cvi.cases.access import open_move
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case, MovedCase


def bulk_move(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """Show by code which cases moved, and what came of taking it back."""
    move = open_move(request.user, move_id)
    rows = MovedCase.objects.visible_to(request.user).filter(move=move)
    found = list(rows.select_related("case__participant", "before").order_by("pk"))
    ids = [row.case_id for row in found]
    audit.listed(Case, ids, session=request.session, by=request.user)
    page = {"move": move, "rows": found, "may_undo": services.may_undo(move=move)}
    return render(request, "cases/bulk_move.html", page)


@require_POST
def bulk_move_undo(request: StaffRequest, move_id: UUID) -> HttpResponse:
    """Take a move back: each case that nobody touched since goes to whoever worked it."""
    move = open_move(request.user, move_id)
    try:
        services.undo_move(move=move, by=request.user)
        messages.success(request, _("Taken back. See below which are back."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("cases:bulk_move", move.pk)
