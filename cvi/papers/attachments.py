"""Hands a file to a browser, which may do nothing with it but save it."""

from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse

OWN = {"", "same-origin", "none"}


def attachment(content: Iterable[bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """Return a file to save. Its name is ours: plain letters, and nobody's name."""
    return StreamingHttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def is_asked_from_elsewhere(request: HttpRequest) -> bool:
    """Answer whether another site's page asks for this, as the browser tells."""
    return request.headers.get("Sec-Fetch-Site", "") not in OWN
