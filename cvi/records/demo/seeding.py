"""Tells the story of the demo: who came, which program opened a case, and what was done."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random

from django.db import transaction
from django.utils import timezone

from cvi.accounts.models import Agency, Program, User
from cvi.cases import services as cases
from cvi.cases import sight
from cvi.cases.models import Case, Participant
from cvi.cases.services import Opening
from cvi.records.demo import casework, files, gvi, hospital, outcomes, outreach, reentry
from cvi.records.demo.city import City, Home, build_city
from cvi.records.demo.drop_boxes import leave_messages
from cvi.records.demo.duty import ask_for_help, put_on_call
from cvi.records.demo.emergencies import read_in_emergencies
from cvi.records.demo.groups import meet, reward
from cvi.records.demo.people import Crowd
from cvi.records.demo.referrals import Handoffs
from cvi.records.demo.services import fill_directory
from cvi.records.demo.staff import look_after
from cvi.records.demo.story import Story

PEOPLE_PER_TRANSACTION = 5
OLDEST_DAYS = 365
PLAN = (
    *(Program.OUTREACH,) * 3,
    Program.HOSPITAL,
    *(Program.OUTREACH,) * 3,
    Program.GVI,
    Program.HOSPITAL,
    *(Program.OUTREACH,) * 3,
    Program.REENTRY,
)
"""The programs in turn, so that a small demo has a bit of each."""

HANDED_ON = {
    Program.OUTREACH: 0.05,
    Program.HOSPITAL: 0.5,
    Program.GVI: 0.1,
    Program.REENTRY: 0.2,
}
"""The share of open cases that are referred to another agency's team."""

