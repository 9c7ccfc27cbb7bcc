"""Hand out the key that drafts are sealed to, and open them for their author."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cvi.accounts import drafts
from cvi.accounts.access import (
    StaffRequest,
)
from cvi.accounts.forms import (
    DraftForm,
)


@require_POST
def draft_key(request: StaffRequest) -> HttpResponse:
    """Hand out the key to which this user's pages seal what is half typed."""
    key = drafts.fresh_key(user=request.user)
    seconds = (key.fresh_until - timezone.now()).total_seconds()
    return JsonResponse({"kid": str(key.pk), "public": key.public, "seconds": int(seconds)})


@require_POST
def draft_open(request: StaffRequest) -> HttpResponse:
    """Open a draft of this user's own; one that is over, altered or another's is gone."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({}, status=400)
    found = drafts.open_draft(form.draft(), user=request.user)
    return JsonResponse(found or {}, status=200 if found else 410)
