"""What holds for every request: one name, no caching, a second factor, a lock, few keys."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from cvi.accounts import lock, sessions
from cvi.accounts.access import (
    NO_ROLE,
    FactorTooOld,
    acting_membership,
    has_shown_passkey,
    is_demo_person,
    keys_of,
    take_role,
)
from cvi.accounts.models import Acting, User
from cvi.accounts.receivers import MARK
from cvi.audit import services as audit
from cvi.vault.keyring import open_ring

GetResponse = Callable[[HttpRequest], HttpResponse]

OPEN_WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "accounts:lock_now",
    "accounts:stay",
    "accounts:unlock",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_list_webauthn",
    "set_language",
}
OPEN_WITHOUT_PASSKEY_SHOWN = {
    "account_logout",
    "accounts:lock_now",
    "accounts:stay",
    "accounts:unlock",
    "mfa_reauthenticate_webauthn",
    "set_language",
}
OPEN_WHILE_LOCKED = {
    ("GET", "accounts:unlock"),
    ("POST", "accounts:unlock"),
    ("POST", "accounts:lock_now"),
    ("POST", "account_logout"),
    ("POST", "set_language"),
}


class LocalNameMiddleware:
    """A developer's own machine is called localhost: passkeys refuse a bare address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send a visitor of the address to the name, on the same port."""
        is_by_address = settings.DEBUG and request.get_host().startswith("127.0.0.1")
        if is_by_address and request.method in {"GET", "HEAD"}:
            here = request.build_absolute_uri()
            return redirect(here.replace("//127.0.0.1", "//localhost", 1))
        return self.get_response(request)


class NoStoreMiddleware:
    """Nothing that a signed-in person sees stays on the device."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forbid every cache, search robots and embedding."""
        response = self.get_response(request)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.method == "POST" and _name_of(request) == "account_logout":
            # Not "storage": that would delete what waits on the phone to be sent.
            response["Clear-Site-Data"] = '"cache"'
        return response


class SecondFactorMiddleware:
    """Nobody gets past the first gate without a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; the work is in the hook below."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: Any
    ) -> HttpResponse | None:
        """Send a user without the factor that they need to the page where it is set up or shown."""
        user = request.user
        if not isinstance(user, User) or not getattr(view, "login_required", True):
            return None
        if user.needs_passkey and not is_demo_person(request):
            return self._ask_for_passkey(request, user)
        if request.session.get("second_factor"):
            return None
        if is_mfa_enabled(user):
            request.session["second_factor"] = True
            return None
        return None if _name_of(request) in OPEN_WITHOUT_SECOND_FACTOR else _to_set_up(user)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask for a second factor where the last one was shown too long ago."""
        if isinstance(exception, FactorTooOld):
            return _redirect("accounts:step_up", exception.back)
        return None

    def _ask_for_passkey(self, request: HttpRequest, user: User) -> HttpResponse | None:
        if has_shown_passkey(request):
            if not request.session.get("second_factor"):
                request.session["second_factor"] = True
            return None
        name = _name_of(request)
        if not is_mfa_enabled(user, types=[Authenticator.Type.WEBAUTHN]):
            return None if name in OPEN_WITHOUT_SECOND_FACTOR else _to_set_up(user)
        if name in OPEN_WITHOUT_PASSKEY_SHOWN:
            return None
        return _redirect("mfa_reauthenticate_webauthn", _asked_for(request))


class KeyringMiddleware:
    """One role at a time, and the second lock: only that role's key domains in its agency."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with a ring of the acting role's domains in its own agency."""
        if request.user.is_authenticated:
            role, agency_id = request.session.get("acting", ("", ""))
            take_role(request.user, Acting(role, UUID(agency_id)) if role else None)
        with open_ring(keys_of(acting_membership(request.user))):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: Any
    ) -> HttpResponse | None:
        """Ask someone who holds several roles which one they act in."""
        if not request.user.is_authenticated or request.user.acting != NO_ROLE:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_open = name in OPEN_WITHOUT_SECOND_FACTOR or not getattr(view, "login_required", True)
        if is_open or name == "accounts:role_choose" or not request.user.held_today:
            return None
        return redirect("accounts:role_choose")


class LockMiddleware:
    """A session that nobody touches locks; one that has lasted as long as it may ends."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let a request through if the session is open; a locked one does nothing but unlock."""
        user, session = request.user, request.session
        if not isinstance(user, User):
            return self.get_response(request)
        limits = lock.limits_for(user.acting_role, session)
        if lock.is_over(session, limits):
            logout(request)
            return _turned_away(request, "account_login", status=403)
        if lock.is_idle(session, limits) and not lock.is_locked(session):
            lock.lock(session)
            audit.record(audit.Action.LOCKED, user, by=user, detail={"by": "time"})
        if lock.is_locked(session) and (request.method, _name_of(request)) not in OPEN_WHILE_LOCKED:
            return _turned_away(request, "accounts:unlock", status=423)
        if not lock.is_locked(session) and not _is_polling(request) and lock.touch(session):
            sessions.note_seen(session.session_key, timezone.now())
        return _with_mark(request, self.get_response(request))


def _name_of(request: HttpRequest) -> str:
    """Return the name of the page that is asked for; empty where there is no such page."""
    try:
        return (
            request.resolver_match.view_name
            if request.resolver_match
            else (resolve(request.path_info).view_name)
        )
    except Resolver404:
        return ""


def _is_polling(request: HttpRequest) -> bool:
    """Answer whether the page asks by itself; that somebody is there, it says in another way."""
    return bool(request.headers.get("HX-Request"))


def _asked_for(request: HttpRequest) -> str:
    """Return the page to come back to: what was opened, or where the form that was sent stood."""
    if request.method in {"GET", "HEAD"} and not _is_polling(request):
        return request.get_full_path()
    origin = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(origin, {request.get_host()}):
        return "/"
    there = urlsplit(origin)
    return f"{there.path}?{there.query}" if there.query else there.path


def _turned_away(request: HttpRequest, name: str, *, status: int) -> HttpResponse:
    """Send whoever opens a page to `name`; whatever else was sent is refused, and not run."""
    onwards = f"{reverse(name)}?{urlencode({'next': _asked_for(request)})}"
    if _is_polling(request):
        return HttpResponse(status=401, headers={"HX-Redirect": onwards})
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"locked": status == 423}, status=401)
    if request.method in {"GET", "HEAD"}:
        return redirect(onwards)
    return render(request, "turned_away.html", {"onwards": onwards}, status=status)


def _redirect(name: str, onwards: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': onwards})}")


def _to_set_up(user: User) -> HttpResponse:
    return redirect("mfa_add_webauthn" if user.needs_passkey else "mfa_activate_totp")


def _with_mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Hand a browser the mark by which it is told again; on a shared device there is none."""
    mark = request.session.get(MARK)
    if mark and request.COOKIES.get(settings.DEVICE_COOKIE_NAME) != mark:
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            mark,
            max_age=settings.DEVICE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
