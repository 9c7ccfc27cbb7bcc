"""Slows down whoever opens too many files, after the view's transaction was rolled back."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts import lock
from cvi.accounts.models import User
from cvi.accounts.tasks import privacy_officers, tell_when_kept
from cvi.audit import pace
from cvi.audit import services as audit
from cvi.cases.models import Participant
from cvi.cases.pace import TooFast


class PaceMiddleware:
    """A line written inside the view would be lost with its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; the work is in the hook below."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask for a second factor, or lock the session; either way tell the privacy officers."""
        user = request.user
        if not isinstance(exception, TooFast) or not isinstance(user, User):
            return None
        _tell(user, exception)
        if exception.is_stopped:
            lock.lock_until_sign_in(request.session)
            audit.record(audit.Action.LOCKED, user, by=user, detail={"by": "pace"})
            return redirect("accounts:unlock")
        is_opened = request.method in {"GET", "HEAD"}
        back = request.get_full_path() if is_opened else "/"
        return redirect(f"{reverse('accounts:step_up')}?{urlencode({'next': back})}")


def _tell(user: User, error: TooFast) -> None:
    """Leave a line each time, and write to the privacy officers once an hour."""
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    action = audit.Action.SLOWED_DOWN
    is_known = pace.done_since(hour_ago, actor_id=user.pk, action=action)
    detail = {"count": error.count, "stopped": error.is_stopped}
    audit.denied(action, Participant._meta.label_lower, by=user, detail=detail)
    if error.is_stopped or not is_known:
        tell_when_kept(
            privacy_officers(apart_from=user),
            subject=_("Many files opened"),
            text=_(
                "Someone opened unusually many files in one hour, and was slowed down. "
                "Sign in and look at the trail."
            ),
        )
