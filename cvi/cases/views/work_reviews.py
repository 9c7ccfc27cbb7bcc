"""What a supervisor sent back, or wants to talk about, as those see it whom it waits for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import allows, open_record
from cvi.cases.models import WorkReview


@require_safe
def work_review(request: StaffRequest, work_review_id: UUID) -> HttpResponse:
    """Show what the supervisor said."""
    row = open_record(request.user, WorkReview, work_review_id, to=Permission.OPEN_CASE)
    may_settle = row.is_waiting and allows(request.user, Permission.CHANGE_CASE, row.case)
    page = {"review": row, "case": row.case, "may_settle": may_settle}
    return render(request, "cases/work_review.html", page)


@require_POST
def work_review_settle(request: StaffRequest, work_review_id: UUID) -> HttpResponse:
    """Note that it was done, or talked about."""
    row = open_record(request.user, WorkReview, work_review_id, to=Permission.CHANGE_CASE)
    if row.is_waiting:
        services.settle_review(review=row, by=request.user)
    messages.success(request, _("Settled."))
    return redirect("desk:participant", row.case.participant_id)
