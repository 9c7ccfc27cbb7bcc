"""New people, whom they may be already, and who they are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import intake, likeness, services
from cvi.cases.access import open_case
from cvi.cases.errors import RuleBroken
from cvi.cases.forms.people import IdentityForm, NewPersonForm
from cvi.cases.models import Case, ContactPoint
from cvi.cases.services.caseload import Opening
from cvi.cases.views.answers import saved


@once
def person_new(request: StaffRequest) -> HttpResponse:
    """Register a participant with the user's own agency, and open a case."""
    require_holds(request.user, Permission.REGISTER_PARTICIPANT)
    form = NewPersonForm(request.POST or None, user=request.user)
    if form.is_valid() and intake.goes_on(request):
        page = _question(request, form)
        if page:
            return render(request, "cases/person_new_match.html", page)
        if form.is_valid():
            return _registered(request, form)
    return render(request, "cases/person_new.html", {"form": form})


def participant_edit(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Correct or add to who someone is."""
    case = open_case(request.user, case_id, to=Permission.REGISTER_PARTICIPANT)
    form = IdentityForm(request.POST or None, user=request.user, initial=_identity_of(case))
    if form.is_valid():
        services.update_participant(
            participant=case.participant, changes=form.cleaned_data, by=request.user
        )
        return saved(request, case, _("Saved."))
    return render(request, "cases/participant_edit.html", {"case": case, "form": form})


def _question(request: StaffRequest, form: NewPersonForm) -> dict[str, Any] | None:
    """Return what to ask before someone is saved, or let the form say why not now."""
    told = form.identity()
    try:
        agency = form.cleaned_data["team"].agency
        return intake.question(request, likeness.of(told, told.phone), agency=agency)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


def _registered(request: StaffRequest, form: NewPersonForm) -> HttpResponse:
    team = form.cleaned_data["team"]
    person = services.register_participant(
        agency=team.agency, identity=form.identity(), by=request.user
    )
    opening = Opening(team=team, worker=request.user)
    case = services.open_new_case(participant=person, opening=opening, by=request.user)
    messages.success(request, _("Saved. The case is open."))
    return redirect("desk:case_start", case.pk)


def _identity_of(case: Case) -> dict[str, object]:
    person = case.participant
    phone = person.contact_points.filter(kind=ContactPoint.Kind.PHONE).first()
    return {
        "name_to_use": person.name_to_use,
        "birth_date": person.birth_date,
        "zone": person.zone_id,
        "language": person.language,
        "race_ethnicity": person.race_ethnicity,
        "phone": phone.value if phone else "",
        "safe_to_text": phone.safe_to_text if phone else "",
    }
