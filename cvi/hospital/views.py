"""The bedside intake: six short steps, each with an address of its own and saved at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.roles import Permission
from cvi.cases import intake, likeness
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case, Consent, ContactPoint, FollowUp, Goal, Need
from cvi.cases.services import Identity
from cvi.cases.tokens import likeness_of
from cvi.hospital import review, services
from cvi.hospital.access import open_case, open_visit
from cvi.hospital.forms import (
    AboutForm,
    FinishForm,
    InjuryForm,
    NeedsForm,
    NewIntakeForm,
    NewVisitForm,
    SafetyForm,
    VisitForm,
)
from cvi.hospital.models import Encounter
from cvi.hospital.steps import LABELS, step_url
from cvi.hospital.values import RIGHT_NOW

VISIT, SAFETY, INJURY, NEEDS, ABOUT, REVIEW = range(1, len(LABELS) + 1)


def intake_new(request: StaffRequest) -> HttpResponse:
    """Begin an intake: how the visit went is all that must be said."""
    require_holds(request.user, Permission.DO_BEDSIDE_INTAKE)
    form = NewIntakeForm(request.POST or None, user=request.user)
    if form.is_valid():
        visit = services.start_intake(
            team=form.cleaned_data["team"], arrival=form.arrival(), by=request.user
        )
        return _after_visit(request, visit)
    return render(request, "hospital/intake_new.html", _page(form, VISIT))


def intake_continue(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Go on with the intake that was left, or write down another visit."""
    case = open_case(request.user, case_id, to=Permission.DO_BEDSIDE_INTAKE)
    visits = Encounter.objects.visible_to(request.user).filter(case=case)
    left = visits.unfinished().newest_first().first()
    if left:
        return redirect(step_url(left))
    form = NewVisitForm(request.POST or None)
    if form.is_valid():
        arrival = form.arrival()
        visit = _kept(form, services.add_visit, case=case, arrival=arrival, by=request.user)
        if visit:
            return _after_visit(request, visit)
    page = _page(form, VISIT) | {"case": case, "earlier": visits.newest_first()}
    return render(request, "hospital/intake_continue.html", page)


def intake_visit(request: StaffRequest, encounter_id: UUID) -> HttpResponse:
    """Correct how the visit went."""
    visit = open_visit(request.user, encounter_id)
    said = {"outcome": visit.outcome, "present": visit.present}
    form = VisitForm(request.POST or None, initial=said)
    if form.is_valid():
        what = {"visit": visit, "arrival": form.arrival()}
        changed = _kept(form, services.change_visit, **what, by=request.user)
        if changed:
            return _after_visit(request, changed)
    return render(request, "hospital/intake_visit.html", _page(form, VISIT, visit))


def intake_safety(request: StaffRequest, encounter_id: UUID) -> HttpResponse:
    """Ask what makes going home safe."""
    visit = open_visit(request.user, encounter_id)
    form = SafetyForm(request.POST or None, initial=_said(visit, SafetyForm))
    if form.is_valid() and _answered(request, form, (visit, SAFETY)):
        return _onwards(request, visit, SAFETY)
    return render(request, "hospital/intake_safety.html", _page(form, SAFETY, visit))


def intake_injury(request: StaffRequest, encounter_id: UUID) -> HttpResponse:
    """Copy what the hospital wrote down."""
    visit = open_visit(request.user, encounter_id)
    form = InjuryForm(request.POST or None, initial=_said(visit, InjuryForm))
    if form.is_valid() and _answered(request, form, (visit, INJURY)):
        return _onwards(request, visit, INJURY)
    return render(request, "hospital/intake_injury.html", _page(form, INJURY, visit))


def intake_needs(request: StaffRequest, encounter_id: UUID) -> HttpResponse:
    """Ask what they need right now."""
    visit = open_visit(request.user, encounter_id)
    needs = Need.objects.visible_to(request.user).filter(case=visit.case, domain__in=RIGHT_NOW)
    ticked = needs.exclude(status__in=services.UNTICKED).values_list("domain", flat=True)
    form = NeedsForm(request.POST or None, initial={"domains": list(ticked)})
    if form.is_valid():
        what = {"visit": visit, "number": NEEDS, "domains": form.cleaned_data["domains"]}
        if _kept(form, services.save_needs, **what, by=request.user):
            return _onwards(request, visit, NEEDS)
    return render(request, "hospital/intake_needs.html", _page(form, NEEDS, visit))


def intake_about(request: StaffRequest, encounter_id: UUID) -> HttpResponse:
    """Ask who they are, as far as they want to say."""
    visit = open_visit(request.user, encounter_id)
    form = AboutForm(request.POST or None, initial=_known(visit), user=request.user)
    if form.is_valid() and intake.goes_on(request):
        page = _question(request, visit, form)
        if page:
            return render(request, "hospital/intake_about_match.html", page)
        what = {"visit": visit, "number": ABOUT, "changes": form.cleaned_data}
        if form.is_valid() and _kept(form, services.save_about, **what, by=request.user):
            return _onwards(request, visit, ABOUT)
    return render(request, "hospital/intake_about.html", _page(form, ABOUT, visit))


