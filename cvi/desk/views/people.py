"""My people."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cvi.accounts.access import StaffRequest, require_few_searches, require_holds
from cvi.accounts.errors import TooManyTries
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import surnames
from cvi.cases import today as cases_today
from cvi.cases.models import Case
from cvi.desk.forms import SearchForm
from cvi.desk.search import best_matches

PEOPLE_ROWS = 5000


PEOPLE_SHOWN = 100


def people(request: StaffRequest) -> HttpResponse:
    """List the people with an open case that this user sees, or those called like the search."""
    require_holds(request.user, Permission.OPEN_CASE)
    visible = Case.objects.visible_to(request.user).open().with_people()
    found = list(visible.newest_first()[:PEOPLE_ROWS])
    form = SearchForm(request.POST or None)
    text = _searched_for(request.user, form)
    if text:
        found = best_matches(found, text)
        flag = surnames.flag_of_search(text, reader=request.user)
        audit.searched(Case, count=len(found), by=request.user, flag=flag)
    else:
        found.sort(key=lambda case: case.participant.called.casefold())
    shown = found[: None if "all" in request.GET else PEOPLE_SHOWN]
    audit.listed(Case, [c.pk for c in shown], session=request.session, by=request.user)
    page = {"people": _with_next_due(shown), "form": form, "searched": bool(text)}
    page["more"] = len(found) - len(shown)
    may_add = request.user.holds(Permission.REGISTER_PARTICIPANT)
    page["add_url"] = reverse("cases:person_new") if may_add else ""
    return render(request, "desk/people.html", page)


def _searched_for(user: User, form: SearchForm) -> str:
    """Return the name to look for, or let the form say why not now."""
    text: str = form.cleaned_data["name"] if form.is_valid() else ""
    if text:
        try:
            require_few_searches(user)
        except TooManyTries as broken:
            form.add_error("name", str(broken))
            return ""
    return text


def _with_next_due(cases: list[Case]) -> list[tuple[Case, dt.date | None]]:
    """Pair each case with the day of its next follow-up."""
    days = cases_today.next_due(cases)
    return [(case, days.get(case.pk)) for case in cases]
