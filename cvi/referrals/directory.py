"""Finds services: for a need, open now, in an area that is safe for someone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone

from cvi.accounts.models import User, Zone
from cvi.cases.models import Case, Need
from cvi.referrals.models import (
    Known,
    NeedTerm,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    SpokenLanguage,
    UnsafeAreas,
)
from cvi.standards import reading as standards

PAGE = 20
MOST_WORDS = 6
PARTS = ("schedules", "phones", "languages", "costs", "contacts__phones", "organization__phones")
PARTS_OF_PLACES = (
    *("schedules", "phones", "contacts"),
    *("location__schedules", "location__phones", "location__languages", "location__access"),
)


@dataclass(frozen=True)
class Wish:
    """What someone looks for; empty means that it does not matter."""

    need: str = ""
    words: str = ""
    zone: str = ""
    language: str = ""
    is_open_now: bool = False
    accepts_records: bool = False
    accepts_minors: bool = False
    needs_no_id: bool = False
    with_unsafe: bool = False

    def as_kept(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return asdict(self)

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> Self:
        """Return what a session kept; names that there are no more are left out."""
        names = {own.name for own in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in names})


@dataclass(frozen=True)
class Danger:
    """Where someone is not safe, and whether a building with police in it is not either."""

    zone_ids: frozenset[UUID] = frozenset()
    avoids_police: bool = False

    def is_at(self, place: ServiceAtLocation) -> bool:
        """Answer whether a place lies in an area that is not safe."""
        return place.location.zone_id in self.zone_ids


@dataclass(frozen=True)
class Place:
    """A place of a service, whether it is safe, and when it is open."""

    row: ServiceAtLocation
    is_unsafe: bool
    is_open: bool
    schedules: list[Schedule] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """A service with its places, as it stands for one person just now."""

    service: Service
    places: list[Place]
    is_open: bool
    is_unsafe: bool
    schedules: list[Schedule] = field(default_factory=list)

    @property
    def phone(self) -> Any:
        """The first number to call: the service's own, a place's, or the organization's."""
        service = self.service
        own = list(service.phones.all())
        own += [phone for place in self.places for phone in place.row.phones.all()]
        own += [phone for place in self.places for phone in place.row.location.phones.all()]
        return next(iter([*own, *service.organization.phones.all()]), None)


