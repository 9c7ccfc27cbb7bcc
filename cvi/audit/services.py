"""Every write and every look goes through here, and leaves its line in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction

from cvi.audit import marks
from cvi.audit.models import AuditEvent, AuditPending, Disclosure, Maintenance
from cvi.audit.reasons import Reason
from cvi.audit.refusals import NotAllowed, Refused
from cvi.vault.fields import Sealed

Row = TypeVar("Row", bound=models.Model)
Action = AuditEvent.Action
Authority = Disclosure.Authority


class Actor(Protocol):
    """Who acts: a user, in the role chosen for this session."""

    pk: UUID
    acting_role: str


def save(row: Row, *, by: Actor, reason: Reason) -> Row:
    """Write a row, its history and its line on the trail.

    Raises:
        ValidationError: a field's value, or the row as a whole, breaks a rule of its model.
    """
    is_new = row._state.adding
    row.clean_fields(exclude=_needs_no_cleaning(row))
    row.clean()
    _sign(row, by=by, reason=reason)
    row.save()
    record(Action.CREATED if is_new else Action.CHANGED, row, by=by, reason=reason)
    return row


def delete(row: models.Model, *, by: Actor, reason: Reason) -> None:
    """Delete a row; its history and its line on the trail stay."""
    _sign(row, by=by, reason=reason)
    record(Action.DELETED, row, by=by, reason=reason)
    row.delete()


def viewed(row: models.Model, *, by: Actor, flag: str = marks.NOTHING) -> None:
    """Note that one record was opened. `flag` goes into a mark that only our key can read."""
    event = _event(Action.VIEWED, row)
    event.detail = {"mark": marks.mark(event.pk, flag)}
    insert(event, by=by)


def record(
    action: AuditEvent.Action,
    row: models.Model,
    *,
    by: Actor,
    reason: Reason | str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Note one thing done with one row. `detail` holds codes, counts and ids only."""
    event = _event(action, row)
    event.reason, event.detail = reason, detail or {}
    insert(event, by=by)


def listed(
    model: type[models.Model],
    ids: Iterable[UUID],
    *,
    session: MutableMapping[str, Any],
    by: Actor,
) -> None:
    """Note that a list was shown; its ids only when this session has not seen this very set."""
    texts = sorted(str(pk) for pk in ids)
    digest = sha256("".join(texts).encode()).hexdigest()[:16]
    seen = session.get("listed", [])
    detail: dict[str, Any] = {"count": len(texts), "set": digest}
    if digest not in seen:
        detail["ids"] = texts
        session["listed"] = [*seen[-49:], digest]
    insert(AuditEvent(action=Action.LISTED, resource=model._meta.label_lower, detail=detail), by=by)


def searched(
    model: type[models.Model], *, count: int, by: Actor, flag: str = marks.NOTHING
) -> None:
    """Note that someone searched, and how much was found; never what for."""
    event = AuditEvent(action=Action.SEARCHED, resource=model._meta.label_lower)
    event.detail = {"count": count, "mark": marks.mark(event.pk, flag)}
    insert(event, by=by)


def noted(action: AuditEvent.Action, resource: str, *, by: Actor, detail: dict[str, Any]) -> None:
    """Note something done that is about no single row: a search, a sign-in, a report."""
    insert(AuditEvent(action=action, resource=resource, detail=detail), by=by)


def sign_in_failed(resource: str, *, user_id: UUID | None, step: str) -> None:
    """Note a try to sign in that failed. Nobody acted, as far as we know; no typed word is kept."""
    event = AuditEvent(action=Action.SIGNED_IN, resource=resource, object_id=user_id)
    event.outcome, event.detail = AuditEvent.Outcome.NOT_ALLOWED, {"step": step}
    insert(event, by=None)


