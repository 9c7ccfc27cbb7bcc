"""The people who work here: invite them, let them in anew, shut them out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cvi.accounts import services
from cvi.accounts.access import (
    StaffRequest,
    open_staff,
    require_fresh_factor,
    require_holds,
    with_factor,
)
from cvi.accounts.errors import RuleBroken
from cvi.accounts.forms import (
    StaffInviteForm,
)
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.accounts.services import IssuedCode
from cvi.audit import services as audit

STAFF_A_PAGE = 100


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
    require_fresh_factor(request)
    form = StaffInviteForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            issued = services.invite_user(newcomer=form.newcomer(), by=request.user)
        except RuleBroken as broken:
            form.add_error("username", str(broken))
        else:
            return _staff_invited(request, issued)
    return render(request, "accounts/staff_invite.html", {"form": form})


def staff_new_code(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Ask once more, then let someone in anew and show their one-time code."""
    person = open_staff(request.user, user_id)
    require_fresh_factor(request)
    if request.method != "POST":
        warning = _(
            "Lost phone or password? See who they are, in person. "
            "All their sessions end, their second step goes."
        )
        return _staff_ask(request, person, what=_("Make a new code"), warning=warning)
    try:
        issued = services.issue_new_code(user=person, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("accounts:staff")
    return _staff_invited(request, issued)


def staff_deactivate(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Ask once more, then shut someone out."""
    person = open_staff(request.user, user_id)
    require_fresh_factor(request)
    if request.method != "POST":
        warning = _("They left? They are signed out everywhere, at once.")
        return _staff_ask(request, person, what=_("Close this account"), warning=warning)
    try:
        services.deactivate_user(user=person, by=request.user)
        messages.success(request, _("Signed out everywhere. A new code lets them in again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("accounts:staff")


def _staff_ask(request: StaffRequest, person: User, *, what: str, warning: str) -> HttpResponse:
    """Ask once more before an account is changed."""
    page = {"person": person, "what": what, "warning": warning}
    return render(request, "accounts/staff_ask.html", page)


def _staff_invited(request: StaffRequest, issued: IssuedCode) -> HttpResponse:
    """Show a one-time code, in the answer to the very request that made it."""
    page: dict[str, Any] = {
        "person": issued.invitation.user,
        "code": issued.code,
        "expires_at": issued.invitation.expires_at,
        "address": request.build_absolute_uri(reverse("accounts:invite_accept")),
    }
    return render(request, "accounts/staff_invited.html", page)
