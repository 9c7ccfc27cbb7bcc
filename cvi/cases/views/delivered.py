"""Services delivered, and the monthly rating."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import ratings, services
from cvi.cases.access import open_case
from cvi.cases.forms.delivered import RatingForm, ServiceForm
from cvi.cases.models import Case, Goal, Need
from cvi.cases.views.answers import kept, planned


@once
def service_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Record what was done for someone."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    needs = Need.objects.visible_to(request.user).filter(case=case).order_by("pk")
    goals = Goal.objects.visible_to(request.user).filter(case=case).newest_first()
    form = ServiceForm(request.POST or None, case=case, needs=needs, goals=goals)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.record_service, **form.done(), **what):
        return planned(request, case, _("Saved what you did."))
    return render(request, "cases/service_new.html", {"case": case, "form": form})


def rating_list(request: StaffRequest) -> HttpResponse:
    """Show whose monthly rating is due."""
    require_holds(request.user, Permission.SET_GOAL)
    cases = ratings.due(request.user)
    audit.listed(Case, [c.pk for c in cases], session=request.session, by=request.user)
    return render(request, "cases/rating_list.html", {"cases": cases})


@once
def rating_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say how it is going this month."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    form = RatingForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.rate_progress, changes=form.cleaned_data, **what):
        return planned(request, case, _("Rating saved."))
    return render(request, "cases/rating_new.html", {"case": case, "form": form})
