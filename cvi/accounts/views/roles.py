"""Give, end and approve roles, and choose in which one to act."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts import services
from cvi.accounts.access import (
    StaffRequest,
    offered_roles,
    open_membership,
    open_staff,
    open_waiting_role,
    require_fresh_factor,
    waiting_roles,
)
from cvi.accounts.errors import RuleBroken
from cvi.accounts.forms import (
    RoleGiveForm,
)


def staff_roles(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Show the roles that someone holds, and give them another."""
    person = open_staff(request.user, user_id)
    require_fresh_factor(request)
    form = RoleGiveForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            services.give_role(user=person, **form.given(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Role given."))
            return redirect("accounts:staff_roles", person.pk)
    roles = person.memberships.not_ended().select_related("agency", "team")
    page = {"person": person, "form": form, "roles": roles}
    return render(request, "accounts/staff_roles.html", page)


@require_POST
def role_end(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    """End a role of someone, with the sight it brings."""
    membership = open_membership(request.user, membership_id)
    roles_url = reverse("accounts:staff_roles", args=[membership.user_id])
    require_fresh_factor(request, back=roles_url)
    services.end_role(membership=membership, by=request.user)
    messages.success(request, _("Role ended. What it let them see is closed."))
    return redirect(roles_url)


def role_list(request: StaffRequest) -> HttpResponse:
    """List the roles that wait for this user as the second person."""
    return render(request, "accounts/role_list.html", {"waiting": waiting_roles(request.user)})


@require_POST
def role_approve(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    """Let a role count that waits for a second person."""
    membership = open_waiting_role(request.user, membership_id)
    require_fresh_factor(request, back=reverse("accounts:role_list"))
    try:
        services.approve_role(membership=membership, by=request.user)
        messages.success(request, _("Role approved. It counts from now on."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("accounts:role_list")


def role_choose(request: StaffRequest) -> HttpResponse:
    """Let someone who holds several roles say in which one they act in this session."""
    offered = offered_roles(request.user)
    chosen = next(
        (m[0] for m in offered.values() if str(m[0].pk) == request.POST.get("role")), None
    )
    if chosen is None:
        return render(request, "accounts/role_choose.html", {"offered": offered.values()})
    role, agency_id = services.choose_role(membership=chosen, by=request.user)
    request.session["acting"] = [role, str(agency_id)]
    request.session.pop("listed", None)
    return redirect(settings.LOGIN_REDIRECT_URL)
