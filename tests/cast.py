"""The cast: a small city, made through the services, that most tests play in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Program, Team, User, Zone
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.accounts.system import system_user
from cvi.audit.reasons import Reason
from cvi.cases import services as cases
from cvi.cases.models import Case, CaseGrant, Consent
from cvi.cases.services import Identity, Opening, Release


@dataclass
class Cast:
    """Two outreach agencies, a hospital, the office with its GVI and reentry teams, and people."""

    system: User
    zone: Zone
    ovp: Agency
    harbor: Agency
    hill: Agency
    mercy: Agency
    harbor_team: Team
    hill_team: Team
    mercy_team: Team
    gvi_team: Team
    reentry_team: Team

    def user(self, username: str, role: Role, place: Agency | Team) -> User:
        """Add a user with one role."""
        user = accounts.add_user(username=username, name=username.title(), by=self.system)
        at = Place(place.agency, place) if isinstance(place, Team) else Place(place)
        accounts.give_role(user=user, role=role, place=at, by=self.system)
        return user

    def messenger(self, username: str = "mo", team: Team | None = None) -> User:
        """Add a credible messenger."""
        return self.user(username, Role.MESSENGER, team or self.harbor_team)

    def supervisor(self, username: str = "sue", team: Team | None = None) -> User:
        """Add a supervisor."""
        return self.user(username, Role.SUPERVISOR, team or self.harbor_team)

    def specialist(self, username: str = "hana", team: Team | None = None) -> User:
        """Add a hospital violence specialist."""
        return self.user(username, Role.HOSPITAL_SPECIALIST, team or self.mercy_team)

    def gvi_coordinator(self, username: str = "gia") -> User:
        """Add a GVI coordinator."""
        return self.user(username, Role.GVI_COORDINATOR, self.gvi_team)

    def reentry_coordinator(self, username: str = "rey") -> User:
        """Add a reentry coordinator."""
        return self.user(username, Role.REENTRY_COORDINATOR, self.reentry_team)

    def manager(self, username: str = "max") -> User:
        """Add an OVP manager."""
        return self.user(username, Role.MANAGER, self.ovp)

    def auditor(self, username: str = "ada") -> User:
        """Add an auditor."""
        return self.user(username, Role.AUDITOR, self.ovp)

    def officer(self, username: str = "pat") -> User:
        """Add a privacy officer."""
        return self.user(username, Role.PRIVACY_OFFICER, self.ovp)

    def administrator(self, username: str = "adam") -> User:
        """Add a system administrator."""
        return self.user(username, Role.ADMINISTRATOR, self.ovp)

    def case(
        self, worker: User | None = None, team: Team | None = None, name: str = "Zedd Testperson"
    ) -> Case:
        """Register a participant with a case in `team`, assigned to `worker`."""
        team = team or self.harbor_team
        identity = Identity(name_to_use=name, birth_date=dt.date(2001, 2, 3), phone="2155550123")
        person = cases.register_participant(agency=team.agency, identity=identity, by=self.system)
        opening = Opening(team=team, worker=worker)
        return cases.open_new_case(participant=person, opening=opening, by=self.system)

    def lend(self, case: Case, user: User, until: dt.datetime | None = None) -> CaseGrant:
        """Let a user cover a case, by default for a day."""
        return cases.grant_sight(
            case=case,
            user=user,
            kind=CaseGrant.Kind.COVER,
            reason=Reason.ACCESS_GRANTED,
            expires_at=until or timezone.now() + dt.timedelta(days=1),
            by=self.system,
        )

    def harbor_night_team(self) -> Team:
        """Set up a second team of the first agency."""
        return accounts.set_up_team(
            agency=self.harbor, program=Program.OUTREACH, name="Harbor night team", by=self.system
        )

    def consent(self, case: Case, recipient: Agency, *scope: str) -> Consent:
        """Record a consent of the case's participant for thirty days."""
        expires_on = timezone.localdate() + dt.timedelta(days=30)
        release = Release(
            recipient=recipient,
            scope=list(scope),
            method=Consent.Method.SIGNED,
            expires_on=expires_on,
        )
        return cases.record_consent(case=case, release=release, by=self.system)


def past_second_factor(client: Client, user: User) -> Client:
    """Sign `user` in as if a passkey had been shown just now."""
    client.force_login(user)
    request = HttpRequest()
    request.user, request.session = user, client.session
    record_authentication(request, user, method="mfa", type="webauthn")
    request.session["second_factor"] = True
    request.session.save()
    return client


SignIn = Callable[[User], Client]


def signed_in(user: User) -> Client:
    """Return a browser of a user who is past the second factor."""
    return past_second_factor(Client(), user)


@pytest.fixture
def sign_in() -> SignIn:
    """Return what signs a user in."""
    return signed_in


@pytest.fixture
def cast(db: None) -> Cast:
    """Set the stage."""
    return set_stage()


def set_stage() -> Cast:
    """Make the city, in the database as it is."""
    system = system_user()
    agency = {
        name: accounts.set_up_agency(name=name, kind=kind, by=system)
        for name, kind in [
            ("Office of Violence Prevention", Agency.Kind.OVP),
            ("Harbor Peace", Agency.Kind.COMMUNITY),
            ("Hill Forward", Agency.Kind.COMMUNITY),
            ("Mercy Hospital", Agency.Kind.HOSPITAL),
        ]
    }
    ovp, harbor, hill, mercy = agency.values()

    def team(at: Agency, program: Program, name: str) -> Team:
        return accounts.set_up_team(agency=at, program=program, name=name, by=system)

    return Cast(
        system=system,
        zone=accounts.set_up_zone(name="Eastside", by=system),
        ovp=ovp,
        harbor=harbor,
        hill=hill,
        mercy=mercy,
        harbor_team=team(harbor, Program.OUTREACH, "Harbor street team"),
        hill_team=team(hill, Program.OUTREACH, "Hill street team"),
        mercy_team=team(mercy, Program.HOSPITAL, "Mercy bedside team"),
        gvi_team=team(ovp, Program.GVI, "City GVI team"),
        reentry_team=team(ovp, Program.REENTRY, "City reentry team"),
    )
