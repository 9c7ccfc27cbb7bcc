"""What every page is told of emergency sight."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return whose file the session reads in an emergency, and until when; mostly nothing."""
    return {"emergency": getattr(getattr(request, "user", None), "emergency", None)}
