"""The trail in plain words: staff by name, participants by code."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cvi.accounts.models import Membership, User, end_of
from cvi.accounts.roles import Role
from cvi.audit.reading import Event, Search
from cvi.audit.services import Action
from cvi.cases.models import Case, Participant
from cvi.papers.xlsx import Text

NOUNS: dict[str, Text] = {
    "cases.participant": gettext_lazy("participant"),
    "cases.case": gettext_lazy("case"),
    "cases.casegrant": gettext_lazy("sight of a case"),
    "cases.consent": gettext_lazy("consent"),
    "cases.contactpoint": gettext_lazy("way to reach"),
    "cases.followup": gettext_lazy("follow-up"),
    "cases.goal": gettext_lazy("goal"),
    "cases.need": gettext_lazy("need"),
    "cases.note": gettext_lazy("note"),
    "emergency.breakglass": gettext_lazy("emergency sight"),
    "outreach.contact": gettext_lazy("contact"),
    "referrals.referral": gettext_lazy("referral"),
    "hospital.encounter": gettext_lazy("bedside visit"),
    "gvi.customnotification": gettext_lazy("custom notification"),
    "reentry.custodyepisode": gettext_lazy("custody episode"),
    "papers.job": gettext_lazy("download"),
    "reports.anomalies": gettext_lazy("unusual looks"),
    "reports.caseload": gettext_lazy("caseload report"),
    "reports.lookers": gettext_lazy("list of who looked"),
    "vault.datakey": gettext_lazy("data key"),
    "vault.kekrecord": gettext_lazy("master key"),
    "audit.auditevent": gettext_lazy("trail"),
    "audit.disclosure": gettext_lazy("disclosure"),
    "accounts.user": gettext_lazy("user"),
    "accounts.invitation": gettext_lazy("invitation"),
    "accounts.membership": gettext_lazy("role"),
    "accounts.teamgrant": gettext_lazy("sight of a team"),
    "accounts.team": gettext_lazy("team"),
    "accounts.agency": gettext_lazy("agency"),
    "accounts.zone": gettext_lazy("zone"),
}

ACTIONS: dict[str, Text] = {
    Action.VIEWED: gettext_lazy("Opened"),
    Action.LISTED: gettext_lazy("Looked at a list"),
    Action.SEARCHED: gettext_lazy("Searched"),
    Action.CREATED: gettext_lazy("Added"),
    Action.CHANGED: gettext_lazy("Changed"),
    Action.DELETED: gettext_lazy("Removed"),
    Action.DISCLOSED: gettext_lazy("Shared"),
    Action.DOWNLOADED: pgettext_lazy("someone", "Downloaded"),
    Action.PRINTED: gettext_lazy("Printed"),
    Action.SIGNED_IN: gettext_lazy("Signed in"),
    Action.SIGNED_OUT: gettext_lazy("Signed out"),
    Action.BROKE_GLASS: gettext_lazy("Opened in an emergency"),
    Action.SLOWED_DOWN: gettext_lazy("Slowed down"),
}

SENTENCES: dict[str, Text] = {
    Action.CREATED: gettext_lazy("%(who)s added %(what)s."),
    Action.CHANGED: gettext_lazy("%(who)s changed %(what)s."),
    Action.DELETED: gettext_lazy("%(who)s removed %(what)s."),
    Action.VIEWED: gettext_lazy("%(who)s opened %(what)s."),
    Action.LISTED: gettext_lazy("%(who)s looked at a list of %(count)s (%(what)s)."),
    Action.SEARCHED: gettext_lazy("%(who)s searched (%(what)s)."),
    Action.DISCLOSED: gettext_lazy("%(who)s shared %(what)s."),
    Action.DOWNLOADED: gettext_lazy("%(who)s downloaded %(what)s."),
    Action.PRINTED: gettext_lazy("%(who)s printed %(what)s."),
    Action.ROLE_CHOSEN: gettext_lazy("%(who)s went on as %(what)s."),
    Action.SIGNED_IN: gettext_lazy("%(who)s signed in."),
    Action.SIGNED_OUT: gettext_lazy("%(who)s signed out."),
    Action.LOCKED: gettext_lazy("The screen of %(who)s was locked."),
    Action.UNLOCKED: gettext_lazy("%(who)s unlocked the screen."),
    Action.STEPPED_UP: gettext_lazy("%(who)s showed a second factor once more."),
    Action.BROKE_GLASS: gettext_lazy("%(who)s opened a file in an emergency (%(what)s)."),
    Action.SLOWED_DOWN: gettext_lazy("%(who)s was slowed down."),
}
SIGN_IN_FAILED = gettext_lazy("Someone tried to sign in and was not let in (%(what)s).")
WITHHELD = gettext_lazy("%(who)s wanted to share without a consent (%(what)s). Nothing left.")
NO_SUCH_CODE = gettext_lazy("%(who)s typed a code in an emergency that opens no file.")
TOO_FAST = gettext_lazy("%(who)s opened too many files in an hour (%(count)s), and was stopped.")
UNSEEN = gettext_lazy("%(who)s tried to open %(what)s without sight of it. They saw nothing.")
NOT_ALLOWED = gettext_lazy("%(who)s tried what their role may not do (%(what)s).")
REFUSALS: dict[str, Text] = {
    Action.SIGNED_IN: SIGN_IN_FAILED,
    Action.DISCLOSED: WITHHELD,
    Action.BROKE_GLASS: NO_SUCH_CODE,
    Action.SLOWED_DOWN: TOO_FAST,
}


@dataclass(frozen=True)
class Line:
    """One event, in words."""

    at: dt.datetime
    sentence: str
    role: str
    why: str
    is_refused: bool


@dataclass(frozen=True)
class Names:
    """What ids are called: staff by name, roles by holder, participants by code."""

    staff: dict[UUID, str]
    codes: dict[UUID, str]
    roles: dict[UUID, str]


def staff_names() -> dict[str, str]:
    """Return everyone who works here, by id as text, in the order of their names."""
    people = User.objects.order_by("name", "username").values_list("pk", "name", "username")
    return {str(pk): f"{name} ({username})" for pk, name, username in people}


def search_of(asked: dict[str, Any]) -> Search:
    """Turn the filters of the page into a search."""
    return Search(
        actor_id=UUID(asked["who"]) if asked["who"] else None,
        action=asked["action"],
        resource=asked["resource"],
        about=_ids_about(asked["code"]) if asked["code"] else None,
        is_refused={"refused": True, "done": False}.get(asked["outcome"]),
        since=_start_of(asked["first"]),
        until=end_of(asked["last"]),
    )


def lines(events: Iterable[Event]) -> list[Line]:
    """Put events in words. Four queries, however many events."""
    events = list(events)
    names = _names(events)
    return [
        Line(
            at=event.at,
            sentence=_sentence(event, names),
            role=str(Role(event.role).label) if event.role in Role else "",
            why=event.why,
            is_refused=event.is_refused,
        )
        for event in events
    ]


def _sentence(event: Event, names: Names) -> str:
    nobody = _("Someone who is not signed in") if event.actor_id is None else _("A former user")
    parts = {
        "who": names.staff.get(event.actor_id, nobody) if event.actor_id else nobody,
        "what": _what(event, names),
        "count": event.detail.get("count", 0),
    }
    return str(_wording(event)) % parts


def _wording(event: Event) -> Text:
    if not event.is_refused:
        return SENTENCES[event.action]
    return REFUSALS.get(event.action, UNSEEN if event.is_unseen else NOT_ALLOWED)


def _what(event: Event, names: Names) -> str:
    if "page" in event.detail and event.object_id is None:
        return _("page %(page)s") % {"page": event.detail["page"]}
    noun = str(NOUNS.get(event.resource, event.noun))
    if event.resource in {"accounts.user", "accounts.membership"} and event.object_id:
        named = names.staff if event.resource == "accounts.user" else names.roles
        return f"{noun} {named.get(event.object_id, '')}".strip()
    code = names.codes.get(event.subject_id or event.object_id or UUID(int=0))
    if code is None or event.resource == "cases.participant":
        return f"{noun} {code or ''}".strip()
    return _("%(noun)s of %(code)s") % {"noun": noun, "code": code}


def _names(events: list[Event]) -> Names:
    objects = [(event.resource, event.object_id) for event in events if event.object_id]
    users = {event.actor_id for event in events if event.actor_id}
    users |= {pk for resource, pk in objects if resource == "accounts.user"}
    people = {event.subject_id for event in events if event.subject_id}
    people |= {pk for resource, pk in objects if resource == "cases.participant"}
    files = {pk for resource, pk in objects if resource == "cases.case"}
    coded = Participant.objects.filter(pk__in=people).values_list("pk", "code")
    cases = Case.objects.filter(pk__in=files).values_list("pk", "participant__code")
    return Names(
        staff=dict(User.objects.filter(pk__in=users).values_list("pk", "name")),
        codes={**dict(coded), **dict(cases)},
        roles=_roles(pk for resource, pk in objects if resource == "accounts.membership"),
    )


def _roles(ids: Iterable[UUID]) -> dict[UUID, str]:
    held = Membership.objects.filter(pk__in=list(ids)).values_list("pk", "role", "user__name")
    return {
        pk: _("%(role)s of %(name)s") % {"role": Role(role).label, "name": name}
        for pk, role, name in held
    }


def _ids_about(code: str) -> frozenset[UUID]:
    """Return the ids of a participant and of their cases; none for a code that nobody has."""
    people = Participant.objects.filter(code=code).values_list("pk", flat=True)
    cases = Case.objects.filter(participant__code=code).values_list("pk", flat=True)
    return frozenset([*people, *cases])


def _start_of(day: dt.date | None) -> dt.datetime | None:
    return end_of(day - dt.timedelta(days=1)) if day else None
