"""The settings: one page that leads to all others, and what asks several programs first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, open_place
from cvi.accounts.errors import RuleBroken
from cvi.accounts.models import Team
from cvi.accounts.once import once
from cvi.desk import services
from cvi.desk.forms import ModelAssignForm
from cvi.desk.settings import sections_of
from cvi.standards.access import open_model


def settings(request: StaffRequest) -> HttpResponse:
    """List the settings pages that this user may open."""
    return render(request, "desk/settings.html", {"sections": sections_of(request.user)})


@once
def team_close(request: StaffRequest, team_id: UUID) -> HttpResponse:
    """Say what still hangs on a team, and close it where nothing does."""
    team = open_place(request.user, Team, team_id)
    if request.method == "POST":
        try:
            services.close_team(team=team, by=request.user)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect("desk:team_close", team.pk)
        messages.success(request, _("Closed. Old records keep its name."))
        return redirect("accounts:place_list", "teams")
    page = {"team": team, "standing": services.standing_of(team=team)}
    return render(request, "desk/team_close.html", page)


@once
def model_assign(request: StaffRequest, standard_id: UUID) -> HttpResponse:
    """Choose the teams that work by a program model: first show what changes, then save it."""
    model = open_model(request.user, standard_id)
    teams = Team.objects.visible_to(request.user).open().filter(program=model.program)
    teams = teams.select_related("agency").order_by("agency__name", "name")
    form = ModelAssignForm(request.POST or None, teams=teams, model=model.code)
    page: dict[str, Any] = {"model": model, "form": form, "moves": None}
    if form.is_valid():
        chosen: dict[str, Any] = {
            "model": model,
            "joining": form.joining(),
            "leaving": form.leaving(),
        }
        if "save" in request.POST:
            services.choose_teams(**chosen, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("standards:model", model.pk)
        page["moves"] = services.moves(**chosen)
    return render(request, "desk/model_assign.html", page)
