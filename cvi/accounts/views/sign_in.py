"""Let people in: by invitation, as a person of the demo, past the lock, or with a factor again."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cvi.accounts import lock, services
from cvi.accounts.access import (
    StaffRequest,
    count_try,
    demo_memberships,
    is_demo,
    is_demo_person,
    onwards,
    open_invitation,
)
from cvi.accounts.errors import CodeRefused, PasswordTooWeak, RuleBroken
from cvi.accounts.factors import ask, note_shown
from cvi.accounts.forms import (
    InviteAcceptForm,
    StepUpForm,
    UnlockForm,
)
from cvi.accounts.models import User
from cvi.audit import services as audit

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


def _chosen(user_id: str | None) -> User:
    for membership in demo_memberships():
        if str(membership.user_id) == user_id:
            return membership.user
    raise Http404
