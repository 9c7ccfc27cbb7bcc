"""Papers that participants take home, in English or Spanish."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_participant
from cvi.cases.models import Participant
from cvi.papers.languages import PaperForm
from cvi.papers.models import Job


@require_POST
def goals_print(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Print someone's goals and steps, for their wall or their pocket."""
    person = open_participant(request.user, participant_id, to=Permission.SET_GOAL)
    return _printed(request, person, services.print_goals) or redirect("desk:plan", person.pk)


@require_POST
def summary_print(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Print what is written down about someone, for them."""
    person = open_participant(request.user, participant_id, to=Permission.SET_GOAL)
    return _printed(request, person, services.print_summary) or redirect("desk:sharing", person.pk)


def _printed(
    request: StaffRequest, person: Participant, have_printed: Callable[..., Job]
) -> HttpResponse | None:
    """Have a paper printed in the language that was asked for, or say that none was."""
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language of the paper."))
        return None
    language = form.cleaned_data["language"]
    job = have_printed(participant=person, language=language, by=request.user)
    return redirect("papers:job", job.pk)