OPEN_STATUSES = (
    *(Case.Status.ACTIVE,) * 6,
    Case.Status.ENGAGED,
    Case.Status.ATTEMPTING,
    Case.Status.INACTIVE,
    Case.Status.INCARCERATED,
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Chapter:
    """The life of one case in the demo."""

    home: Home
    worker: User
    opened_on: dt.date
    closed_on: dt.date | None
    status: Case.Status

    def last_day(self, story: Story) -> dt.date:
        """Return the last day on which something was done: yesterday, or the last of the case."""
        return self.closed_on or max(story.days_ago(1), self.opened_on)


@dataclass(frozen=True)
class Teller:
    """What every person's story is told with."""

    city: City
    story: Story
    crowd: Crowd
    handoffs: Handoffs


def is_empty() -> bool:
    """Answer whether nobody has begun to use this database."""
    return not (Agency.objects.exists() or Participant.objects.exists())


def seed_demo(
    *, participants: int, seed: int, on_progress: Progress = lambda _done, _all: None
) -> City:
    """Make the city and its people, a few to a transaction so that the site is never blocked."""
    chance = Random(seed)  # noqa: S311  a story, not a secret
    story = Story(chance, timezone.localdate())
    with transaction.atomic():
        city = build_city()
    teller = Teller(city, story, Crowd(story, city.zones), Handoffs(city, story))
    homes = _homes_in_turn(city)
    for start in range(0, participants, PEOPLE_PER_TRANSACTION):
        count = min(PEOPLE_PER_TRANSACTION, participants - start)
        with transaction.atomic():
            for _each in range(count):
                _tell_person(next(homes), teller)
        on_progress(start + count, participants)
    with transaction.atomic():
        _ask_the_other_team(city)
        read_in_emergencies()
        _hear_from_offices(city, story)
        put_on_call(city)
        fill_directory(city=city, story=story)
        ask_for_help(city.homes[Program.OUTREACH][0])
    _meet_and_reward(city, story)
    return city


def _homes_in_turn(city: City) -> Iterator[Home]:
    """Yield teams as the plan says, and the teams of one program in turn."""
    turns = {program: cycle(homes) for program, homes in city.homes.items()}
    for program in cycle(PLAN):
        yield next(turns[program])


def _tell_person(home: Home, teller: Teller) -> None:
    city, story = teller.city, teller.story
    worker = story.chance.choice(home.workers)
    agency = home.team.agency
    identity = teller.crowd.next_person()
    person = cases.register_participant(agency=agency, identity=identity, by=worker)
    case = _tell_case(person, _chapter(home, worker, story), story)
    if case.closed_on is None and story.happens(HANDED_ON[Program(case.program)]):
        teller.handoffs.hand_on(case=case, by=worker)
    elif story.happens(0.5):
        to = story.chance.choice(city.other_agencies(agency))
        casework.give_consent(case=case, to=to, story=story, by=worker)
    second = _second_home(city, home)
    if second and story.happens(0.3):
        other = story.chance.choice(second.workers)
        _tell_case(person, _chapter(second, other, story), story)


def _ask_the_other_team(city: City) -> None:
    """Let a GVI worker ask the reentry team whether someone is a person they know."""
    (asking,), (asked,) = city.homes[Program.GVI], city.homes[Program.REENTRY]
    case = Case.objects.filter(team=asked.team).order_by("pk").first()
    if case:
        sight.request_sight(case=case, by=asking.workers[0])


def _meet_and_reward(city: City, story: Story) -> None:
    """Let each team have a group that meets, and ask for money for some of its people."""
    for homes in city.homes.values():
        for home in homes:
            with transaction.atomic():
                meet(home=home, story=story)
                reward(home=home, story=story)
                look_after(home=home, story=story)


def _hear_from_offices(city: City, story: Story) -> None:
    """Let offices without an account leave messages for the GVI team."""
    (home,) = city.homes[Program.GVI]
    leave_messages(team=home.team, story=story, by=home.workers[0])


def _second_home(city: City, home: Home) -> Home | None:
    """Return a team of the same agency in another program: one person, two cases."""
    return next(
        (
            other
            for homes in city.homes.values()
            for other in homes
            if other is not home and other.team.agency_id == home.team.agency_id
        ),
        None,
    )


def _chapter(home: Home, worker: User, story: Story) -> Chapter:
    opened_on = story.days_ago(story.chance.randint(2, OLDEST_DAYS))
    has_ended = (story.today - opened_on).days > 90 and story.happens(0.25)
    ends = (Case.Status.GRADUATED, Case.Status.GRADUATED, Case.Status.CLOSED)
    if not has_ended:
        return Chapter(home, worker, opened_on, None, story.chance.choice(OPEN_STATUSES))
    closed_on = story.day_between(opened_on + dt.timedelta(days=60), story.days_ago(3))
    return Chapter(home, worker, opened_on, closed_on, story.chance.choice(ends))


def _tell_case(person: Participant, chapter: Chapter, story: Story) -> Case:
    status = Case.Status.ACTIVE if chapter.closed_on else chapter.status
    opening = Opening(chapter.home.team, chapter.worker, status, chapter.opened_on)
    case = cases.open_new_case(participant=person, opening=opening, by=chapter.worker)
    last_day, by = chapter.last_day(story), chapter.worker
    FIRST_RECORDS[Program(case.program)](case=case, last_day=last_day, story=story, by=by)
    casework.work_case(case=case, last_day=last_day, story=story, by=by)
    outcomes.answer_checkpoints(case=case, last_day=last_day, story=story, by=by)
    outcomes.help_with_claim(case=case, story=story, by=by)
    if chapter.closed_on:
        cases.close_case(case=case, status=chapter.status, closed_on=chapter.closed_on, by=by)
    else:
        files.fill_file(case=case, story=story, by=by)
        casework.promise_next(case=case, story=story, by=by)
    return case


FIRST_RECORDS: dict[Program, Callable[..., None]] = {
    Program.OUTREACH: outreach.add_contacts,
    Program.HOSPITAL: hospital.add_visit,
    Program.GVI: gvi.add_notification,
    Program.REENTRY: reentry.add_custody,
}
