"""What must never be switched on together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def check_demo_sign_in(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse sign-in without a password anywhere but on a developer's own machine."""
    if settings.DEMO_SIGN_IN and not settings.DEBUG:
        return [Error("DEMO_SIGN_IN needs DEBUG.", hint="Unset DEMO_SIGN_IN.", id="accounts.E001")]
    return []


@register(Tags.security)
def check_shared_cache(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a cache that each process has for itself: the sign-in limits are counted in it."""
    backend = str(settings.CACHES["default"]["BACKEND"])
    if backend.endswith(("LocMemCache", "DummyCache")):
        hint = "Use the DatabaseCache."
        return [Error("Sign-in limits need a shared cache.", hint=hint, id="accounts.E002")]
    return []
