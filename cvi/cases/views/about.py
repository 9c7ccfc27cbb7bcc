"""Who someone is, how to reach them, their life now, and that they died."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import portrait, services
from cvi.cases.access import open_case, open_legal_name, open_part
from cvi.cases.forms.about import (
    ContactPointForm,
    DeathForm,
    LegalNameForm,
    LifeForm,
    ReachForm,
    WhoForm,
)
from cvi.cases.models import Case, ContactPoint
from cvi.cases.views.answers import kept

_P = Permission


def told(request: StaffRequest, case: Case, message: str) -> HttpResponse:
    """Say that it was saved, and go back to what is known of the person."""
    messages.success(request, message)
    return redirect("desk:about", case.participant_id)


def participant_edit(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Correct or add to who someone is."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    person, by = case.participant, request.user
    form = WhoForm(request.POST or None, person=person, about=portrait.about_of(person))
    if form.is_valid():
        services.update_participant(participant=person, changes=form.changes(), by=by)
        services.update_about(participant=person, changes=form.changes(), by=by)
        return told(request, case, _("Saved."))
    return render(request, "cases/participant_edit.html", {"case": case, "form": form})


def reach_edit(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say where someone is, and how one talks with them."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    person, by = case.participant, request.user
    form = ReachForm(request.POST or None, user=by, person=person, about=portrait.about_of(person))
    if form.is_valid():
        services.update_participant(participant=person, changes=form.changes(), by=by)
        services.update_about(participant=person, changes=form.changes(), by=by)
        return told(request, case, _("Saved."))
    return render(request, "cases/reach_edit.html", {"case": case, "form": form})


def life_edit(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Say where someone stands with home, school and work."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    person, by = case.participant, request.user
    form = LifeForm(request.POST or None, about=portrait.about_of(person))
    if form.is_valid():
        services.update_about(participant=person, changes=form.changes(), by=by)
        return told(request, case, _("Saved."))
    return render(request, "cases/life_edit.html", {"case": case, "form": form})


def legal_name(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the name on someone's papers, or correct it."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    person, by = case.participant, request.user
    form = LegalNameForm(request.POST or None, initial={"legal_name": open_legal_name(by, case)})
    if form.is_valid():
        services.update_participant(participant=person, changes=form.cleaned_data, by=by)
        return told(request, case, _("Saved."))
    return render(request, "cases/legal_name.html", {"case": case, "form": form})


@once
def contact_point_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add a way to reach someone."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    form = ContactPointForm(request.POST or None)
    what = {"participant": case.participant, "point": None, "by": request.user}
    if form.is_valid() and kept(form, services.save_contact_point, changes=form.changes(), **what):
        return told(request, case, _("Saved."))
    return render(request, "cases/contact_point_new.html", {"case": case, "form": form})


def contact_point_change(
    request: StaffRequest, case_id: UUID, contact_point_id: UUID
) -> HttpResponse:
    """Correct a way to reach someone."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    point = open_part(request.user, ContactPoint, contact_point_id, case=case)
    form = ContactPointForm(request.POST or None, point=point)
    what = {"participant": case.participant, "point": point, "by": request.user}
    if form.is_valid() and kept(form, services.save_contact_point, changes=form.changes(), **what):
        return told(request, case, _("Saved."))
    page = {"case": case, "form": form, "point": point}
    return render(request, "cases/contact_point_change.html", page)


@require_POST
def contact_point_remove(
    request: StaffRequest, case_id: UUID, contact_point_id: UUID
) -> HttpResponse:
    """Take a way to reach someone away."""
    case = open_case(request.user, case_id, to=_P.REGISTER_PARTICIPANT)
    point = open_part(request.user, ContactPoint, contact_point_id, case=case)
    services.drop_contact_point(point=point, by=request.user)
    return told(request, case, _("Taken away."))


def death_record(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down that someone died."""
    case = open_case(request.user, case_id, to=_P.CHANGE_CASE)
    form = DeathForm(request.POST or None, person=case.participant)
    what = {"participant": case.participant, "by": request.user}
    if form.is_valid() and kept(form, services.record_death, **form.cleaned_data, **what):
        return told(request, case, _("Saved. Look after the family, and after each other."))
    return render(request, "cases/death_record.html", {"case": case, "form": form})


@require_POST
def death_undo(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take back that someone died."""
    case = open_case(request.user, case_id, to=_P.CHANGE_CASE)
    if case.participant.has_died:
        services.take_death_back(participant=case.participant, by=request.user)
    return told(request, case, _("Taken back. Plan the next follow-up."))
