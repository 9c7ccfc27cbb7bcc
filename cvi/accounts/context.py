"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cvi.accounts.access import acting_membership, is_demo, offered_roles
from cvi.accounts.models import User


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the neutral name, the quick-hide target, whom one acts for, and if it is a demo."""
    user = getattr(request, "user", None)
    membership = acting_membership(user) if user else None
    has_several = isinstance(user, User) and len(offered_roles(user)) > 1
    return {
        "app_title": settings.APP_TITLE,
        "neutral_site": settings.NEUTRAL_SITE,
        "agency_name": membership.agency.name if membership else "",
        "one_of_several_roles": membership.get_role_display() if membership and has_several else "",
        "is_demo": is_demo(request),
    }
