"""The settings pages of agencies, zones, sites and teams: list, add, change, close, open again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts import services
from cvi.accounts.access import StaffRequest, open_place, places
from cvi.accounts.errors import RuleBroken
from cvi.accounts.forms import PLACE_FORMS
from cvi.accounts.models import Agency, Site, Team, Zone
from cvi.accounts.once import once
from cvi.accounts.place_kinds import place_kind

ADD: dict[type[Any], Any] = {
    Agency: services.set_up_agency,
    Site: services.set_up_site,
    Team: services.set_up_team,
    Zone: services.set_up_zone,
}


def place_list(request: StaffRequest, slug: str) -> HttpResponse:
    """List the places of one kind, the closed ones last."""
    kind = place_kind(slug)
    parents = {Site: ["agency"], Team: ["agency", "site"]}.get(kind.model, [])
    shown = places(request.user, kind.model).select_related(*parents).in_order()
    return render(request, "accounts/place_list.html", {"kind": kind, "places": shown})


@once
def place_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Add a place."""
    kind = place_kind(slug)
    places(request.user, kind.model)
    form = PLACE_FORMS[kind.model](request.POST or None, user=request.user)
    if form.is_valid():
        try:
            ADD[kind.model](**form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error("name", str(broken))
        else:
            messages.success(request, _("Added."))
            return redirect("accounts:place_list", kind.slug)
    return render(request, "accounts/place_add.html", {"kind": kind, "form": form})


@once
def place_change(request: StaffRequest, slug: str, place_id: UUID) -> HttpResponse:
    """Give a place another name, address or site."""
    kind = place_kind(slug)
    place = open_place(request.user, kind.model, place_id)
    form = PLACE_FORMS[kind.model](request.POST or None, user=request.user, place=place)
    if form.is_valid():
        try:
            services.change_place(place=place, values=form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error("name", str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:place_list", kind.slug)
    page = {"kind": kind, "place": place, "form": form, "called": str(form.initial["name"])}
    return render(request, "accounts/place_change.html", page)


@once
def place_close(request: StaffRequest, slug: str, place_id: UUID) -> HttpResponse:
    """Say what closing means, then close an agency, a zone or a site. Teams close at the desk."""
    kind = place_kind(slug)
    if kind.model is Team:
        raise Http404
    place = open_place(request.user, kind.model, place_id)
    if request.method == "POST":
        try:
            services.close_place(place=place, by=request.user)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("Closed. Old records keep its name."))
        return redirect("accounts:place_list", kind.slug)
    return render(request, "accounts/place_close.html", {"kind": kind, "place": place})


@require_POST
def place_reopen(request: StaffRequest, slug: str, place_id: UUID) -> HttpResponse:
    """Open a closed place again."""
    kind = place_kind(slug)
    place = open_place(request.user, kind.model, place_id)
    try:
        services.reopen_place(place=place, by=request.user)
        messages.success(request, _("Open again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("accounts:place_list", kind.slug)
