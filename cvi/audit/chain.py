"""The chain: each event sealed together with all before it, so that none can be lost unseen."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from cvi.audit.models import AuditEvent, AuditHead, AuditLink, AuditPending
from cvi.vault.master import master

LINKS_AT_ONCE = 500
HEAD = 1


@dataclass(frozen=True)
class Anchor:
    """An end of the chain that was written down elsewhere."""

    seq: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac.hex()}"

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Read what `str` made of an anchor.

        Raises:
            ValueError: this is no anchor.
        """
        seq, _colon, mac = text.partition(":")
        return cls(int(seq), bytes.fromhex(mac))

    def as_json(self) -> dict[str, Any]:
        """Return what goes to the log every hour."""
        return {"anchor": str(self), "at": timezone.now().isoformat(timespec="seconds")}


@dataclass
class Verdict:
    """What a walk along the chain found. The faults stand in the order of the chain."""

    links: int = 0
    versions: int = 0
    faults: list[str] = field(default_factory=list)


def link() -> int:
    """Chain the pending events and return how many. Never waits: who holds the head links ours."""
    if not AuditPending.objects.exists():
        return 0
    with transaction.atomic():
        head = _head()
        if head is None:
            return 0
        pending = list(AuditPending.objects.order_by("event_id")[:LINKS_AT_ONCE])
        events = AuditEvent.objects.in_bulk([row.event_id for row in pending])
        links = []
        for row in pending:
            if row.event_id not in events:
                continue  # it is gone; the queue keeps its name, and the proof tells of it
            mac = _mac(bytes(head.mac), head.seq + 1, events[row.event_id])
            head.seq, head.mac = head.seq + 1, mac
            links.append(AuditLink(seq=head.seq, event_id=row.event_id, mac=mac))
        AuditLink.objects.bulk_create(links)
        AuditPending.objects.filter(event_id__in=list(events)).delete()
        head.save()
    return len(links)


def anchor() -> Anchor:
    """Return the end of the chain, to be kept where the database's owner cannot reach it."""
    head = AuditHead.objects.filter(pk=HEAD).first() or AuditHead()
    return Anchor(head.seq, bytes(head.mac))


def verify(*known: Anchor) -> Verdict:
    """Walk along the chain and name every fault: a changed event, a gap, a cut end.

    Args:
        known: earlier ends of the chain, kept elsewhere. With them a cut tail is found too.
    """
    verdict, end = Verdict(), Anchor(0, bytes(32))
    for row, event in _links():
        verdict.links += 1
        verdict.faults += _faults(row, event, before=end)
        end = Anchor(row.seq, bytes(row.mac))
    verdict.faults += _faults_at(end)
    for kept in known:
        verdict.faults += _faults_against(kept, end)
    return verdict


def _faults(row: AuditLink, event: AuditEvent | None, *, before: Anchor) -> list[str]:
    if row.seq != before.seq + 1:
        return [f"gap at {before.seq + 1}: {row.seq - before.seq - 1} links are gone"]
    if event is None:
        return [f"gap at {row.seq}: event {row.event_id} is gone"]
    if bytes(event.row_mac) != event.compute_mac():
        return [f"broken at {row.seq}: event {event.pk} was changed"]
    if bytes(row.mac) != _mac(before.mac, row.seq, event):
        return [f"broken at {row.seq}: the link was changed"]
    return []


def _faults_at(end: Anchor) -> list[str]:
    head = anchor()
    return [] if head == end else [f"cut at {end.seq}: the head stands at {head.seq}"]


def _faults_against(known: Anchor, end: Anchor) -> list[str]:
    if known.seq > end.seq:
        return [f"cut at {end.seq}: {known.seq - end.seq} anchored links are gone"]
    kept = AuditLink.objects.filter(seq=known.seq).first()
    is_same = kept is not None and bytes(kept.mac) == known.mac
    return [] if is_same else [f"broken at {known.seq}: not the link that was anchored"]


def _head() -> AuditHead | None:
    """Take the head; None when another process holds it."""
    AuditHead.objects.get_or_create(pk=HEAD)
    skip = connection.features.has_select_for_update_skip_locked
    return AuditHead.objects.select_for_update(skip_locked=skip).filter(pk=HEAD).first()


def _mac(before: bytes, seq: int, event: AuditEvent) -> bytes:
    sealed = b"ln1" + before + seq.to_bytes(8, "big") + event.pk.bytes + bytes(event.row_mac)
    return hmac.digest(master().derive("audit", b"chain"), sealed, "sha256")


def _links() -> Iterator[tuple[AuditLink, AuditEvent | None]]:
    """Yield the links in order with their events, a batch at a time."""
    after = 0
    while batch := list(AuditLink.objects.filter(seq__gt=after).order_by("seq")[:LINKS_AT_ONCE]):
        events: dict[UUID, AuditEvent] = AuditEvent.objects.in_bulk([row.event_id for row in batch])
        yield from ((row, events.get(row.event_id)) for row in batch)
        after = batch[-1].seq
