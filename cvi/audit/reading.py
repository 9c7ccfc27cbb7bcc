"""The trail as a reader sees it: who, what, about whom, refused or not. Ids and codes only."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Min, Q, TextField
from django.db.models.functions import Cast

from cvi.audit.models import AuditEvent, AuditEventQuerySet, Disclosure
from cvi.audit.reasons import Reason
from cvi.vault.ids import first_id_at

RESOURCE = AuditEvent._meta.label_lower
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Search:
    """What to look for. Everything may be left out.

    Attributes:
        about: the participant's id and the ids of their cases.
        is_refused: True for refusals only, False for what was done, None for both.
        since, until: from a moment (included) up to a moment (left out).
        hidden: what the reader may not be told of.
    """

    actor_id: UUID | None = None
    action: str = ""
    resource: str = ""
    about: frozenset[UUID] | None = None
    is_refused: bool | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    hidden: "Hidden | None" = None

    def as_detail(self) -> dict[str, Any]:
        """Return what was looked for as codes and ids, for the line that looking leaves."""
        asked = {**vars(self), "hidden": None}
        detail = {name: str(value) for name, value in asked.items() if value not in {None, ""}}
        if self.about is not None:
            detail["about"] = ",".join(sorted(map(str, self.about)))
        return detail


@dataclass(frozen=True)
class Hidden:
    """Lines that would tell a reader of a case they do not see: of whom, of what, of which app."""

    actors: frozenset[UUID] = frozenset()
    objects: frozenset[UUID] = frozenset()
    apps: frozenset[str] = frozenset()

    def condition(self) -> Q:
        """Match what stays hidden. A refused attempt is hidden from nobody."""
        of_apps = Q(pk__in=[])
        for app in self.apps:
            of_apps |= Q(resource__startswith=f"{app}.")
        done = Q(outcome=AuditEvent.Outcome.OK)
        return done & (Q(actor_id__in=self.actors) | Q(object_id__in=self.objects) | of_apps)


@dataclass(frozen=True)
class Departure:
    """What left with one disclosure, by ids and codes."""

    at: dt.datetime
    by_id: UUID
    recipient_id: UUID
    purpose: str
    fields: list[str]
    authority: str
    authority_id: UUID | None


@dataclass(frozen=True)
class Event:
    """One line of the trail."""

    id: UUID
    at: dt.datetime
    actor_id: UUID | None
    role: str
    action: str
    resource: str
    object_id: UUID | None
    subject_id: UUID | None
    outcome: str
    reason: str
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the door said no."""
        return self.outcome != AuditEvent.Outcome.OK

    @property
    def is_unseen(self) -> bool:
        """Whether it was refused for want of sight; otherwise the role did not allow it."""
        return self.outcome == AuditEvent.Outcome.UNSEEN

    @property
    def noun(self) -> str:
        """What kind of record it was, by the name of its table where there is one."""
        app, _dot, name = self.resource.partition(".")
        model = apps.all_models[app].get(name)
        return str(model._meta.verbose_name) if model else name

    @property
    def why(self) -> str:
        """The reason in words, where one was given."""
        return str(Reason(self.reason).label) if self.reason else ""


def first_looks(object_id: UUID) -> dict[UUID, dt.datetime]:
    """Return who has opened one record, and when each did so first. One query."""
    looks = AuditEvent.objects.filter(object_id=object_id, outcome=AuditEvent.Outcome.OK)
    looks = looks.filter(action=AuditEvent.Action.VIEWED, actor_id__isnull=False)
    return dict(looks.order_by().values_list("actor_id").annotate(Min("at")))


def events(search: Search, *, before: UUID | None, limit: int) -> list[Event]:
    """Return at most `limit` events, newest first, all older than the event `before`. One query."""
    found = matching(search)
    if before:
        found = found.filter(pk__lt=before)
    return [Event(**row) for row in found.values(*Event.__dataclass_fields__)[:limit]]


def departures(subject_ids: Iterable[UUID], *, since: dt.datetime) -> list[Departure]:
    """Return what left about a participant, newest first. One query."""
    left = Disclosure.objects.filter(subject_id__in=subject_ids, at__gte=since).order_by("-pk")
    return [Departure(**row) for row in left.values(*Departure.__dataclass_fields__)]


def matching(search: Search) -> AuditEventQuerySet:
    """Return what a search asks for, newest first."""
    found = AuditEvent.objects.newest_first().filter(_condition(search))
    if search.hidden is not None:
        found = found.exclude(search.hidden.condition())
    if search.about is None:
        return found
    return found.annotate(text=Cast("detail", TextField())).filter(_about(search.about))


def searches_since(moment: dt.datetime, *, actor_id: UUID) -> int:
    """Count how often someone searched since a moment. Ids sort by time, so few rows are read."""
    done = AuditEvent.objects.filter(pk__gte=first_id_at(moment), actor_id=actor_id)
    return done.filter(action=AuditEvent.Action.SEARCHED).count()


def _condition(search: Search) -> Q:
    wanted = {
        "actor_id": search.actor_id,
        "action": search.action,
        "resource": search.resource,
        "at__gte": search.since,
        "at__lt": search.until,
        # The id carries the moment: this is what lets PostgreSQL leave other months alone.
        "pk__gte": first_id_at(search.since - A_DAY) if search.since else None,
        "pk__lt": first_id_at(search.until + A_DAY) if search.until else None,
    }
    condition = Q(**{name: value for name, value in wanted.items() if value})
    if search.is_refused is None:
        return condition
    is_done = Q(outcome=AuditEvent.Outcome.OK)
    return condition & (~is_done if search.is_refused else is_done)


def _about(ids: Iterable[UUID]) -> Q:
    """Match what was done with someone, what was refused, and the lists they were on."""
    listed = Q(pk__in=[])
    for pk in ids:
        is_on_it = (
            Q(detail__contains={"ids": [str(pk)]})
            if connection.features.supports_json_field_contains
            else Q(text__contains=str(pk))
        )
        listed |= Q(action=AuditEvent.Action.LISTED) & is_on_it
    return Q(subject_id__in=ids) | Q(object_id__in=ids) | listed
