"""Writes the line of a refusal after the view's transaction was rolled back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cvi.audit import services as audit
from cvi.audit.refusals import Refused


class RefusalMiddleware:
    """A line written inside the view would be lost with its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; the work is in the hook below."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note the refusal, then let Django answer 404 or 403."""
        if isinstance(exception, Refused) and request.user.is_authenticated:
            address = request.resolver_match.view_name if request.resolver_match else ""
            audit.refused(exception, by=request.user, address=address)