def intake_review(request: StaffRequest, encounter_id: UUID) -> HttpResponse:
    """Look back on the talk, agree on what comes next, and finish."""
    visit = open_visit(request.user, encounter_id)
    form = FinishForm(request.POST or None)
    if form.is_valid():
        home_on = form.cleaned_data["home_on"]
        if _kept(form, services.finish_intake, visit=visit, home_on=home_on, by=request.user):
            messages.success(request, _("Intake finished. Thank you for taking the time."))
            return redirect("desk:participant", visit.case.participant_id)
    answers = review.facts(visit)
    page = _page(form, REVIEW, visit) | _agreed(request, visit.case)
    page["answers"] = [fact for fact in answers if fact.value]
    page["blanks"] = [fact for fact in answers if not fact.value]
    return render(request, "hospital/intake_review.html", page)


def _kept(form: forms.Form, save: Callable[..., Encounter], **what: Any) -> Encounter | None:
    """Save, or let the form say which rule stood in the way."""
    try:
        return save(**what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


def _answered(request: StaffRequest, form: forms.Form, place: tuple[Encounter, int]) -> bool:
    visit, number = place
    what = {"visit": visit, "number": number, "answers": form.cleaned_data}
    return bool(_kept(form, services.save_answers, **what, by=request.user))


def _after_visit(request: StaffRequest, visit: Encounter) -> HttpResponse:
    """Go on after a talk; after anything else say when the next try is."""
    if visit.was_talk:
        return _onwards(request, visit, VISIT)
    planned = FollowUp.objects.visible_to(request.user).filter(case=visit.case).open()
    next_try = planned.order_by("-pk").first()
    if next_try:
        day = date_format(next_try.due_on, "MONTH_DAY_FORMAT")
        messages.success(request, _("Visit saved. The next try is %(day)s.") % {"day": day})
    return redirect("desk:participant", visit.case.participant_id)


def _onwards(request: StaffRequest, visit: Encounter, number: int) -> HttpResponse:
    """Go to the next step, or leave: everything is saved either way."""
    if "leave" in request.POST:
        messages.success(request, _("Saved. Go on whenever you are ready."))
        return redirect("desk:today")
    return redirect(step_url(visit, number + 1))


def _page(form: forms.Form, number: int, visit: Encounter | None = None) -> dict[str, Any]:
    """Return what every step's page shows; a first visit has nobody to go back to yet."""
    return {
        "form": form,
        "visit": visit,
        "case": visit.case if visit else None,
        "steps": LABELS,
        "current": number,
        "back_url": step_url(visit, number - 1) if visit and number > VISIT else "",
    }


def _said(visit: Encounter, form: type[forms.Form]) -> dict[str, Any]:
    """Return what was answered before to the questions of a step."""
    return {name: getattr(visit, name) for name in form.base_fields}


def _known(visit: Encounter) -> dict[str, Any]:
    person = visit.case.participant
    phone = person.contact_points.filter(kind=ContactPoint.Kind.PHONE).first()
    return {
        "name_to_use": person.name_to_use,
        "birth_date": person.birth_date,
        "zone": person.zone_id,
        "language": person.language or "not_asked",
        "race_ethnicity": person.race_ethnicity,
        "gender": person.gender or "not_asked",
        "phone": phone.value if phone else "",
        "safe_to_text": phone.safe_to_text if phone else "",
    }


def _question(request: StaffRequest, visit: Encounter, form: AboutForm) -> dict[str, Any] | None:
    """Return what to ask before a name is saved, or let the form say why not now."""
    person, given = visit.case.participant, form.cleaned_data
    told = Identity(given["name_to_use"], person.legal_name, person.street_names)
    told = replace(told, birth_date=given["birth_date"])
    alike = likeness.of(told, given["phone"])
    if alike == likeness_of(person):
        return None
    try:
        return intake.question(request, alike, agency=person.agency, besides=person.pk)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


def _agreed(request: StaffRequest, case: Case) -> dict[str, Any]:
    """Return what was agreed on so far: who may know, what they want next, when we call."""
    today = timezone.localdate()
    consents = Consent.objects.visible_to(request.user).live_on(today)
    follow_ups = FollowUp.objects.visible_to(request.user).filter(case=case).open()
    return {
        "consents": consents.filter(participant=case.participant_id).select_related("recipient"),
        "goals": Goal.objects.visible_to(request.user).filter(case=case).newest_first(),
        "follow_ups": follow_ups.order_by("due_on").named(),
    }
