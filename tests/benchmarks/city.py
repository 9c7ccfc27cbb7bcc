"""A city of any size, written in bulk and sealed like any other, to measure pages on."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Program, Team, User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.accounts.system import system_user
from cvi.audit.reasons import Reason
from cvi.cases.models import Case, CaseGrant, FollowUp, Participant
from cvi.outreach.models import Contact
from cvi.outreach.values import Duration, Mode, Outcome
from cvi.vault.keyring import open_ring, ring
from cvi.vault.master import master
from cvi.vault.models import DataKey, Domain

PEOPLE_AT_ONCE = 500
CASELOAD = 20
CONTACTS_EACH = 10


@dataclass(frozen=True)
class City:
    """Who is measured: a worker with a caseload of twenty, and a supervisor of a team."""

    messenger: User
    supervisor: User


def build(participants: int, seed: int = 7) -> City:
    """Fill an empty, migrated database with a city of this many participants."""
    chance = random.Random(seed)  # noqa: S311  not a secret
    system = system_user()
    teams = list(_teams(participants // 500 + 1, system))
    workers = {team.pk: list(_workers(team, participants // len(teams), system)) for team in teams}
    for start in range(0, participants, PEOPLE_AT_ONCE):
        with transaction.atomic(), open_ring(None):
            team = teams[start // PEOPLE_AT_ONCE % len(teams)]
            count = min(PEOPLE_AT_ONCE, participants - start)
            _people(count, workers[team.pk], team, chance=chance)
    supervisor = _user("supervisor", Role.SUPERVISOR, teams[0], system)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what a server does by itself within minutes
    return City(workers[teams[0].pk][0], supervisor)


def _teams(count: int, by: User) -> Iterator[Team]:
    for number in range(count):
        agency = accounts.set_up_agency(
            name=f"Example agency {number}", kind=Agency.Kind.COMMUNITY, by=by
        )
        yield accounts.set_up_team(
            agency=agency, program=Program.OUTREACH, name="Street team", by=by
        )


def _workers(team: Team, people: int, by: User) -> Iterator[User]:
    for number in range(max(1, people // CASELOAD)):
        yield _user(f"worker-{team.pk.hex[-6:]}-{number}", Role.MESSENGER, team, by)


def _user(name: str, role: Role, team: Team, by: User) -> User:
    user = accounts.add_user(username=name, name=name.title(), by=by)
    accounts.give_role(user=user, role=role, place=Place(team.agency, team), by=by)
    return user


def _people(count: int, workers: list[User], team: Team, *, chance: random.Random) -> None:
    people = [_person(number, team) for number in range(count)]
    DataKey.objects.bulk_create(person.key for person in people)
    Participant.objects.bulk_create(people)
    opened_on = timezone.localdate() - dt.timedelta(days=200)
    cases = [
        Case(
            participant=person,
            team=team,
            program=team.program,
            worker=workers[number // CASELOAD % len(workers)],
            opened_on=opened_on,
        )
        for number, person in enumerate(people)
    ]
    Case.objects.bulk_create(cases)
    CaseGrant.objects.bulk_create(_grants(cases))
    FollowUp.objects.bulk_create(_follow_ups(cases, chance))
    Contact.objects.bulk_create(_contacts(cases, chance), batch_size=1000)


def _person(number: int, team: Team) -> Participant:
    person = Participant(agency=team.agency, name_to_use=f"Zedd Example {number}")
    person.legal_name, person.birth_date = f"Zedd Legal {number}", dt.date(2001, 1, 1)
    key = DataKey(kek=1, domain=Domain.CORE, realm=team.agency_id, subject=person.pk)
    data_key = chr(number % 256).encode("latin-1") * 32
    key.wrapped = master().wrap(1, key.pk, data_key)
    ring().put(key.pk, data_key)
    person.key = key
    return person


def _grants(cases: list[Case]) -> Iterator[CaseGrant]:
    see = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    for case in cases:
        yield CaseGrant(
            content_object=case,
            user_id=case.worker_id,
            permission=see,
            kind=CaseGrant.Kind.ASSIGNMENT,
            reason=Reason.CASE_ASSIGNED,
            granted_by_id=case.worker_id,
        )


def _follow_ups(cases: list[Case], chance: random.Random) -> Iterator[FollowUp]:
    today = timezone.localdate()
    for case in cases:
        due_on = today + dt.timedelta(days=chance.randint(-5, 40))
        kind = FollowUp.Kind.CHECK_IN
        yield FollowUp(case=case, key=case.participant.key, kind=kind, due_on=due_on)


def _contacts(cases: list[Case], chance: random.Random) -> Iterator[Contact]:
    now = timezone.now()
    for case in cases:
        for _number in range(CONTACTS_EACH):
            yield Contact(
                case=case,
                key=case.participant.key,
                worker_id=case.worker_id,
                occurred_at=now - dt.timedelta(days=chance.randint(0, 190), minutes=5),
                mode=chance.choice(Mode.values),
                outcome=Outcome.REACHED,
                purposes=["check_in"],
                duration=chance.choice(Duration.values),
                note="A note of an ordinary length about an ordinary day.",
            )
