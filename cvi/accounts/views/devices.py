"""Where people are signed in, and how that is ended: one's own, a team's, and those of staff."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts import services
from cvi.accounts.access import (
    StaffRequest,
    open_device,
    open_staff,
    open_team_member,
    team_members,
)
from cvi.accounts.models import Device, User
from cvi.accounts.sessions import row_key
from cvi.audit import services as audit


def staff_devices(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Show where someone is signed in."""
    person = open_staff(request.user, user_id)
    page = {"person": person, "devices": _devices_of(request, person)}
    return render(request, "accounts/staff_devices.html", page)


def team(request: StaffRequest) -> HttpResponse:
    """List the other people of the teams that this user leads."""
    people = list(team_members(request.user).order_by("name", "pk"))
    ids = [person.pk for person in people]
    audit.listed(User, ids, session=request.session, by=request.user)
    return render(request, "accounts/team.html", {"people": people})


def team_devices(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Show where someone of one's team is signed in."""
    person = open_team_member(request.user, user_id)
    page = {"person": person, "devices": _devices_of(request, person)}
    return render(request, "accounts/team_devices.html", page)


@require_POST
def team_sign_out(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Sign someone of one's team out everywhere; they may sign in again."""
    person = open_team_member(request.user, user_id)
    services.sign_out_everywhere(user=person, by=request.user)
    messages.success(request, _("Signed out everywhere."))
    return redirect("accounts:team_devices", person.pk)


@require_POST
def staff_sign_out(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Sign someone out everywhere; they may sign in again."""
    person = open_staff(request.user, user_id)
    services.sign_out_everywhere(user=person, by=request.user)
    messages.success(request, _("Signed out everywhere."))
    return redirect("accounts:staff_devices", person.pk)


def devices(request: StaffRequest) -> HttpResponse:
    """Show where one is signed in."""
    own = _devices_of(request, request.user)
    page = {"devices": own, "here": row_key(request.session.session_key)}
    return render(request, "accounts/devices.html", page)


@require_POST
def device_sign_out(request: StaffRequest, device_id: UUID) -> HttpResponse:
    """Sign out on one device, which may be this one."""
    device = open_device(request.user, device_id)
    if device.session_hash == row_key(request.session.session_key):
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    services.sign_out_device(device=device, by=request.user)
    messages.success(request, _("Signed out there."))
    return redirect("accounts:devices")


@require_POST
def device_sign_out_others(request: StaffRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    here = row_key(request.session.session_key)
    services.sign_out_everywhere(user=request.user, keep=here, by=request.user)
    messages.success(request, _("Signed out everywhere but here."))
    return redirect("accounts:devices")


def _devices_of(request: StaffRequest, person: User) -> list[Device]:
    """Return where someone is signed in, and note that it was listed."""
    live = Device.objects.visible_to(request.user).live().filter(user=person)
    shown = list(live.last_seen_first())
    audit.listed(Device, [d.pk for d in shown], session=request.session, by=request.user)
    return shown
