"""Sign in as a person of the demo, on a developer's own machine only."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cvi.accounts.access import demo_memberships
from cvi.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Pick a demo person, with neither password nor second factor."""
    if not _is_demo(request):
        raise Http404
    if request.method == "POST":
        login(request, _chosen(request.POST.get("user")), backend=BACKEND)
        request.session["second_factor"] = True
        return redirect(settings.LOGIN_REDIRECT_URL)
    page = {"memberships": demo_memberships()}
    return render(request, "accounts/demo_sign_in.html", page)


def _chosen(user_id: str | None) -> User:
    for membership in demo_memberships():
        if str(membership.user_id) == user_id:
            return membership.user
    raise Http404


def _is_demo(request: HttpRequest) -> bool:
    """Answer whether the demo is on and the request comes from this very machine."""
    host = request.get_host().rsplit(":", 1)[0]
    address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    return settings.DEMO_SIGN_IN and address.is_loopback and host in {"localhost", "testserver"}
