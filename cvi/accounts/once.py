"""A form that is sent twice does one thing: a double tap, or a second try on a weak signal."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect

from cvi.accounts import drafts
from cvi.accounts.access import StaffRequest

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]

FIELD = "form_mark"
KEPT_SECONDS = int((drafts.FRESH + drafts.KEPT).total_seconds())
"""As long as a draft: one that is put back carries the mark that it was sent with."""


def once(view: View[P]) -> View[P]:
    """Answer the same form with the same words again as it was answered first, and write nothing.

    The same form with other words, after the back button, is another one. The mark is kept in the
    cache table, so in the request's own transaction: two taps come one after the other, and what
    was rolled back may be sent again.
    """

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        key = _key(request)
        if not cache.add(key, "", KEPT_SECONDS) and (address := cache.get(key)):
            return redirect(address)
        response = view(request, *args, **kwargs)
        if response.status_code == 302:
            cache.set(key, response["Location"], KEPT_SECONDS)
        return response

    return guarded


def _key(request: StaffRequest) -> str:
    """Return what stands for this user, page, form, words and files; none can be read from it."""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    whole = f"{request.user.pk}|{request.path}|{sent.urlencode()}"
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            whole += f"|{name}|{sha256(file.read()).hexdigest()}"
            file.seek(0)
    return f"once:{sha256(whole.encode()).hexdigest()}"
