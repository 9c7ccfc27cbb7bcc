"""Choose a team, see exactly what would leave, and send it, or keep it as a draft."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.models import Team
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases.access import open_case, open_record
from cvi.cases.models import Case, Consent
from cvi.referrals import access, services, snapshot
from cvi.referrals.forms.referrals import ReferralDraftForm, ReferralForm
from cvi.referrals.models import Referral, ReferralDraft
from cvi.referrals.views.answers import kept

INSTEAD = "instead_of"
_TO = Permission.SEND_REFERRAL


def referral_send(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Choose the team: only those whom the participant lets know something."""
    case = open_case(request.user, case_id, to=_TO)
    earlier = access.earlier_referral(request.user, case, request.GET.get(INSTEAD, ""))
    teams = list(access.teams_to_refer_to(request.user, case, instead_of=earlier))
    drafts = ReferralDraft.objects.visible_to(request.user).filter(case=case)
    begun = list(drafts.select_related("to_team__agency").order_by("saved_at"))
    if len(teams) == 1 and not begun:
        return redirect(_write_url(case, teams[0], earlier))
    page = {
        "case": case,
        "teams": [(team, _write_url(case, team, earlier)) for team in teams],
        "drafts": begun,
        "earlier": earlier,
    }
    return render(request, "referrals/referral_send.html", page)


@once
def referral_write(request: StaffRequest, case_id: UUID, team_id: UUID) -> HttpResponse:
    """Show exactly what would leave, and send what stays ticked, or keep it for later."""
    case = open_case(request.user, case_id, to=_TO)
    team = access.teams_to_refer_to(request.user, case).filter(pk=team_id).first()
    consent = access.consent_for(request.user, case, team) if team else None
    if team is None or consent is None:
        return redirect("referrals:referral_send", case.pk)
    page = _begun(request, case, team=team, consent=consent)
    form = page["form"]
    if form.is_valid() and _saved(request, case, form):
        return redirect("desk:participant", case.participant_id)
    return render(request, "referrals/referral_write.html", page)


@require_POST
def draft_throw(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = open_record(request.user, ReferralDraft, draft_id, to=_TO)
    services.throw_draft(draft=draft, by=request.user)
    messages.success(request, _("Draft thrown away. Nothing was sent."))
    return redirect("referrals:referral_send", draft.case_id)


def _begun(request: StaffRequest, case: Case, *, team: Team, consent: Consent) -> dict[str, Any]:
    """Return the page with its form, begun with the draft or with what this goes instead of."""
    drafts = ReferralDraft.objects.visible_to(request.user).filter(case=case, to_team=team)
    draft = drafts.select_related("reroute_of").first()
    earlier = access.earlier_referral(request.user, case, request.GET.get(INSTEAD, ""))
    facts = snapshot.facts(snapshot.take(case, consent.scope))
    asked = ReferralDraftForm if "keep" in request.POST else ReferralForm
    begun: dict[str, Any] = {"facts": facts, "consent": consent, "team": team, "draft": draft}
    form = asked(request.POST or None, instead_of=earlier, **begun)
    return {**begun, "case": case, "form": form, "earlier": form.instead_of}


def _saved(request: StaffRequest, case: Case, form: ReferralForm) -> bool:
    what = {"case": case, "by": request.user}
    if isinstance(form, ReferralDraftForm):
        if kept(form, services.save_draft, outline=form.outline(), **what):
            messages.success(request, _("Draft saved. Nothing was sent."))
        return not form.errors
    if kept(form, services.send_referral, handoff=form.handoff(), **what):
        messages.success(request, _("Referral sent. You will see their answer here."))
    return not form.errors


def _write_url(case: Case, team: Team, earlier: Referral | None) -> str:
    url = reverse("referrals:referral_write", args=[case.pk, team.pk])
    return f"{url}?{urlencode({INSTEAD: earlier.pk})}" if earlier else url
