"""What holds for every request: one name, no caching, a second factor, only the role's keys."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from cvi.accounts.access import NO_ROLE, acting_membership, keys_of, take_role
from cvi.accounts.models import Acting
from cvi.vault.keyring import open_ring

GetResponse = Callable[[HttpRequest], HttpResponse]

OPEN_WITHOUT_SECOND_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_list_webauthn",
    "set_language",
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
        """Send a user without a second factor to the page where one is set up."""
        if not request.user.is_authenticated or request.session.get("second_factor"):
            return None
        if is_mfa_enabled(request.user):
            request.session["second_factor"] = True
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_WITHOUT_SECOND_FACTOR or not getattr(view, "login_required", True):
            return None
        return redirect("mfa_activate_totp")


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
