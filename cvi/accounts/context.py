"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cvi.accounts.access import acting_membership


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the product's neutral name, the quick-hide target and the agency one acts for."""
    membership = acting_membership(request.user) if hasattr(request, "user") else None
    return {
        "app_title": settings.APP_TITLE,
        "neutral_site": settings.NEUTRAL_SITE,
        "agency_name": membership.agency.name if membership else "",
    }
