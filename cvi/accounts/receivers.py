"""What the sign-in packages tell us, put on the trail. They offer no other hook for it."""

from typing import Any

from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.dispatch import receiver

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason

USERS = User._meta.label_lower


@receiver(auth.user_logged_in)
def signed_in(user: User, **_rest: Any) -> None:
    """Note that someone came in."""
    audit.record(audit.Action.SIGNED_IN, user, by=user)


@receiver(auth.user_logged_out)
def signed_out(user: User | None, **_rest: Any) -> None:
    """Note that someone left."""
    if isinstance(user, User):
        audit.record(audit.Action.SIGNED_OUT, user, by=user)


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
def factor_added(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Note a new second factor."""
    _note(user, authenticator, Reason.FACTOR_ADDED)


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Note that a second factor was taken away."""
    _note(user, authenticator, Reason.FACTOR_REMOVED)


@receiver(mfa.authenticator_reset)
def codes_made(user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Note that the recovery codes were made anew."""
    _note(user, authenticator, Reason.RECOVERY_CODES_MADE)


def _note(user: User, authenticator: Authenticator, reason: Reason) -> None:
    detail = {"type": authenticator.type}
    audit.record(audit.Action.CHANGED, user, by=user, reason=reason, detail=detail)
