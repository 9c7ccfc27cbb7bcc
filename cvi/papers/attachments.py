"""Hands a file to a browser, which may do nothing with it but save it."""

from typing import IO

from django.core.files import File
from django.http import FileResponse, HttpRequest

OWN = {"", "same-origin", "none"}


def attachment(file: "IO[bytes] | File[bytes]", *, name: str, content_type: str) -> FileResponse:
    """Return a file to save. Its name is ours: plain letters, and nobody's name."""
    return FileResponse(
        file,
        as_attachment=True,
        filename=name,
        content_type=content_type,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def is_asked_from_elsewhere(request: HttpRequest) -> bool:
    """Answer whether another site's page asks for this, as the browser tells."""
    return request.headers.get("Sec-Fetch-Site", "") not in OWN
