"""New people and who they may be; goals, follow-ups, notes, papers and consent of one case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.cases import documents, intake, likeness, reviews, services, sight
from cvi.cases.access import allows, open_case, open_match_review, open_record
from cvi.cases.errors import RuleBroken
from cvi.cases.forms import (
    ConsentForm,
    DocumentForm,
    DocumentRemoveForm,
    FollowUpDoneForm,
    FollowUpForm,
    GoalForm,
    GoalStatusForm,
    IdentityForm,
    MatchReviewForm,
    NewPersonForm,
    NoteForm,
    SightAnswerForm,
)
from cvi.cases.models import (
    Case,
    Consent,
    ContactPoint,
    Document,
    FollowUp,
    Goal,
    MatchReview,
    SightRequest,
)
from cvi.cases.services import Opening
from cvi.papers.attachments import attachment, is_asked_from_elsewhere

DOCUMENT_ROWS = 100
MATCH_ROWS = 100


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


def sight_answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Let a colleague of another team see a file, or say no."""
    asked = open_record(request.user, SightRequest, request_id, to=Permission.GRANT_SIGHT)
    form = SightAnswerForm(request.POST or None)
    if form.is_valid():
        what = {"request": asked, "until": form.last_day(), "by": request.user}
        if _kept(form, sight.answer_sight_request, **what):
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
    if form.is_valid() and _kept(form, reviews.decide_match, **form.cleaned_data, **what):
        messages.success(request, _("Decision saved."))
        return redirect("cases:match_list")
    ((_review, sides),) = reviews.with_sides([review])
    page = {"review": review, "sides": sides, "form": form}
    return render(request, "cases/match_review.html", page)


@once
def goal_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Set a goal in the participant's own words."""
    case = open_case(request.user, case_id, to=Permission.SET_GOAL)
    form = GoalForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and _kept(form, services.set_goal, **form.cleaned_data, **what):
        return _saved(request, case, _("Goal saved."))
    return render(request, "cases/goal_new.html", {"case": case, "form": form})


def goal_change(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Say where a goal stands."""
    goal = open_record(request.user, Goal, goal_id, to=Permission.SET_GOAL)
    form = GoalStatusForm(request.POST or None, initial={"status": goal.status})
    what = {"goal": goal, "by": request.user}
    if form.is_valid() and _kept(form, services.change_goal, **form.cleaned_data, **what):
        return _saved(request, goal.case, _("Goal saved."))
    page = {"goal": goal, "case": goal.case, "form": form}
    return render(request, "cases/goal_change.html", page)


@once
def follow_up_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Promise to get back to someone by a date."""
    case = open_case(request.user, case_id, to=Permission.PLAN_FOLLOW_UP)
    form = FollowUpForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and _kept(form, services.plan_follow_up, **form.cleaned_data, **what):
        return _saved(request, case, _("Follow-up saved."))
    return render(request, "cases/follow_up_new.html", {"case": case, "form": form})


def follow_up_finish(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    """Say how a follow-up went."""
    item = open_record(request.user, FollowUp, follow_up_id, to=Permission.PLAN_FOLLOW_UP)
    form = FollowUpDoneForm(request.POST or None)
    what = {"follow_up": item, "by": request.user}
    if form.is_valid() and _kept(form, services.finish_follow_up, **form.cleaned_data, **what):
        return _saved(request, item.case, _("Follow-up saved."))
    page = {"follow_up": item, "case": item.case, "form": form}
    return render(request, "cases/follow_up_finish.html", page)


@once
def note_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add a note to a case."""
    case = open_case(request.user, case_id, to=Permission.ADD_NOTE)
    form = NoteForm(request.POST or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and _kept(form, services.add_note, **form.cleaned_data, **what):
        return _saved(request, case, _("Note saved."))
    return render(request, "cases/note_new.html", {"case": case, "form": form})


def document_list(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """List the papers of a case, and those that were removed."""
    case = open_case(request.user, case_id, to=Permission.OPEN_CASE)
    papers = Document.objects.visible_to(request.user).filter(case=case)
    shown = list(papers.select_related("added_by", "removed_by").newest_first()[:DOCUMENT_ROWS])
    ids = [paper.pk for paper in shown]
    audit.listed(Document, ids, session=request.session, by=request.user)
    may_change = allows(request.user, Permission.ADD_DOCUMENT, case)
    page = {"case": case, "documents": [paper for paper in shown if not paper.removed_at]}
    page |= {"removed": [paper for paper in shown if paper.removed_at], "may_change": may_change}
    return render(request, "cases/document_list.html", page)


@once
def document_add(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Keep a paper, or a picture of one."""
    case = open_case(request.user, case_id, to=Permission.ADD_DOCUMENT)
    form = DocumentForm(request.POST or None, request.FILES or None)
    what = {"case": case, "by": request.user}
    if form.is_valid() and _kept(form, documents.add_document, **form.cleaned_data, **what):
        messages.success(request, _("Document saved."))
        return redirect("cases:document_list", case.pk)
    return render(request, "cases/document_add.html", {"case": case, "form": form})


@require_safe
def document(request: StaffRequest, document_id: UUID) -> HttpResponseBase:
    """Hand a paper over to be saved. Another site's page cannot ask for it."""
    paper = open_record(request.user, Document, document_id, to=Permission.OPEN_CASE)
    if is_asked_from_elsewhere(request):
        raise NotAllowed(Document, document_id)
    try:
        file = documents.open_document(document=paper, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("cases:document_list", paper.case_id)
    return attachment(file, name=paper.download_name, content_type=paper.content_type)


def document_remove(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Remove a paper, and say why."""
    paper = open_record(request.user, Document, document_id, to=Permission.ADD_DOCUMENT)
    form = DocumentRemoveForm(request.POST or None)
    what = {"document": paper, "by": request.user}
    if form.is_valid() and _kept(form, documents.remove_document, **form.cleaned_data, **what):
        messages.success(request, _("Document removed."))
        return redirect("cases:document_list", paper.case_id)
    page = {"document": paper, "case": paper.case, "form": form}
    return render(request, "cases/document_remove.html", page)


@once
def consent_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Record what the participant allows to be shared."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    agency = case.participant.agency
    form = ConsentForm(request.POST or None, user=request.user, own_agency=agency)
    if form.is_valid():
        services.record_consent(
            participant=case.participant, release=form.release(), by=request.user
        )
        return _saved(request, case, _("Consent saved."))
    return render(request, "cases/consent_new.html", {"case": case, "form": form})


@require_POST
def consent_revoke(request: StaffRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take a consent back, with effect at once."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    consents = Consent.objects.visible_to(request.user).filter(participant=case.participant)
    consent = consents.filter(pk=consent_id).first()
    if consent is None:
        raise Unseen(Consent, consent_id)
    if consent.revoked_at is None:
        services.revoke_consent(consent=consent, by=request.user)
    return _saved(request, case, _("The consent was taken back. Nothing more is shared."))


def participant_edit(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Correct or add to who someone is."""
    case = open_case(request.user, case_id, to=Permission.REGISTER_PARTICIPANT)
    form = IdentityForm(request.POST or None, user=request.user, initial=_identity_of(case))
    if form.is_valid():
        services.update_participant(
            participant=case.participant, changes=form.cleaned_data, by=request.user
        )
        return _saved(request, case, _("Saved."))
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


def _kept(form: Form, save: Callable[..., object], **what: Any) -> bool:
    """Save, or let the form say which rule stood in the way."""
    try:
        save(**what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True


def _saved(request: StaffRequest, case: Case, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("desk:participant", case.participant_id)
