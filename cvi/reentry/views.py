"""Record a stay in custody, and keep it right."""

from dataclasses import fields
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases.access import open_record
from cvi.cases.errors import RuleBroken
from cvi.reentry import services
from cvi.reentry.access import open_case
from cvi.reentry.forms import CustodyForm
from cvi.reentry.models import CustodyEpisode
from cvi.reentry.services import Stay


@once
def custody_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Record a stay in custody."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CUSTODY)
    form = CustodyForm(request.POST or None)
    if form.is_valid():
        try:
            services.record_custody(case=case, stay=form.stay(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Custody saved."))
            return redirect("desk:participant", case.participant_id)
    return render(request, "reentry/custody_new.html", {"case": case, "form": form})


def custody_change(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """Write what is now known of a stay in custody."""
    to = Permission.RECORD_CUSTODY
    episode = open_record(request.user, CustodyEpisode, episode_id, to=to)
    known = {field.name: getattr(episode, field.name) for field in fields(Stay)}
    form = CustodyForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            services.change_custody(episode=episode, stay=form.stay(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Custody saved."))
            return redirect("desk:participant", episode.case.participant_id)
    page = {"episode": episode, "case": episode.case, "form": form}
    return render(request, "reentry/custody_change.html", page)
