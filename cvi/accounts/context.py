"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cvi.accounts.access import acting_membership


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the product's neutral name, the quick-hide target and the role one acts in."""
    return {
        "app_title": settings.APP_TITLE,
        "neutral_site": settings.NEUTRAL_SITE,
        "acting_as": acting_membership(request.user) if hasattr(request, "user") else None,
    }
