"""The whole trail put to the test: the chain, the queue, the triggers, the versions of rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cvi.audit import chain, triggers
from cvi.audit.chain import Anchor, Verdict
from cvi.audit.models import AuditEvent, AuditLink, AuditPending
from cvi.vault.ids import first_id_at

ROWS_AT_ONCE = 500
LINKED_WITHIN = dt.timedelta(hours=1)
# A row, its version and its line are written in one transaction, within milliseconds.
TOGETHER = dt.timedelta(minutes=1)

Line = tuple[UUID | None, str, UUID | None]


def prove(*known: Anchor, since: dt.datetime | None = None) -> Verdict:
    """Walk along the chain, then look for what never got on it.

    Args:
        known: ends of the chain that were kept elsewhere.
        since: look at the versions of rows from this moment on; without it, at all of them.
    """
    verdict = chain.verify(*known)
    verdict.faults += _queue_faults()
    verdict.faults += [f"{name} is missing or does not refuse" for name in triggers.missing()]
    for model in _histories():
        for batch in _versions(model, since):
            verdict.versions += len(batch)
            verdict.faults += _without_line(model, batch)
    return verdict


def _queue_faults() -> Iterator[str]:
    """Name the events that wait for the chain too long, and those that were gone before it came."""
    old = AuditEvent.objects.filter(pk__lt=first_id_at(timezone.now() - LINKED_WITHIN))
    unlinked = old.filter(~Exists(AuditLink.objects.filter(event_id=OuterRef("pk"))))
    for event_id in unlinked.order_by("pk").values_list("pk", flat=True):
        yield f"unlinked for over an hour: event {event_id}"
    is_there = Exists(AuditEvent.objects.filter(pk=OuterRef("event_id")))
    for event_id in AuditPending.objects.filter(~is_there).values_list("pk", flat=True):
        yield f"gone before it was linked: event {event_id}"


def _histories() -> list[Any]:
    tracked = (model for model in apps.get_models() if hasattr(model, "instance_type"))
    return sorted(tracked, key=lambda model: model._meta.label_lower)


def _versions(model: Any, since: dt.datetime | None) -> Iterator[list[Any]]:
    """Yield the versions of rows in order, a batch at a time."""
    rows = model._default_manager.order_by("history_id")
    batch = list(
        rows.filter(history_date__gte=since)[:ROWS_AT_ONCE] if since else rows[:ROWS_AT_ONCE]
    )
    while batch:
        yield batch
        batch = list(rows.filter(history_id__gt=batch[-1].history_id)[:ROWS_AT_ONCE])


def _without_line(model: Any, batch: list[Any]) -> Iterator[str]:
    """Name each version that no line of the trail goes with."""
    tracked: type[models.Model] = model.instance_type
    key = tracked._meta.pk.attname
    moments = _lines(tracked, {getattr(row, key) for row in batch})
    for row in batch:
        line = (getattr(row, key), row.history_change_reason or "", row.history_user_id)
        near = [at for at in moments[line] if abs(at - row.history_date) <= TOGETHER]
        if near:
            moments[line].remove(near[0])
        else:
            yield f"no line for {tracked._meta.label_lower} {line[0]}, version {row.history_id}"


def _lines(tracked: type[models.Model], ids: Iterable[UUID]) -> dict[Line, list[dt.datetime]]:
    found: dict[Line, list[dt.datetime]] = defaultdict(list)
    events = AuditEvent.objects.filter(object_id__in=ids, resource=tracked._meta.label_lower)
    written = events.filter(action__in=["created", "changed", "deleted"]).order_by("pk")
    for object_id, reason, actor_id, at in written.values_list(
        "object_id", "reason", "actor_id", "at"
    ):
        found[object_id, reason, actor_id].append(at)
    return found