def refused(error: Refused, *, by: Actor, address: str) -> None:
    """Note that the door said no. `address` is the name of the page, never its query."""
    outcomes = AuditEvent.Outcome
    outcome = outcomes.NOT_ALLOWED if isinstance(error, NotAllowed) else outcomes.UNSEEN
    event = AuditEvent(action=Action.VIEWED, resource=error.resource, object_id=error.object_id)
    event.outcome = outcome
    event.detail = {"page": address}
    insert(event, by=by)


def denied(action: AuditEvent.Action, resource: str, *, by: Actor, detail: dict[str, Any]) -> None:
    """Note something that was tried, about no row that could be named, and did not happen."""
    event = AuditEvent(action=action, resource=resource, detail=detail)
    event.outcome = AuditEvent.Outcome.NOT_ALLOWED
    insert(event, by=by)


def withheld(row: models.Model, *, by: Actor, detail: dict[str, Any]) -> None:
    """Note that something was asked to leave without authority, and stayed."""
    event = AuditEvent(action=Action.DISCLOSED, resource=row._meta.label_lower, object_id=row.pk)
    event.subject_id = getattr(row, "subject_id", None)
    event.outcome, event.detail = AuditEvent.Outcome.NOT_ALLOWED, detail
    insert(event, by=by)


def disclosed(
    row: models.Model,
    *,
    to: UUID,
    fields: list[str],
    authority: tuple[Authority, UUID | None],
    by: Actor,
) -> Disclosure:
    """Write down what left with `row`, to which agency, and its line on the trail.

    Args:
        row: what it left with; its table names the purpose.
        to: the id of the agency that receives it.
        fields: codes of the fields that left.
        authority: what lets it leave, and the id of that consent or paper.
        by: who let it out.
    """
    disclosure = Disclosure(
        subject_id=row.subject_id,  # type: ignore[attr-defined]  # of every participant's record
        by_id=by.pk,
        recipient_id=to,
        purpose=row._meta.model_name or "",
        fields=fields,
        authority=authority[0],
        authority_id=authority[1],
    )
    disclosure.save(force_insert=True)
    record(Action.DISCLOSED, disclosure, by=by, detail={"fields": disclosure.fields})
    return disclosure


def _event(action: AuditEvent.Action, row: models.Model) -> AuditEvent:
    return AuditEvent(
        action=action,
        resource=row._meta.label_lower,
        object_id=row.pk if isinstance(row.pk, UUID) else None,
        subject_id=getattr(row, "subject_id", None),
    )


def _needs_no_cleaning(row: models.Model) -> set[str]:
    """Links are the database's to check; an empty nullable or untouched sealed value is right."""
    return {
        f.name
        for f in row._meta.concrete_fields
        if f.is_relation
        or (f.null and row.__dict__.get(f.attname) is None)
        or isinstance(row.__dict__.get(f.attname), Sealed)
    }


def insert(event: AuditEvent, *, by: Actor | None) -> None:
    """Seal an event, and write it with its place in the queue of the chain."""
    if by is not None:
        event.actor_id, event.role = by.pk, by.acting_role
    event.row_mac = event.compute_mac()
    with transaction.atomic(savepoint=False):
        event.save(force_insert=True)
        AuditPending(event_id=event.pk).save(force_insert=True)


@contextmanager
def maintenance(*, reason: Reason, by: Actor) -> Iterator[Counter[str]]:
    """Let history rows be changed, as re-sealing and purging need, and leave the counts.

    Yields:
        a counter of rows by table, which the caller fills and which goes on the trail.
    """
    with transaction.atomic():
        permit = Maintenance.objects.create(reason=reason)
        counts: Counter[str] = Counter()
        yield counts
        permit.delete()
        event = AuditEvent(action=Action.CHANGED, resource="history", reason=reason)
        event.detail = dict(counts)
        insert(event, by=by)


def _sign(row: models.Model, *, by: Actor, reason: Reason) -> None:
    """Tell simple-history who and why; it has no other way to be told."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason.value  # type: ignore[attr-defined]
