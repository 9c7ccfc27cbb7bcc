"""The page that is shown while the master key is missing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cvi.vault.errors import MasterKeyMissing


class LockedMiddleware:
    """Answer 503 with a plain page when a value cannot be opened for want of the master key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; the work is in the hook below."""
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the missing key into the locked page; no byte was changed."""
        if isinstance(exception, MasterKeyMissing):
            return HttpResponse(render_to_string("locked.html"), status=503)
        return None
