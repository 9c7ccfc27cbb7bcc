"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cvi.accounts.access import acting_membership, is_demo


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the product's neutral name, the quick-hide target, the role, and if this is a demo."""
    return {
        "app_title": settings.APP_TITLE,
        "neutral_site": settings.NEUTRAL_SITE,
        "is_demo": is_demo(request),
        "acting_as": acting_membership(request.user) if hasattr(request, "user") else None,
    }
