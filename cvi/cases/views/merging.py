"""Two files of one person: made into one, and parted again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.errors import TooManyTries
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_merge, open_participant
from cvi.cases.errors import RuleBroken
from cvi.cases.forms.family import MergeForm
from cvi.cases.matching import Masked, candidates
from cvi.cases.models import Participant
from cvi.cases.tokens import likeness_of
from cvi.cases.views.answers import kept


def merge_new(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Add another file of the same person to this one."""
    person = open_participant(request.user, participant_id, to=Permission.MERGE_PEOPLE)
    likely = _likely(request, person)
    form = MergeForm(request.POST or None, user=request.user, likely=likely)
    if form.is_valid():
        drop = open_participant(request.user, form.drop().pk, to=Permission.MERGE_PEOPLE)
        if kept(form, services.merge_people, keep=person, drop=drop, by=request.user):
            messages.success(request, _("The two files are one now. You can undo it below."))
            return redirect("desk:about", person.pk)
    return render(request, "cases/merge_new.html", {"person": person, "form": form})


@require_POST
def merge_undo(request: StaffRequest, merge_id: UUID) -> HttpResponse:
    """Part two files again."""
    merge = open_merge(request.user, merge_id)
    try:
        services.part_people(merge=merge, by=request.user)
        messages.success(request, _("Undone. There are two files again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("desk:about", merge.keep_id)


def _likely(request: StaffRequest, person: Participant) -> list[Masked]:
    """Return who may be the same person, of those whose file the user may open."""
    try:
        found = candidates(
            person=likeness_of(person), agency=person.agency, besides=person.pk, by=request.user
        )
    except TooManyTries:
        return []
    return [one for one in found if one.is_seen]
