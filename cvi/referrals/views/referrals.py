"""Send a referral; see what came in, and answer it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases.access import open_case
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case
from cvi.referrals import access, services, snapshot
from cvi.referrals.forms.referrals import AcceptForm, DeclineForm, ReferralForm
from cvi.referrals.models import Referral

INBOX_ROWS = 100


def referral_send(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Choose the team: only those whom the participant lets know something."""
    case = open_case(request.user, case_id, to=Permission.SEND_REFERRAL)
    teams = list(access.teams_to_refer_to(request.user, case))
    if len(teams) == 1:
        return redirect("referrals:referral_write", case.pk, teams[0].pk)
    return render(request, "referrals/referral_send.html", {"case": case, "teams": teams})


def referral_write(request: StaffRequest, case_id: UUID, team_id: UUID) -> HttpResponse:
    """Show exactly what would leave, and send what stays ticked."""
    case = open_case(request.user, case_id, to=Permission.SEND_REFERRAL)
    team = access.teams_to_refer_to(request.user, case).filter(pk=team_id).first()
    consent = access.consent_for(request.user, case, team) if team else None
    if team is None or consent is None:
        return redirect("referrals:referral_send", case.pk)
    facts = snapshot.facts(snapshot.take(case, consent.scope))
    form = ReferralForm(request.POST or None, facts=facts, consent=consent, team=team)
    if form.is_valid() and _sent(case, form, request.user):
        messages.success(request, _("Referral sent. You will see their answer here."))
        return redirect("desk:participant", case.participant_id)
    page = {"case": case, "team": team, "consent": consent, "facts": facts, "form": form}
    return render(request, "referrals/referral_write.html", page)


def referral_inbox(request: StaffRequest) -> HttpResponse:
    """List what waits for an answer of this user's teams."""
    require_holds(request.user, Permission.ANSWER_REFERRAL)
    waiting = list(access.received_referrals(request.user)[:INBOX_ROWS])
    ids = [referral.pk for referral in waiting]
    audit.listed(Referral, ids, session=request.session, by=request.user)
    return render(request, "referrals/referral_inbox.html", {"referrals": waiting})


def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Show what was shared and nothing else; accept it."""
    received = access.open_received_referral(request.user, referral_id)
    workers = access.workers_of(received.to_team)
    form = AcceptForm(request.POST or None, workers=workers, user=request.user)
    if request.method == "POST" and form.is_valid():
        case = _accepted(request, received, form)
        if case:
            return _after(request, case)
    facts = snapshot.facts(received.snapshot) if received.is_open_to_answer else []
    page = {"referral": received, "facts": facts, "form": form}
    return render(request, "referrals/referral.html", page | _own_case(request, received))


def referral_decline(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Say that the team does not take it, and why."""
    received = access.open_received_referral(request.user, referral_id)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.decline_referral(referral=received, reason=reason, by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Answer sent. Thank you for being clear."))
            return redirect("referrals:referral_inbox")
    page = {"referral": received, "form": form}
    return render(request, "referrals/referral_decline.html", page)


def _sent(case: Case, form: ReferralForm, by: User) -> bool:
    try:
        services.send_referral(case=case, handoff=form.handoff(), by=by)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True


def _accepted(request: StaffRequest, received: Referral, form: forms.Form) -> Case | None:
    try:
        worker = form.cleaned_data["worker"]
        return services.accept_referral(referral=received, worker=worker, by=request.user)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


def _after(request: StaffRequest, case: Case) -> HttpResponse:
    """Go on to the new participant, for those who see the new case."""
    messages.success(request, _("Accepted. The person is in your list now."))
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("desk:participant", case.participant_id)
    return redirect("referrals:referral_inbox")


def _own_case(request: StaffRequest, received: Referral) -> dict[str, Any]:
    """Offer the case that was opened, to those who see it."""
    if received.receiving_case_id is None:
        return {"own_case": None}
    seen = Case.objects.visible_to(request.user).filter(pk=received.receiving_case_id)
    return {"own_case": seen.first()}
