"""The step between a filled-in form and saving it: is it one of these?"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from cvi.accounts.access import StaffRequest
from cvi.accounts.models import Agency
from cvi.cases import sight
from cvi.cases.likeness import Likeness
from cvi.cases.matching import Masked, candidates

ANSWER, NEW, CHANGE, ASK = "match_answer", "new", "change", "match_ask"
NOT_CARRIED = {ANSWER, ASK, "csrfmiddlewaretoken"}


def goes_on(request: StaffRequest) -> bool:
    """Answer whether the form was sent to be saved, and not to be changed once more."""
    return request.POST.get(ANSWER) != CHANGE


def question(
    request: StaffRequest, person: Likeness, *, agency: Agency, besides: UUID | None = None
) -> dict[str, Any] | None:
    """Return what the page must ask before anything is saved; None when there is no question.

    The page carries what was typed, so that the answer sends it again.

    Raises:
        TooManyTries: this user has searched too often within a minute.
    """
    if request.POST.get(ANSWER) == NEW:
        return None
    found = candidates(person=person, agency=agency, besides=besides, by=request.user)
    if not found:
        return None
    return {"found": [_asked(request, one) for one in found], "carried": _carried(request)}


def _asked(request: StaffRequest, one: Masked) -> Masked:
    """Ask the team of the one whom the user chose."""
    if one.is_seen or request.POST.get(ASK) != str(one.participant_id):
        return one
    sight.request_sight(case=one.case, by=request.user)
    return replace(one, is_asked=True)


def _carried(request: StaffRequest) -> list[tuple[str, str]]:
    fields = request.POST.lists()
    return [(name, str(v)) for name, values in fields if name not in NOT_CARRIED for v in values]
