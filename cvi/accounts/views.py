"""Let people in: by invitation, or as a person of the demo; and look after who works here."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cvi.accounts import services
from cvi.accounts.access import (
    StaffRequest,
    demo_memberships,
    is_demo,
    offered_roles,
    open_invitation,
    open_membership,
    open_staff,
    open_waiting_role,
    require_holds,
    waiting_roles,
    with_factor,
)
from cvi.accounts.errors import PasswordTooWeak, RuleBroken
from cvi.accounts.forms import InviteAcceptForm, RoleGiveForm, StaffInviteForm
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.accounts.services import IssuedCode
from cvi.audit import services as audit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF_A_PAGE = 100


@login_not_required
@sensitive_post_parameters()
def invite_accept(request: HttpRequest) -> HttpResponse:
    """Take the one-time code and a first password, then go on to the second factor."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = InviteAcceptForm(request.POST or None)
    user = _accepted(request, form) if form.is_valid() else None
    if user is None:
        return render(request, "accounts/invite_accept.html", {"form": form})
    record_authentication(request, user, method="password", reauthenticated=True)
    onwards: HttpResponse = perform_login(request, Login(user=user))
    return onwards


def staff(request: StaffRequest) -> HttpResponse:
    """List the people whose accounts this user looks after."""
    require_holds(request.user, Permission.MANAGE_USERS)
    people = User.objects.visible_to(request.user).by_name()
    shown = Paginator(people, STAFF_A_PAGE).get_page(request.GET.get("page"))
    ids = [person.pk for person in shown]
    audit.listed(User, ids, session=request.session, by=request.user)
    page = {"people": shown, "has_factor": with_factor(ids)}
    return render(request, "accounts/staff.html", page)


def staff_invite(request: StaffRequest) -> HttpResponse:
    """Invite someone with a role, and show their one-time code."""
    require_holds(request.user, Permission.MANAGE_USERS)
    form = StaffInviteForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            issued = services.invite_user(newcomer=form.newcomer(), by=request.user)
        except RuleBroken as broken:
            form.add_error("username", str(broken))
        else:
            return _staff_invited(request, issued)
    return render(request, "accounts/staff_invite.html", {"form": form})


@require_POST
def staff_new_code(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Let someone in anew, and show their one-time code."""
    person = open_staff(request.user, user_id)
    try:
        issued = services.issue_new_code(user=person, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("accounts:staff")
    return _staff_invited(request, issued)


@require_POST
def staff_deactivate(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Shut someone out."""
    person = open_staff(request.user, user_id)
    try:
        services.deactivate_user(user=person, by=request.user)
        messages.success(request, _("Signed out everywhere. A new code lets them in again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("accounts:staff")


def staff_roles(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Show the roles that someone holds, and give them another."""
    person = open_staff(request.user, user_id)
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
    services.end_role(membership=membership, by=request.user)
    messages.success(request, _("Role ended. What it let them see is closed."))
    return redirect("accounts:staff_roles", membership.user_id)


def role_list(request: StaffRequest) -> HttpResponse:
    """List the roles that wait for this user as the second person."""
    return render(request, "accounts/role_list.html", {"waiting": waiting_roles(request.user)})


@require_POST
def role_approve(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    """Let a role count that waits for a second person."""
    membership = open_waiting_role(request.user, membership_id)
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


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Pick a demo person, with neither password nor second factor."""
    if not is_demo(request):
        raise Http404
    if request.method == "POST":
        login(request, _chosen(request.POST.get("user")), backend=BACKEND)
        request.session["second_factor"] = True
        return redirect(settings.LOGIN_REDIRECT_URL)
    page = {"memberships": demo_memberships()}
    return render(request, "accounts/demo_sign_in.html", page)


def _accepted(request: HttpRequest, form: InviteAcceptForm) -> User | None:
    given = form.cleaned_data
    try:
        invitation = open_invitation(request, username=given["username"], code=given["code"])
        return services.accept_invitation(
            invitation=invitation, password=given["password"], by=invitation.user
        )
    except PasswordTooWeak as weak:
        form.add_error("password", str(weak))
    except RuleBroken as broken:
        form.add_error(None, str(broken))
    return None


def _staff_invited(request: StaffRequest, issued: IssuedCode) -> HttpResponse:
    """Show a one-time code, in the answer to the very request that made it."""
    page: dict[str, Any] = {
        "person": issued.invitation.user,
        "code": issued.code,
        "expires_at": issued.invitation.expires_at,
        "address": request.build_absolute_uri(reverse("accounts:invite_accept")),
    }
    return render(request, "accounts/staff_invited.html", page)


def _chosen(user_id: str | None) -> User:
    for membership in demo_memberships():
        if str(membership.user_id) == user_id:
            return membership.user
    raise Http404
