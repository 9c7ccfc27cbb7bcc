"""Who has looked at one participant's record, for their supervisor and for themselves."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cvi.accounts.models import Membership, User
from cvi.accounts.roles import Permission, Role
from cvi.audit import reading
from cvi.audit.reading import Event, Hidden, Search
from cvi.audit.services import Action
from cvi.cases.keys import subjects_of
from cvi.cases.models import Case, CaseGrant, Participant
from cvi.papers.xlsx import Text
from cvi.reports.trail import ACTIONS, NOUNS

RESOURCE = "reports.lookers"
PAPER_EVENTS = 5000
IN_PLAIN_WORDS: dict[str, Text] = {
    Action.VIEWED: gettext_lazy("opened your file"),
    Action.LISTED: gettext_lazy("saw your name on a list"),
    Action.CREATED: gettext_lazy("wrote in your file"),
    Action.CHANGED: gettext_lazy("changed your file"),
    Action.DELETED: gettext_lazy("took something out of your file"),
    Action.DISCLOSED: gettext_lazy("shared from your file"),
    Action.DOWNLOADED: gettext_lazy("took a paper from your file"),
    Action.PRINTED: gettext_lazy("made a paper from your file"),
}
BY_KIND: dict[str, Text] = {
    "cases.casegrant": gettext_lazy("changed who may open your file"),
    "cases.consent": gettext_lazy("wrote down what you allow"),
    "papers.job": gettext_lazy("made a paper from your file"),
}
NOT_LET_IN = gettext_lazy("tried to open your file and was not let in")
NOT_SHARED = gettext_lazy("wanted to share without your yes. Nothing left")


@dataclass(frozen=True)
class Look:
    """One line of the supervisor's page."""

    at: dt.datetime
    who: str
    role: str
    what: str
    is_refused: bool


@dataclass(frozen=True)
class PaperLine:
    """What people of one role did on one day, and how often. No staff name is on the paper."""

    day: dt.date
    who: str
    what: str
    times: int


def search_of(person: Participant, *, reader: User) -> Search:
    """Return the search for everything done with a participant that `reader` may be told of.

    Programs are blind to each other. Where the person has a case that the reader does not see,
    what its people do would tell of it, so it stays hidden; the auditor sees it.
    """
    seen = Case.objects.visible_to(reader).filter(participant=person)
    ids = seen.values_list("pk", flat=True)
    about = frozenset([*subjects_of(person.pk), *ids])
    return Search(about=about, hidden=hidden_from(reader, person))


def hidden_from(reader: User, person: Participant) -> Hidden:
    """Return what `reader` may not be told of; to whoever reads by code nothing is hidden."""
    if reader.holds(Permission.FIND_DISCLOSURES):
        return Hidden()
    files = list(Case.objects.filter(participant=person).values_list("pk", "team_id", "program"))
    seen = set(
        Case.objects.visible_to(reader).filter(participant=person).values_list("pk", flat=True)
    )
    here, there = [f for f in files if f[0] in seen], [f for f in files if f[0] not in seen]
    if not there:
        return Hidden()
    return Hidden(
        actors=frozenset(_people_of(there) - _people_of(here)),
        objects=frozenset(pk for pk, _team, _program in there),
        apps=frozenset({p for _pk, _team, p in there} - {p for _pk, _team, p in here}),
    )


def looks(events: Iterable[Event]) -> list[Look]:
    """Put events in words, staff by name. One query, however many events."""
    events = list(events)
    actors = {event.actor_id for event in events if event.actor_id}
    names = dict(User.objects.filter(pk__in=actors).values_list("pk", "name"))
    return [
        Look(
            at=event.at,
            who=names.get(event.actor_id, "") if event.actor_id else "",
            role=role_of(event),
            what=_("%(what)s (%(noun)s)")
            % {
                "what": ACTIONS.get(event.action, event.action),
                "noun": NOUNS.get(event.resource, event.noun),
            },
            is_refused=event.is_refused,
        )
        for event in events
    ]


def paper_lines(search: Search) -> list[PaperLine]:
    """Return what the paper for a participant says, newest day first. Two queries."""
    events = reading.events(search, before=None, limit=PAPER_EVENTS)
    agencies = _agencies({event.actor_id for event in events if event.actor_id})
    counted = Counter((_day(e), _who(e, agencies), _plainly(e)) for e in events)
    lines = [PaperLine(*what, times) for what, times in counted.items()]
    return sorted(lines, key=lambda line: (-line.day.toordinal(), line.who, line.what))


def role_of(event: Event) -> str:
    """Return the role in which something was done, in words."""
    return str(Role(event.role).label) if event.role in Role else ""


def _people_of(cases: Iterable[tuple[UUID, UUID, str]]) -> set[UUID]:
    """Return everyone who has or had a part in these cases: by their team, or by a grant."""
    cases = list(cases)
    teams, ids = {team for _pk, team, _program in cases}, [pk for pk, _team, _program in cases]
    members = Membership.objects.filter(team_id__in=teams).values_list("user_id", flat=True)
    granted = CaseGrant.objects.filter(content_object_id__in=ids).values_list("user_id", flat=True)
    return {*members, *granted}


def _agencies(actors: set[UUID]) -> dict[UUID, str]:
    held = Membership.objects.filter(user_id__in=actors).order_by("starts_on", "pk")
    return dict(held.values_list("user_id", "agency__name"))


def _who(event: Event, agencies: dict[UUID, str]) -> str:
    agency = agencies.get(event.actor_id, "") if event.actor_id else ""
    return ", ".join(filter(None, [role_of(event), agency])) or _("The computer system")


def _plainly(event: Event) -> str:
    if not event.is_refused:
        is_look = event.action in {Action.VIEWED, Action.LISTED}
        words = IN_PLAIN_WORDS.get(event.action, event.action)
        return str(words if is_look else BY_KIND.get(event.resource, words))
    return str(NOT_SHARED if event.action == Action.DISCLOSED else NOT_LET_IN)


def _day(event: Event) -> dt.date:
    return timezone.localdate(event.at)
