"""What the sign-in packages tell us, put on the trail. They offer no other hook for it."""

from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import signals as auth
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from cvi.accounts import lock, services
from cvi.accounts.access import StaffRequest
from cvi.accounts.browsers import read_user_agent
from cvi.accounts.models import Device, User
from cvi.accounts.services import Visit
from cvi.accounts.sessions import row_key
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

USERS = User._meta.label_lower
MARK = "device_mark"


@receiver(account.authentication_step_completed)
def first_step_done(request: HttpRequest, method: str, **rest: Any) -> None:
    """Keep whether the box on the sign-in page says that others use the device too."""
    is_first = method == "password" or rest.get("passwordless")
    if request.user.is_anonymous and is_first:
        request.session[lock.SHARED] = bool(request.POST.get(lock.SHARED))


@receiver(auth.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    """Note that someone came in, and in which browser."""
    lock.begin(request.session)
    with transaction.atomic(savepoint=False):
        audit.record(audit.Action.SIGNED_IN, user, by=user)
        services.note_device(user=user, visit=_visit(request), by=user)


@receiver(auth.user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_rest: Any) -> None:
    """Note that someone left."""
    if not isinstance(user, User):
        return
    with transaction.atomic(savepoint=False):
        audit.record(audit.Action.SIGNED_OUT, user, by=user)
        here = Device.objects.filter(session_hash=row_key(request.session.session_key))
        for device in here.filter(revoked_at=None):
            services.sign_out_device(device=device, by=user)


@receiver(auth.user_login_failed)
def password_failed(credentials: dict[str, Any], **_rest: Any) -> None:
    """Note a wrong password by the user's id; a name that nobody has is not kept."""
    name = credentials.get("username") or ""
    user_id = User.objects.filter(username__iexact=name).values_list("pk", flat=True).first()
    audit.sign_in_failed(USERS, user_id=user_id, step="password")


@receiver(mfa.authentication_failed)
def factor_failed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Note a wrong code or a passkey that did not fit."""
    audit.sign_in_failed(USERS, user_id=user.pk, step=authenticator.type)


@receiver(mfa.authenticator_added)
def factor_added(request: StaffRequest, authenticator: Authenticator, **_rest: Any) -> None:
    """Note a new second factor. Whoever made a passkey has just shown it."""
    _note(request, authenticator, Reason.FACTOR_ADDED)
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        kind = {"id": authenticator.pk, "type": authenticator.type}
        record_authentication(request, request.user, method="mfa", **kind)


@receiver(mfa.authenticator_removed)
def factor_removed(request: StaffRequest, authenticator: Authenticator, **_rest: Any) -> None:
    """Note that a second factor was taken away."""
    _note(request, authenticator, Reason.FACTOR_REMOVED)


@receiver(mfa.authenticator_reset)
def codes_made(request: StaffRequest, authenticator: Authenticator, **_rest: Any) -> None:
    """Note that the recovery codes were made anew."""
    _note(request, authenticator, Reason.RECOVERY_CODES_MADE)


def _note(request: StaffRequest, authenticator: Authenticator, reason: Reason) -> None:
    """Note a change of the factors, and end the sessions that were begun with the old ones."""
    user, detail = request.user, {"type": authenticator.type}
    here = row_key(request.session.session_key)
    with transaction.atomic(savepoint=False):
        audit.record(audit.Action.CHANGED, user, by=user, reason=reason, detail=detail)
        services.sign_out_everywhere(user=user, keep=here, by=user)
    services.tell_of_change(user=user)


def _visit(request: HttpRequest) -> Visit:
    """Describe the browser that a request comes from; the middleware hands it its mark."""
    is_shared = bool(request.session.get(lock.SHARED))
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or token_urlsafe(24)
    if not is_shared:
        request.session[MARK] = mark
    browser, system = read_user_agent(request.META.get("HTTP_USER_AGENT", ""))
    return Visit(
        browser=browser,
        system=system,
        session_hash=row_key(request.session.session_key),
        mark_hash=sha256(mark.encode()).hexdigest(),
        is_shared=is_shared,
    )
