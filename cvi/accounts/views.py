"""Sign in as a person of the demo, on a developer's own machine only."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cvi.accounts.models import Membership, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Pick a demo person, with neither password nor second factor."""
    if not _is_demo(request):
        raise Http404
    if request.method == "POST":
        user = get_object_or_404(User, pk=request.POST.get("user"), is_active=True)
        login(request, user, backend=BACKEND)
        request.session["second_factor"] = True
        return redirect(settings.LOGIN_REDIRECT_URL)
    roles = Membership.objects.live().select_related("user", "team", "agency")
    people = roles.filter(user__is_active=True).order_by("role", "agency__name", "user__name")
    return render(request, "accounts/demo_sign_in.html", {"memberships": people})


def _is_demo(request: HttpRequest) -> bool:
    """Answer whether the demo is on and the request comes from this very machine."""
    host = request.get_host().rsplit(":", 1)[0]
    address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
    return settings.DEMO_SIGN_IN and address.is_loopback and host in {"localhost", "testserver"}
