"""The steward's pages: the list of entries, one entry with its parts, and what workers say."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.errors import RuleBroken
from cvi.accounts.models import User
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.referrals import directory as finding
from cvi.referrals import keeping, services
from cvi.referrals.forms.entries import (
    ContactForm,
    CostForm,
    EntryFilterForm,
    ExportForm,
    OrganizationForm,
    PhoneForm,
    PlaceForm,
    ScheduleForm,
    ServiceForm,
)
from cvi.referrals.models import Contact, Correction, CostOption, Phone, Schedule, ServiceAtLocation
from cvi.referrals.part_kinds import PART_KINDS, PartKind, part_kind
from cvi.referrals.views.saving import kept

ROWS = 50
CORRECTION_ROWS = 100
PART_FORMS: dict[type[Any], Any] = {
    ServiceAtLocation: PlaceForm,
    Schedule: ScheduleForm,
    Phone: PhoneForm,
    CostOption: CostForm,
    Contact: ContactForm,
}


@require_safe
def directory(request: StaffRequest) -> HttpResponse:
    """List the entries, those that were checked longest ago first."""
    require_holds(request.user, Permission.KEEP_DIRECTORY)
    form = EntryFilterForm(request.GET or None)
    asked: dict[str, str] = form.cleaned_data if form.is_valid() else {}
    days = keeping.verify_days()
    due = days if asked.get("checked") else None
    found = keeping.entries(words=asked.get("words", ""), status=asked.get("status", ""), days=due)
    page = _paged(request, found, asked)
    page |= {"form": form, "days": days, "export": ExportForm()}
    page |= {"stale": keeping.stale_count(), "corrections": keeping.correction_count()}
    return render(request, "referrals/directory.html", page)


@once
def service_new(request: StaffRequest) -> HttpResponse:
    """Add an entry."""
    require_holds(request.user, Permission.KEEP_DIRECTORY)
    form = ServiceForm(request.POST or None, user=request.user)
    if form.is_valid():
        changes = form.changes()
        row = services.save_service(service=None, changes=changes, **form.parts(), by=request.user)
        messages.success(request, _("Saved. Now add where it is, when it is open and a phone."))
        return redirect("referrals:service_change", row.pk)
    return render(request, "referrals/service_new.html", {"form": form})


@once
def service_change(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Change an entry, and show its parts."""
    row = keeping.open_entry(request.user, service_id)
    form = ServiceForm(request.POST or None, user=request.user, row=row)
    if form.is_valid():
        changes = form.changes()
        services.save_service(service=row, changes=changes, **form.parts(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("referrals:service_change", row.pk)
    page = {"service": row, "form": form, "parts": _parts(service_id)}
    page["called"] = str(form.initial["name"])
    page["corrections"] = row.corrections.filter(outcome="").order_by("pk")
    return render(request, "referrals/service_change.html", page)


@require_POST
def service_verify(request: StaffRequest, service_id: UUID) -> HttpResponse:
    """Note that an entry was checked today."""
    row = keeping.open_entry(request.user, service_id)
    services.verify_service(service=row, by=request.user)
    messages.success(request, _("Noted: checked today."))
    is_in_list = request.POST.get("back") == "list"
    if is_in_list:
        return redirect("referrals:directory")
    return redirect("referrals:service_change", row.pk)


@once
def organization_change(request: StaffRequest, organization_id: UUID) -> HttpResponse:
    """Change what is known of an organization."""
    row = keeping.open_organization(request.user, organization_id)
    form = OrganizationForm(request.POST or None, row=row)
    if form.is_valid():
        services.save_organization(organization=row, changes=form.changes(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("referrals:directory")
    page = {"organization": row, "called": str(form.initial["name"]), "form": form}
    return render(request, "referrals/organization_change.html", page)


@once
def part_new(request: StaffRequest, service_id: UUID, slug: str) -> HttpResponse:
    """Add a place, hours, a phone, a cost or a contact."""
    row, kind = keeping.open_entry(request.user, service_id), part_kind(slug)
    part = kind.new(row)
    form = PART_FORMS[kind.model](request.POST or None, user=request.user, row=part)
    if form.is_valid() and kept(form, _save(kind), **_saved_as(row, part, form, by=request.user)):
        messages.success(request, _("Added."))
        return redirect("referrals:service_change", row.pk)
    page = {"service": row, "kind": kind, "form": form}
    return render(request, "referrals/part_new.html", page)


@once
def part_change(
    request: StaffRequest, service_id: UUID, *, slug: str, part_id: UUID
) -> HttpResponse:
    """Change a part of an entry."""
    row, kind = keeping.open_entry(request.user, service_id), part_kind(slug)
    part = keeping.open_part_of(row, kind.model, part_id, user=request.user)
    form = PART_FORMS[kind.model](request.POST or None, user=request.user, row=part)
    if form.is_valid() and kept(form, _save(kind), **_saved_as(row, part, form, by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("referrals:service_change", row.pk)
    page = {"service": row, "kind": kind, "part": part, "form": form}
    return render(request, "referrals/part_change.html", page)


@require_POST
def part_remove(
    request: StaffRequest, service_id: UUID, *, slug: str, part_id: UUID
) -> HttpResponse:
    """Remove a part of an entry."""
    row, kind = keeping.open_entry(request.user, service_id), part_kind(slug)
    part = keeping.open_part_of(row, kind.model, part_id, user=request.user)
    services.remove_part(part=part, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("referrals:service_change", row.pk)


@require_safe
def correction_list(request: StaffRequest) -> HttpResponse:
    """List what workers say is wrong, the oldest first."""
    require_holds(request.user, Permission.KEEP_DIRECTORY)
    rows = Correction.objects.visible_to(request.user).filter(outcome="")
    rows = rows.select_related("service__organization", "told_by").order_by("told_at", "pk")
    page = {"corrections": rows[:CORRECTION_ROWS], "outcomes": Correction.Outcome.choices}
    return render(request, "referrals/correction_list.html", page)


@require_POST
def correction_settle(request: StaffRequest, correction_id: UUID) -> HttpResponse:
    """Say what came of a note."""
    row = keeping.open_correction(request.user, correction_id)
    outcome = request.POST.get("outcome", "")
    if outcome not in Correction.Outcome.values:
        messages.error(request, _("Say what came of it."))
        return redirect("referrals:correction_list")
    try:
        services.settle_correction(correction=row, outcome=outcome, by=request.user)
        messages.success(request, _("Settled."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("referrals:correction_list")


def _save(kind: PartKind) -> Any:
    return services.save_place if kind.model is ServiceAtLocation else services.save_part


def _saved_as(row: Any, part: Any, form: Any, *, by: User) -> dict[str, Any]:
    """Return what the service asks for: the part under the name that it has there."""
    name = "place" if isinstance(part, ServiceAtLocation) else "part"
    return {"service": row, name: part, "changes": form.changes(), "by": by}


def _parts(service_id: UUID) -> list[tuple[PartKind, list[tuple[Any, str]]]]:
    """Return the parts of an entry by kind, each with the words that tell it."""
    found = finding.one(service_id)
    if found is None:
        return []
    rows: dict[str, list[tuple[Any, str]]] = {
        "places": [(p.row, p.row.location.name or p.row.location.address) for p in found.places],
        "hours": [(own, own.label) for own in found.service.schedules.all()],
        "phones": [(own, own.number) for own in found.service.phones.all()],
        "costs": [(own, own.words) for own in found.service.costs.all()],
        "contacts": [(own, own.name or own.department) for own in found.service.contacts.all()],
    }
    return [(kind, rows[kind.slug]) for kind in PART_KINDS]


def _paged(request: StaffRequest, found: Any, asked: dict[str, str]) -> dict[str, Any]:
    """Return one page of entries and the way to those before and after."""
    said = request.GET.get("page", "")
    number = max(1, int(said)) if said.isdecimal() and len(said) < 5 else 1
    first = (number - 1) * ROWS
    rows = list(found[first : first + ROWS + 1])
    filters = {name: value for name, value in asked.items() if value}

    def address(page: int) -> str:
        return f"?{urlencode({**filters, 'page': page})}"

    return {
        "entries": rows[:ROWS],
        "first": first + 1,
        "last": first + len(rows[:ROWS]),
        "previous_url": address(number - 1) if number > 1 else "",
        "next_url": address(number + 1) if len(rows) > ROWS else "",
    }
