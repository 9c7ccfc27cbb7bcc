"""What an agency has already: its teams and workers, and the people in its records."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, Membership, Program, Team, User, Zone
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case, Participant
from cvi.outreach.models import Contact
from cvi.records.columns import plain
from cvi.records.dates import NotRead
from cvi.records.rows import PersonKey

PEOPLE_PER_BATCH = 1000
ContactKey = tuple[UUID, dt.date, UUID, str]


class NotFound(RuleBroken):
    """There is no such agency, or no such user in it."""


@dataclass
class Office:
    """An agency, as far as a spreadsheet may name parts of it."""

    agency: Agency
    teams: list[Team]
    zones: dict[str, Zone]
    workers: dict[str, list[User]]
    team_ids: dict[UUID, set[UUID]]

    def zone(self, text: str) -> Zone | None:
        """Return the zone that a cell names.

        Raises:
            NotRead: no zone has this name.
        """
        if plain(text) and plain(text) not in self.zones:
            names = ", ".join(zone.name for zone in self.zones.values())
            raise NotRead(
                _("No zone has this name. Write one of: %(zones)s; or leave it empty.")
                % {"zones": names}
            )
        return self.zones.get(plain(text))

    def worker(self, text: str) -> User | None:
        """Return the one worker that a cell names.

        Raises:
            NotRead: nobody here is called so, or more than one is.
        """
        found = self.workers.get(plain(text), []) if plain(text) else []
        if plain(text) and not found:
            raise NotRead(_("Nobody in this agency has this name. Invite them, or correct it."))
        if len(found) > 1:
            raise NotRead(_("Several people here have this name. Write the sign-in name."))
        return found[0] if found else None

    def team(self, program: Program, text: str, worker: User | None) -> Team:
        """Return the team of a program that a row means.

        Raises:
            NotRead: the agency has none, or the row does not tell which of several.
        """
        teams = [team for team in self.teams if team.program == program]
        if not teams:
            raise NotRead(_("This agency has no team in this program. Set one up first."))
        if plain(text):
            teams = [team for team in teams if plain(team.name) == plain(text)]
        elif len(teams) > 1 and worker:
            teams = [team for team in teams if self.is_in(worker, team)]
        if len(teams) != 1:
            raise NotRead(_("Several teams work in this program. Add a column Team to say which."))
        return teams[0]

    def is_in(self, worker: User, team: Team) -> bool:
        """Answer whether a worker has a role in a team today."""
        return team.pk in self.team_ids[worker.pk]


@dataclass
class Known:
    """The people of an agency by name and birth date, opened in memory and never stored so."""

    people: dict[PersonKey, list[Participant]] = field(default_factory=lambda: defaultdict(list))
    births: dict[str, set[dt.date | None]] = field(default_factory=lambda: defaultdict(set))
    cases: dict[UUID, list[Case]] = field(default_factory=lambda: defaultdict(list))
    contacts: Counter[ContactKey] = field(default_factory=Counter)


def find_agency(name: str) -> Agency:
    """Return the agency of a name, however it is written.

    Raises:
        NotFound: there is none.
    """
    agencies: list[Any] = list(Agency.objects.order_by("name"))
    for agency in agencies:
        if isinstance(agency, Agency) and plain(agency.name) == plain(name):
            return agency
    raise NotFound(
        _("There is no agency “%(name)s”. There are: %(names)s.")
        % {"name": name, "names": ", ".join(a.name for a in agencies) or _("none yet")}
    )


def find_importer(username: str, agency: Agency) -> User:
    """Return the user in whose name an import runs, in the role that they hold in the agency.

    Raises:
        NotFound: there is no such active user with a role in this agency.
    """
    roles = Membership.objects.live().filter(agency=agency, user__username=username)
    role = roles.filter(user__is_active=True).select_related("user").first()
    if role is None:
        raise NotFound(
            _("%(agency)s has no active user “%(name)s”. Write the sign-in name after --by.")
            % {"agency": agency.name, "name": username}
        )
    role.user.acting, role.user.acting_role = role.acting, role.role
    return role.user


def load_office(agency: Agency) -> Office:
    """Read the teams, zones and workers of an agency."""
    team_ids: dict[UUID, set[UUID]] = defaultdict(set)
    workers: dict[str, list[User]] = defaultdict(list)
    users: dict[UUID, User] = {}
    for member in Membership.objects.live().filter(agency=agency).select_related("user"):
        users[member.user_id] = member.user
        if member.team_id:
            team_ids[member.user_id].add(member.team_id)
    for user in users.values():
        for name in {plain(user.name), plain(user.username)}:
            workers[name].append(user)
    zones: list[Any] = list(Zone.objects.open().order_by("name"))
    teams: list[Any] = list(Team.objects.open().filter(agency=agency).order_by("name"))
    return Office(
        agency=agency,
        teams=teams,
        zones={plain(zone.name): zone for zone in zones},
        workers=workers,
        team_ids=team_ids,
    )


def load_known(agency: Agency, *, on_progress: Callable[[int], None] = lambda _n: None) -> Known:
    """Open the names and birth dates of an agency's people, and read their cases and contacts."""
    known = Known()
    people = Participant.objects.filter(agency=agency).order_by("pk")
    for count, person in enumerate(_in_batches(people), start=1):
        _remember(known, person)
        on_progress(count)
    for case in Case.objects.filter(participant__agency=agency).order_by("opened_on", "pk"):
        known.cases[case.participant_id].append(case)
    contacts = Contact.objects.filter(case__participant__agency=agency)
    columns = ("case_id", "occurred_at", "worker_id", "mode")
    for case_id, at, worker_id, mode in contacts.values_list(*columns).iterator():
        known.contacts[case_id, timezone.localdate(at), worker_id, mode] += 1
    return known


def _remember(known: Known, person: Participant) -> None:
    for name in {plain(person.name_to_use), plain(person.legal_name)} - {""}:
        known.people[name, person.birth_date].append(person)
        known.births[name].add(person.birth_date)


def _in_batches(people: Any) -> Iterator[Participant]:
    """Fetch a batch whole before it is opened, so that its keys are read in one query."""
    rows: Iterable[Participant] = people.iterator(chunk_size=PEOPLE_PER_BATCH)
    iterator = iter(rows)
    while batch := list(islice(iterator, PEOPLE_PER_BATCH)):
        yield from batch
