"""The supervisor's queue: one thing at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.models import User
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import Unseen
from cvi.cases import loads, services
from cvi.cases.access import open_case
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case, WorkReview
from cvi.cases.queue import Item
from cvi.cases.timeline import Entry
from cvi.desk import review, timeline
from cvi.desk.forms import WorkReviewForm
from cvi.staffing import reading as staffing

ENTRIES = 10


def review_queue(request: StaffRequest) -> HttpResponse:
    """List what waits for a supervisor's look, the oldest first."""
    require_holds(request.user, Permission.REVIEW_WORK)
    waiting = review.items(request.user)
    ids = [item.case.pk for item in waiting]
    audit.listed(Case, ids, session=request.session, by=request.user)
    page = {"rows": [(item, review.url_of(item)) for item in waiting]}
    return render(request, "desk/review_queue.html", page)


@once
def review_item(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """Show one thing with what changed since the last look, and take the verdict."""
    require_holds(request.user, Permission.REVIEW_WORK)
    waiting = review.items(request.user)
    item = review.find(waiting, subject_id)
    if item is None:
        return _gone(request, subject_id)
    case = open_case(request.user, item.case.pk, to=Permission.REVIEW_WORK)
    form = WorkReviewForm(request.POST or None)
    what = {"case": case, "kind": item.kind, "subject": subject_id, "by": request.user}
    if form.is_valid() and _kept(form, **what):
        messages.success(request, _("Saved."))
        return redirect(review.after(waiting, item) or "desk:review_queue")
    page = {"form": form, "case": case, **_told(case, item, request.user)}
    page |= {"place": waiting.index(item) + 1, "count": len(waiting)}
    page["next_url"] = review.after(waiting, item)
    return render(request, "desk/review_item.html", page)


def _told(case: Case, item: Item, reader: User) -> dict[str, Any]:
    """Return what was written, what changed since, and how the worker is placed."""
    since, load = _since(case, reader), loads.of_worker(case)
    out = staffing.last_out(reader, case.worker)
    return {"item": item, "facts": item.facts(), "since": since, "load": load, "out": out}


def _kept(form: WorkReviewForm, **what: Any) -> bool:
    """Save the verdict, or let the form say which rule stood in the way."""
    try:
        services.review_work(**form.cleaned_data, **what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True


def _gone(request: StaffRequest, subject_id: UUID) -> HttpResponse:
    """Say who has looked at it; a thing that never waited for this user does not exist."""
    seen = WorkReview.objects.visible_to(request.user).filter(subject=subject_id)
    row = seen.select_related("reviewed_by").order_by("-reviewed_at").first()
    if row is None:
        raise Unseen(WorkReview, subject_id)
    messages.info(request, row.said)
    return redirect("desk:review_queue")


def _since(case: Case, reader: User) -> list[Entry]:
    """Return what happened in a case since somebody last looked at it."""
    last = WorkReview.objects.visible_to(reader).filter(case=case).order_by("-reviewed_at").first()
    entries = timeline.newest_first([case], reader=reader)
    return [entry for entry in entries if last is None or entry.at > last.reviewed_at][:ENTRIES]
