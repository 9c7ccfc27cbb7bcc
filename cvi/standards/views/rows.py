"""The settings pages: kinds, what stands under each, and adding, changing and retiring one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.standards import services, shelf
from cvi.standards.access import open_kind, open_kinds, open_standard
from cvi.standards.effects import counted
from cvi.standards.errors import RuleBroken
from cvi.standards.forms import RetireForm, Sheet
from cvi.standards.kinds import Kind
from cvi.standards.models import Standard

SAVE = "save"
"""The button that saves; the other one only shows what would change."""


def settings(request: StaffRequest) -> HttpResponse:
    """List the kinds of standards with their counts."""
    kinds = open_kinds(request.user)
    counted = [(kind, shelf.count_in_force(kind)) for kind in kinds]
    return render(request, "standards/settings.html", {"kinds": counted})


def standard_list(request: StaffRequest, slug: str) -> HttpResponse:
    """List the standards of one kind."""
    kind = open_kind(request.user, slug)
    page = {"kind": kind, "groups": shelf.groups_of(kind)}
    return render(request, "standards/standard_list.html", page)


@once
def standard_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Add a standard: first show it, then save it."""
    kind = open_kind(request.user, slug)
    sheet = Sheet(kind, request.POST or None)
    sheet.ask_for(request.GET)
    page: dict[str, Any] = {"kind": kind, "sheet": sheet, "looked": sheet.is_valid()}
    if page["looked"] and SAVE in request.POST:
        try:
            services.add_standard(
                model=kind.model,
                values=sheet.form.cleaned_data,
                lines=sheet.said(),
                by=request.user,
            )
        except RuleBroken as broken:
            sheet.form.add_error(None, str(broken))
            page["looked"] = False
        else:
            messages.success(request, _("Added."))
            return redirect("standards:standard_list", kind.slug)
    return render(request, "standards/standard_add.html", page)


@once
def standard_change(request: StaffRequest, slug: str, standard_id: UUID) -> HttpResponse:
    """Let a new version follow: first show what changes and when, then save it."""
    kind, standard = open_standard(request.user, slug, standard_id)
    sheet = Sheet(kind, request.POST or None, standard=standard)
    if sheet.is_valid() and SAVE in request.POST:
        try:
            services.change_standard(
                standard=standard,
                values=sheet.form.cleaned_data,
                lines=sheet.said(),
                by=request.user,
            )
        except RuleBroken as broken:
            sheet.form.add_error(None, str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect("standards:standard_list", kind.slug)
    page = _change_page(kind, standard, sheet)
    return render(request, "standards/standard_change.html", page)


@once
def standard_retire(request: StaffRequest, slug: str, standard_id: UUID) -> HttpResponse:
    """Show what ends with a standard, and retire it."""
    kind, standard = open_standard(request.user, slug, standard_id)
    form = RetireForm(request.POST or None)
    if form.is_valid():
        try:
            services.retire_standard(
                standard=standard, last_day=form.cleaned_data["last_day"], by=request.user
            )
        except RuleBroken as broken:
            form.add_error("last_day", str(broken))
        else:
            messages.success(request, _("Retired. Old records keep its name."))
            return redirect("standards:standard_list", kind.slug)
    page = {"kind": kind, "standard": standard, "form": form}
    page["others"] = shelf.others_in_force(standard)
    return render(request, "standards/standard_retire.html", page)


def _change_page(kind: Kind, standard: Standard, sheet: Sheet) -> dict[str, Any]:
    """Show what there is, and what a new version would change once the form is right."""
    page: dict[str, Any] = {
        "kind": kind,
        "standard": standard,
        "sheet": sheet,
        "after": None,
        "counted": [],
    }
    page["heading"] = shelf.heading_of(standard)
    page["versions"] = shelf.days_of(standard)
    if sheet.is_valid():
        page["after"] = shelf.days_after(standard, sheet.form.cleaned_data["starts_on"])
        page["counted"] = counted(standard, sheet.form.cleaned_data)
    return page
