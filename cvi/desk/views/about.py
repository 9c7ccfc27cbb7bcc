"""The fourth tab of a participant: who they are, how to reach them, their family and life."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cvi.accounts.access import StaffRequest
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases import portrait
from cvi.cases.access import allows, open_participant
from cvi.cases.models import Case, ContactPoint, Merge, Participant
from cvi.cases.portrait import Words
from cvi.desk import actions
from cvi.desk.views.person import cases_of, header

_P = Permission
EDITS = {
    "who": "cases:participant_edit",
    "reach": "cases:reach_edit",
    "life": "cases:life_edit",
    "legal_name": "cases:legal_name",
    "new_point": "cases:contact_point_new",
    "new_relative": "cases:relative_new",
    "new_kin": "cases:kin_new",
}


def about(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Show what is known of someone's life, and where to change it."""
    person = open_participant(request.user, participant_id)
    opened = cases_of(person, request.user)
    editable = actions.open_for(request.user, _P.REGISTER_PARTICIPANT, opened)
    told, called = portrait.about_of(person), portrait.words()
    page = {
        "who": portrait.who(person, told),
        "talking": portrait.talking(person, told, called),
        "life": portrait.life(told, called),
        "points": _points(request.user, person, editable),
        "urls": _urls(request.user, person, opened, editable=editable),
        **_family(request.user, person, called, editable=editable),
        **_merges(request.user, person, opened),
    }
    return render(request, "desk/about.html", page | header(request, person, opened))


def _urls(
    user: User, person: Participant, opened: list[Case], *, editable: Case | None
) -> dict[str, str]:
    """Return where each side is changed; nothing where this user may not."""
    edits = {key: reverse(n, args=[editable.pk]) if editable else "" for key, n in EDITS.items()}
    case = actions.open_for(user, _P.CHANGE_CASE, opened)
    death, undo = "cases:death_record", "cases:death_undo"
    may_merge = any(allows(user, _P.MERGE_PEOPLE, one) for one in opened)
    return {
        **edits,
        "death": reverse(death, args=[case.pk]) if case else "",
        "death_undo": reverse(undo, args=[case.pk]) if case else "",
        "merge": reverse("cases:merge_new", args=[person.pk]) if may_merge else "",
    }


def _points(
    user: User, person: Participant, editable: Case | None
) -> list[tuple[ContactPoint, str]]:
    points = ContactPoint.objects.visible_to(user).filter(participant=person).order_by("pk")
    return [(point, _change("contact_point_change", editable, point.pk)) for point in points]


def _family(
    user: User, person: Participant, called: Words, *, editable: Case | None
) -> dict[str, Any]:
    relation = called["kin_relation"]
    rows = [
        (one, relation.get(one.relation, ""), _change("relative_change", editable, one.pk))
        for one in portrait.relatives(person)
    ]
    found = portrait.kin(person, called, reader=user)
    linked = [(one, _change("kin_remove", editable, one.link.pk)) for one in found]
    return {"relatives": rows, "kin": linked}


def _merges(user: User, person: Participant, opened: list[Case]) -> dict[str, Any]:
    """Return the files that were merged into this one, for those who may part them again."""
    if not any(allows(user, _P.MERGE_PEOPLE, one) for one in opened):
        return {"merges": []}
    done = Merge.objects.visible_to(user).filter(keep=person, undone_at=None)
    rows = done.select_related("drop", "merged_by").order_by("pk")
    return {"merges": [(row, reverse("cases:merge_undo", args=[row.pk])) for row in rows]}


def _change(name: str, editable: Case | None, row_id: UUID) -> str:
    return reverse(f"cases:{name}", args=[editable.pk, row_id]) if editable else ""
