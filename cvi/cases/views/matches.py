"""Whether two files are about the same person: colleagues' questions and matches."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import reviews, sight
from cvi.cases.access import open_match_review, open_record
from cvi.cases.forms.matches import MatchReviewForm, SightAnswerForm
from cvi.cases.models import MatchReview, SightRequest
from cvi.cases.views.answers import kept

MATCH_ROWS = 100


def sight_answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Let a colleague of another team see a file, or say no."""
    asked = open_record(request.user, SightRequest, request_id, to=Permission.GRANT_SIGHT)
    form = SightAnswerForm(request.POST or None)
    if form.is_valid():
        what = {"request": asked, "until": form.last_day(), "by": request.user}
        if kept(form, sight.answer_sight_request, **what):
            messages.success(request, _("Answer saved. They see it on Today."))
            return redirect("desk:today")
    page = {"asked": asked, "case": asked.case, "form": form}
    return render(request, "cases/sight_answer.html", page)


def match_list(request: StaffRequest) -> HttpResponse:
    """List the matches across agencies that wait for a decision."""
    require_holds(request.user, Permission.REVIEW_MATCHES)
    waiting = MatchReview.objects.visible_to(request.user).open().order_by("created_at", "pk")
    shown = list(waiting[:MATCH_ROWS])
    ids = [review.pk for review in shown]
    audit.listed(MatchReview, ids, session=request.session, by=request.user)
    return render(request, "cases/match_list.html", {"reviews": reviews.with_sides(shown)})


def match_review(request: StaffRequest, review_id: UUID) -> HttpResponse:
    """Decide whether two agencies know the same person. Codes and masks only."""
    review = open_match_review(request.user, review_id)
    form = MatchReviewForm(request.POST or None)
    what = {"review": review, "by": request.user}
    if form.is_valid() and kept(form, reviews.decide_match, **form.cleaned_data, **what):
        messages.success(request, _("Decision saved."))
        return redirect("cases:match_list")
    ((_review, sides),) = reviews.with_sides([review])
    page = {"review": review, "sides": sides, "form": form}
    return render(request, "cases/match_review.html", page)
