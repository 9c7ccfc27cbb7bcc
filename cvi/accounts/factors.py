"""What someone shows to go on where they were: something typed, or a passkey."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

PASSKEY = Authenticator.Type.WEBAUTHN
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asked:
    """The two forms of a page that asks; the sign-in package checks what is sent."""

    typed: forms.Form | None
    passkey: AuthenticateWebAuthnForm | None
    request_options: dict[str, Any] | None

    @property
    def shown(self) -> forms.Form | None:
        """The form that was sent and is right."""
        return next((f for f in (self.typed, self.passkey) if f and f.is_valid()), None)

    def page(self) -> dict[str, Any]:
        """Return what a template needs to draw both forms."""
        options = {"request_options": self.request_options}
        return {"form": self.typed, "passkey_form": self.passkey, "js_data": options}


def ask(request: StaffRequest, typed: Callable[..., forms.Form] | None) -> Asked:
    """Ask for something typed, if there is such a thing, or for a passkey, if there is one."""
    user, is_passkey = request.user, "credential" in request.POST
    has_passkey = is_mfa_enabled(user, types=[PASSKEY])
    sent = request.POST or None
    form = typed(None if is_passkey else sent, user=user) if typed else None
    passkey = AuthenticateWebAuthnForm(sent if is_passkey else None, user=user)
    if has_passkey and is_passkey and passkey.is_valid():
        return Asked(form, passkey, None)
    options = begin_authentication(user) if has_passkey else None
    return Asked(form, passkey if has_passkey else None, options)


def note_shown(request: StaffRequest, form: forms.Form) -> None:
    """Keep that a second factor was shown just now, if it was one and not a password."""
    if isinstance(form, ReauthenticateForm):
        post_authentication(request, form.authenticator, reauthenticated=True)
    elif isinstance(form, AuthenticateWebAuthnForm):
        post_authentication(request, form.cleaned_data["credential"], reauthenticated=True)


def keeps_last(view: View) -> View:
    """Refuse to take away a passkey without which its owner could not come in."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int) -> HttpResponse:
        passkey = Authenticator.objects.filter(user=request.user, type=PASSKEY, pk=pk).first()
        if passkey and not get_adapter().can_delete_authenticator(passkey):
            messages.error(request, _("This one must stay. Add another passkey first."))
            return redirect("mfa_list_webauthn")
        return view(request, pk=pk)

    return guarded


def notes_codes(view: View) -> View:
    """Leave the line of a look at the recovery codes, and how many of them it showed."""

    @wraps(view)
    def guarded(request: StaffRequest) -> HttpResponse:
        response = view(request)
        if isinstance(response, TemplateResponse):
            page = response.context_data or {}
            shown = len(page["unused_codes"]) if page.get("can_view_codes", True) else 0
            detail = {"type": Authenticator.Type.RECOVERY_CODES.value, "shown": shown}
            audit.record(audit.Action.VIEWED, request.user, by=request.user, detail=detail)
        return response

    return guarded


def notes_name(view: View) -> View:
    """Leave the line of a passkey that got another name; the name itself is not kept there."""

    @wraps(view)
    def guarded(request: StaffRequest, pk: int) -> HttpResponse:
        response = view(request, pk=pk)
        if response.status_code == HTTPStatus.FOUND and request.method == "POST":
            user, detail = request.user, {"type": PASSKEY.value}
            reason = Reason.FACTOR_RENAMED
            audit.record(audit.Action.CHANGED, user, by=user, reason=reason, detail=detail)
        return response

    return guarded
