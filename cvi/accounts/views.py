"""Let people in: by invitation, or as a person of the demo; and look after who works here."""

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cvi.accounts import drafts, lock, services
from cvi.accounts.access import (
    StaffRequest,
    count_try,
    demo_memberships,
    is_demo,
    is_demo_person,
    offered_roles,
    onwards,
    open_device,
    open_invitation,
    open_membership,
    open_staff,
    open_team_member,
    open_waiting_role,
    require_fresh_factor,
    require_holds,
    team_members,
    waiting_roles,
    with_factor,
)
from cvi.accounts.errors import CodeRefused, PasswordTooWeak, RuleBroken
from cvi.accounts.factors import ask, note_shown
from cvi.accounts.forms import (
    DraftForm,
    InviteAcceptForm,
    RoleGiveForm,
    StaffInviteForm,
    StepUpForm,
    UnlockForm,
)
from cvi.accounts.models import Device, User
from cvi.accounts.roles import Permission
from cvi.accounts.services import IssuedCode
from cvi.accounts.sessions import row_key
from cvi.audit import services as audit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF_A_PAGE = 100


@transaction.non_atomic_requests
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


@require_POST
def lock_now(request: StaffRequest) -> HttpResponse:
    """Lock the session; the button that hides the site does so."""
    if not lock.is_locked(request.session):
        lock.lock(request.session)
        audit.record(audit.Action.LOCKED, request.user, by=request.user, detail={"by": "hand"})
    return redirect("accounts:unlock")


@require_POST
def stay(_request: StaffRequest) -> HttpResponse:
    """Hear from a page that somebody types there; the middleware notes it."""
    return HttpResponse(status=204)


@require_POST
def draft_key(request: StaffRequest) -> HttpResponse:
    """Hand out the key to which this user's pages seal what is half typed."""
    key = drafts.fresh_key(user=request.user)
    seconds = (key.fresh_until - timezone.now()).total_seconds()
    return JsonResponse({"kid": str(key.pk), "public": key.public, "seconds": int(seconds)})


@require_POST
def draft_open(request: StaffRequest) -> HttpResponse:
    """Open a draft of this user's own; one that is over, altered or another's is gone."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({}, status=400)
    found = drafts.open_draft(form.draft(), user=request.user)
    return JsonResponse(found or {}, status=200 if found else 410)


@transaction.non_atomic_requests
@sensitive_post_parameters("password")
def unlock(request: StaffRequest) -> HttpResponse:
    """Take a password or a passkey, and go on where the session was locked."""
    if not lock.is_locked(request.session):
        return redirect(onwards(request))
    if lock.needs_sign_in(request.session):
        return render(request, "accounts/unlock_by_sign_in.html")
    has_nothing = is_demo_person(request)
    asked = ask(request, UnlockForm if request.user.has_usable_password() else None)
    is_by_demo = has_nothing and request.method == "POST"
    if asked.shown or is_by_demo:
        if asked.shown:
            note_shown(request, asked.shown)
        lock.unlock(request.session)
        audit.record(audit.Action.UNLOCKED, request.user, by=request.user)
        return redirect(onwards(request))
    page = {"onwards": onwards(request), "has_nothing": has_nothing}
    return render(request, "accounts/unlock.html", asked.page() | page)


@transaction.non_atomic_requests
@sensitive_post_parameters("code")
def step_up(request: StaffRequest) -> HttpResponse:
    """Take a code or a passkey once more before something grave, and go on to it."""
    has_nothing = is_demo_person(request)
    asked = ask(request, StepUpForm)
    if asked.shown or (has_nothing and request.method == "POST"):
        if asked.shown:
            note_shown(request, asked.shown)
        audit.record(audit.Action.STEPPED_UP, request.user, by=request.user)
        return redirect(onwards(request))
    page = {"onwards": onwards(request), "has_nothing": has_nothing}
    return render(request, "accounts/step_up.html", asked.page() | page)


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Pick a demo person, with neither password nor second factor."""
    if not is_demo(request):
        raise Http404
    if request.method == "POST":
        person = _chosen(request.POST.get("user"))
        logout(request)
        login(request, person, backend=BACKEND)
        request.session["second_factor"] = request.session["is_demo"] = True
        return redirect(settings.LOGIN_REDIRECT_URL)
    page = {"memberships": demo_memberships()}
    return render(request, "accounts/demo_sign_in.html", page)


def _accepted(request: HttpRequest, form: InviteAcceptForm) -> User | None:
    """Let someone in if the code is right. A try counts, and leaves its line, in any case."""
    given = form.cleaned_data
    try:
        count_try(request, username=given["username"])
        with transaction.atomic():
            invitation = open_invitation(username=given["username"], code=given["code"])
            return services.accept_invitation(
                invitation=invitation, password=given["password"], by=invitation.user
            )
    except PasswordTooWeak as weak:
        form.add_error("password", str(weak))
    except CodeRefused as refused:
        audit.sign_in_failed("accounts.invitation", user_id=None, step="invitation")
        form.add_error(None, str(refused))
    except RuleBroken as broken:
        form.add_error(None, str(broken))
    return None


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


def _devices_of(request: StaffRequest, person: User) -> list[Device]:
    """Return where someone is signed in, and note that it was listed."""
    live = Device.objects.visible_to(request.user).live().filter(user=person)
    shown = list(live.last_seen_first())
    audit.listed(Device, [d.pk for d in shown], session=request.session, by=request.user)
    return shown


def _chosen(user_id: str | None) -> User:
    for membership in demo_memberships():
        if str(membership.user_id) == user_id:
            return membership.user
    raise Http404
