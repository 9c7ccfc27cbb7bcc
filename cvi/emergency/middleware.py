"""While a file is read in an emergency: its key in the ring, and no other."""

from collections.abc import Callable
from contextlib import ExitStack
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cvi.accounts.models import Emergency, User
from cvi.cases.keys import subjects_of
from cvi.emergency.access import SESSION_KEY, running_use
from cvi.vault.keyring import open_also
from cvi.vault.models import Domain


class EmergencyMiddleware:
    """Emergency sight holds in the session that opened it, and is asked about at each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the one key more, or forget what is over."""
        user, use_id = request.user, request.session.get(SESSION_KEY)
        if not use_id or not isinstance(user, User):
            return self.get_response(request)
        use = running_use(user, UUID(use_id))
        if use is None:
            del request.session[SESSION_KEY]
            return self.get_response(request)
        user.emergency = Emergency(use.pk, use.participant_id, use.expires_at)
        with ExitStack() as rings:
            for subject_id in subjects_of(use.participant_id):
                scope = (Domain.CORE, use.participant.agency_id, subject_id)
                rings.enter_context(open_also(scope))
            return self.get_response(request)