@dataclass(frozen=True)
class Results:
    """One page of what was found, how much there is, and how much is hidden as not safe."""

    found: list[Found]
    total: int
    hidden: int
    page: int

    @property
    def previous_url(self) -> str:
        """The way to the page before."""
        return f"?page={self.page - 1}" if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        """The way to the next page."""
        return f"?page={self.page + 1}" if self.last < self.total else ""

    @property
    def first(self) -> int:
        """The number of the first entry on this page."""
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last entry on this page."""
        return min(self.page * PAGE, self.total)


def danger_of(user: User, case: Case) -> Danger:
    """Return where the participant of an opened case is not safe."""
    rows = UnsafeAreas.objects.visible_to(user).filter(participant=case.participant_id)
    known = list(rows)
    zones = frozenset(pk for row in known for pk in row.zone_ids)
    return Danger(zones, any(row.avoids_police for row in known))


def needs_of(user: User, case: Case) -> list[str]:
    """Return what the participant needs now, as codes."""
    open_ones = [Need.Status.IDENTIFIED, Need.Status.IN_PROGRESS]
    needs = Need.objects.visible_to(user).filter(
        case__participant=case.participant_id, status__in=open_ones
    )
    return list(dict.fromkeys(needs.order_by("domain").values_list("domain", flat=True)))


def languages() -> list[tuple[str, str]]:
    """Return the languages that some service speaks, by name."""
    rows = SpokenLanguage.objects.exclude(code="").order_by("name", "code")
    return list({row.code: row.name or row.code for row in rows}.items())


def search(wish: Wish, *, danger: Danger = Danger(), page: int = 1) -> Results:
    """Return one page of the services that fit a wish, those that are safe first by name.

    What is not safe is left out and counted, unless the wish asks for it.
    """
    now, is_holiday = timezone.localtime(), is_public_holiday(timezone.localdate())
    at: dict[str, Any] = {"danger": danger, "now": now, "is_holiday": is_holiday}
    found = [stand(row, **at) for row in _with_hours(_fitting(wish).by_name())]
    if wish.is_open_now:
        found = [one for one in found if one.is_open]
    safe = [one for one in found if not one.is_unsafe]
    unsafe = [one for one in found if one.is_unsafe]
    shown = safe + unsafe if wish.with_unsafe else safe
    page = max(1, min(page, -(-len(shown) // PAGE)))
    hidden = 0 if wish.with_unsafe else len(unsafe)
    ids = [one.service.pk for one in shown[(page - 1) * PAGE : page * PAGE]]
    whole = {row.pk: row for row in _with_parts(Service.objects.filter(pk__in=ids))}
    return Results([stand(whole[pk], **at) for pk in ids], len(shown), hidden, page)


def one(service_id: UUID, *, danger: Danger = Danger()) -> Found | None:
    """Return one service with all its parts, given now or not."""
    row = _with_parts(Service.objects.filter(pk=service_id)).first()
    if row is None:
        return None
    is_holiday = is_public_holiday(timezone.localdate())
    return stand(row, danger=danger, now=timezone.localtime(), is_holiday=is_holiday)


def stand(service: Service, *, danger: Danger, now: dt.datetime, is_holiday: bool) -> Found:
    """Say of a service with its parts where it is safe and open."""
    is_shut = service.is_paused or (is_holiday and service.open_on_holidays != Known.YES)
    general = list(service.schedules.all())
    places = []
    for row in service.places.all():
        own = list(row.schedules.all()) or ([] if general else list(row.location.schedules.all()))
        rules = own or general
        is_open = not is_shut and any(rule.is_open_at(now) for rule in rules)
        places.append(Place(row, danger.is_at(row), is_open, own))
    is_open = any(place.is_open for place in places if not place.is_unsafe)
    if not places:
        is_open = not is_shut and any(rule.is_open_at(now) for rule in general)
    is_unsafe = bool(places) and all(place.is_unsafe for place in places)
    has_police = danger.avoids_police and service.has_police == Known.YES
    return Found(service, places, is_open, is_unsafe or has_police, general)


def is_public_holiday(day: dt.date) -> bool:
    """Answer whether nobody is expected to work on a day."""
    return day in standards.holidays_between(day, day)


def _fitting(wish: Wish) -> Any:
    rows = Service.objects.offered()
    if wish.need:
        terms = NeedTerm.objects.filter(need=wish.need).values("term")
        rows = rows.filter(pk__in=ServiceTerm.objects.filter(term__in=terms).values("service"))
    for word in wish.words.split()[:MOST_WORDS]:
        rows = rows.filter(_says(word))
    if wish.zone:
        at = ServiceAtLocation.objects.filter(location__zone_id=UUID(wish.zone))
        rows = rows.filter(pk__in=at.values("service"))
    if wish.language:
        rows = rows.filter(_speaks(wish.language))
    answers = {
        "accepts_records": Known.YES if wish.accepts_records else None,
        "accepts_minors": Known.YES if wish.accepts_minors else None,
        "needs_id": Known.NO if wish.needs_no_id else None,
    }
    return rows.filter(**{name: answer for name, answer in answers.items() if answer})


def _says(word: str) -> Q:
    """Return the condition that an entry has a word."""
    named = ServiceTerm.objects.filter(
        Q(term__name__icontains=word) | Q(term__name_es__icontains=word)
    )
    names = ("name", "alternate_name", "description", "organization__name")
    whole = Q(pk__in=named.values("service"))
    for name in names:
        whole |= Q(**{f"{name}__icontains": word})
    return whole


def _speaks(code: str) -> Q:
    """Return the condition that a language is spoken in a service, or at one of its places."""
    spoken = SpokenLanguage.objects.filter(code=code)
    at = ServiceAtLocation.objects.filter(location__in=spoken.values("location"))
    return Q(pk__in=spoken.values("service")) | Q(pk__in=at.values("service"))


def _with_hours(rows: Any) -> Any:
    """Fetch services with what says where they are safe and when they are open."""
    places: Any = ServiceAtLocation.objects.select_related("location").order_by("pk")
    places = places.prefetch_related("schedules", "location__schedules")
    return rows.prefetch_related(Prefetch("places", places), "schedules")


def _with_parts(rows: Any) -> Any:
    """Fetch services with all that their entry shows: a fixed number of queries."""
    places: Any = ServiceAtLocation.objects.select_related("location__zone").order_by("pk")
    places = places.prefetch_related(*PARTS_OF_PLACES)
    terms: Any = ServiceTerm.objects.select_related("term").order_by("term__code")
    return rows.select_related("organization", "team__agency").prefetch_related(
        Prefetch("places", places),
        Prefetch("terms", terms),
        *PARTS,
    )


def zones() -> Iterable[Zone]:
    """Return the zones that are open, by name."""
    return Zone.objects.open().order_by("name")
