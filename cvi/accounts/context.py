"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cvi.accounts.access import acting_membership, is_demo


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the neutral name, the quick-hide target, the agency acted for, and if it is a demo."""
    membership = acting_membership(request.user) if hasattr(request, "user") else None
    return {
        "app_title": settings.APP_TITLE,
        "neutral_site": settings.NEUTRAL_SITE,
        "agency_name": membership.agency.name if membership else "",
        "is_demo": is_demo(request),
    }
