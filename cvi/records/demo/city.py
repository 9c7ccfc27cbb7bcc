"""The invented city: its agencies, teams and zones, and the people of every role."""

from dataclasses import dataclass, field

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Program, Team, User, Zone
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.accounts.system import system_user
from cvi.standards import reading
from cvi.standards import services as standards

ZONES = ("Northside", "Eastside", "Harbor", "Hilltop", "Riverside", "Old Town")
OFFICE = "City Office of Violence Prevention"
STREET = {
    "Harbor Peace (demo)": "Harbor street team",
    "Hilltop Forward (demo)": "Hilltop street team",
    "Riverside United (demo)": "Riverside street team",
}
BEDSIDE = {
    "Mercy Demo Hospital": "Mercy bedside team",
    "County Demo Hospital": "County bedside team",
}
IN_THE_OFFICE = (
    Role.MANAGER,
    Role.DIRECTORY_STEWARD,
    Role.PRIVACY_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
CREWS: dict[Program, tuple[tuple[Role, int], ...]] = {
    Program.OUTREACH: ((Role.SUPERVISOR, 1), (Role.MESSENGER, 4)),
    Program.HOSPITAL: ((Role.SUPERVISOR, 1), (Role.HOSPITAL_SPECIALIST, 2), (Role.CLINICIAN, 1)),
    Program.GVI: ((Role.SUPERVISOR, 1), (Role.GVI_COORDINATOR, 1), (Role.NAVIGATOR, 1)),
    Program.REENTRY: ((Role.SUPERVISOR, 1), (Role.REENTRY_COORDINATOR, 2)),
}
CASEWORKERS = {
    Role.MESSENGER,
    Role.HOSPITAL_SPECIALIST,
    Role.GVI_COORDINATOR,
    Role.NAVIGATOR,
    Role.REENTRY_COORDINATOR,
}
STAFF_FIRST_NAMES = (
    "Ada", "Ben", "Cleo", "Dev", "Eve", "Finn", "Gia", "Hana", "Ivo", "June", "Kai", "Lou", "Mo",
    "Nia", "Otto", "Pia", "Quinn", "Rey", "Sue", "Tom", "Uma", "Vic", "Wes", "Xia", "Yan", "Zoe",
)  # fmt: skip


@dataclass
class Home:
    """A team with those who work its cases."""

    team: Team
    workers: list[User] = field(default_factory=list)
    supervisor: User | None = None


@dataclass
class City:
    """Everything that is there before the first participant."""

    office: Agency
    zones: list[Zone] = field(default_factory=list)
    homes: dict[Program, list[Home]] = field(default_factory=lambda: {p: [] for p in Program})
    staff: int = 0

    def other_agencies(self, agency: Agency) -> list[Agency]:
        """Return the agencies that something could be shared with."""
        agencies = [home.team.agency for homes in self.homes.values() for home in homes]
        unlike = {other.pk: other for other in agencies if other.pk != agency.pk}
        return list(unlike.values())


MODELS = {
    "Harbor street team": "cure_violence",
    "Hilltop street team": "roca",
    "Riverside street team": "advance_peace",
    "Mercy bedside team": "chop_vip",
    "County bedside team": "pivot_to_peace",
    "City GVI team": "louisville_gvi",
    "City reentry team": "new_orleans_reentry",
}
"""By which example of a program model each team works."""


def build_city() -> City:
    """Set up the city with at least one person of every role."""
    by = system_user()
    office = accounts.set_up_agency(name=OFFICE, kind=Agency.Kind.OVP, by=by)
    city = City(office)
    city.zones = [accounts.set_up_zone(name=name, by=by) for name in ZONES]
    for agency_name, team_name in STREET.items():
        agency = accounts.set_up_agency(name=agency_name, kind=Agency.Kind.COMMUNITY, by=by)
        _staff_team(city, agency, Program.OUTREACH, team_name)
    for agency_name, team_name in BEDSIDE.items():
        agency = accounts.set_up_agency(name=agency_name, kind=Agency.Kind.HOSPITAL, by=by)
        _staff_team(city, agency, Program.HOSPITAL, team_name)
    _staff_team(city, office, Program.GVI, "City GVI team")
    _staff_team(city, office, Program.REENTRY, "City reentry team")
    for role in IN_THE_OFFICE:
        _hire(city, role, Place(office))
    outside = city.homes[Program.OUTREACH][-1].team
    _hire(city, Role.PROVIDER, Place(outside.agency, outside))
    half_time = _hire(city, Role.NAVIGATOR, Place(outside.agency, outside))
    release = Place(office, city.homes[Program.REENTRY][0].team)
    accounts.give_role(user=half_time, role=Role.REENTRY_COORDINATOR, place=release, by=by)
    return city


def _staff_team(city: City, agency: Agency, program: Program, name: str) -> None:  # noqa: PLR0917  as said aloud
    site = accounts.set_up_site(agency=agency, name=f"{name} office", by=system_user())
    team = accounts.set_up_team(
        agency=agency, program=program, name=name, site=site, by=system_user()
    )
    model = reading.program_model(MODELS[name])
    standards.assign_model(team=team, model=model, by=system_user())
    home = Home(team)
    for role, count in CREWS[program]:
        for _each in range(count):
            user = _hire(city, role, Place(agency, team))
            if role in CASEWORKERS:
                home.workers.append(user)
            elif role == Role.SUPERVISOR:
                home.supervisor = user
    city.homes[program].append(home)


def _hire(city: City, role: Role, place: Place) -> User:
    """Add a person who is called by their role: it shows that they are invented."""
    by = system_user()
    round_, at = divmod(city.staff, len(STAFF_FIRST_NAMES))
    first = STAFF_FIRST_NAMES[at] + ("" if not round_ else f"-{STAFF_FIRST_NAMES[round_]}")
    city.staff += 1
    username = f"{first.lower()}.{role.value.replace('_', '-')}"
    user = accounts.add_user(username=username, name=f"{first} ({role.label})", by=by)
    accounts.give_role(user=user, role=role, place=place, by=by)
    user.acting_role = role
    return user
