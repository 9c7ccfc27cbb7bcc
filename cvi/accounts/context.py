"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cvi.accounts import lock
from cvi.accounts.access import acting_membership, is_demo, offered_roles
from cvi.accounts.models import User


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the neutral name, the quick-hide target, whom one acts for, the lock, the demo."""
    user = getattr(request, "user", None)
    membership = acting_membership(user) if user else None
    idle_seconds, has_several = 0, False
    if isinstance(user, User):
        has_several = len(offered_roles(user)) > 1
        idle_seconds = lock.limits_for(user.acting_role, request.session).idle_minutes * 60
    return {
        "app_title": settings.APP_TITLE,
        "neutral_site": settings.NEUTRAL_SITE,
        "agency_name": membership.agency.name if membership else "",
        "one_of_several_roles": membership.get_role_display() if membership and has_several else "",
        "is_demo": is_demo(request),
        "idle_seconds": idle_seconds,
    }
