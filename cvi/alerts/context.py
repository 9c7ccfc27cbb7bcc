"""What every page says of a safety alert that waits for this user."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cvi.accounts.models import User
from cvi.alerts.models import Alert


def page(request: HttpRequest) -> dict[str, Any]:
    """Return where an alert waits for this user's answer; mostly nowhere. One small query."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not request.session.get("second_factor"):
        return {"alert_waiting": ""}
    waiting = Alert.objects.waiting_for(user).order_by("raised_at").values_list("pk", flat=True)
    alert_id = waiting.first()
    if alert_id is None or _is_shown(request, alert_id):
        return {"alert_waiting": ""}
    return {"alert_waiting": reverse("alerts:alert", args=[alert_id])}


def _is_shown(request: HttpRequest, alert_id: object) -> bool:
    """Answer whether the page is that very alert's."""
    match = request.resolver_match
    if match is None or match.view_name != "alerts:alert":
        return False
    return bool(match.kwargs["alert_id"] == alert_id)
