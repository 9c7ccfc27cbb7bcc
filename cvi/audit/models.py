"""The trail's tables. No foreign keys: the trail outlives the records it speaks of."""

import hmac
import json
from typing import Self

from django.db import models
from django.utils import timezone

from cvi.audit.reasons import reasons
from cvi.vault.ids import uuid7
from cvi.vault.master import master


def actions() -> list[tuple[str, str]]:
    """Return the choices of a column; asked for late, so that a new action needs no migration."""
    return AuditEvent.Action.choices


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Reads of the trail."""

    def newest_first(self) -> Self:
        """Order by time, newest first; ids sort by the moment they were made."""
        return self.order_by("-pk")


class AuditEvent(models.Model):
    """One thing that someone did, or was refused. Ids and codes only."""

    class Action(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        DELETED = "deleted"
        VIEWED = "viewed"
        LISTED = "listed"
        SEARCHED = "searched"
        DISCLOSED = "disclosed"
        DOWNLOADED = "downloaded"
        ROLE_CHOSEN = "role_chosen"
        PRINTED = "printed"
        SIGNED_IN = "signed_in"
        SIGNED_OUT = "signed_out"
        LOCKED = "locked"
        UNLOCKED = "unlocked"
        STEPPED_UP = "stepped_up"
        BROKE_GLASS = "broke_glass"
        SLOWED_DOWN = "slowed_down"

    class Outcome(models.TextChoices):
        OK = "ok"
        UNSEEN = "unseen"
        NOT_ALLOWED = "not_allowed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.UUIDField("who", null=True, db_index=True)
    role = models.CharField("in which role", max_length=24, blank=True)
    action = models.CharField("did what", max_length=12, choices=actions)
    resource = models.CharField("to what kind of record", max_length=60)
    object_id = models.UUIDField("to which record", null=True, db_index=True)
    subject_id = models.UUIDField("about which participant", null=True, db_index=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OK)
    reason = models.CharField(max_length=40, choices=reasons, blank=True)
    detail = models.JSONField("codes, counts and ids", default=dict)
    row_mac = models.BinaryField("seal of the row", max_length=32)

    objects = AuditEventQuerySet.as_manager()

    def __str__(self) -> str:
        return f"audit event {self.pk}"

    def compute_mac(self) -> bytes:
        """Return the seal that this row must carry."""
        return hmac.digest(master().derive("audit", b"row"), self._canonical(), "sha256")

    def _canonical(self) -> bytes:
        fields = [f.attname for f in self._meta.concrete_fields if f.attname != "row_mac"]
        values = {name: str(getattr(self, name)) for name in fields if name not in {"at", "detail"}}
        values["at"] = self.at.astimezone(timezone.get_fixed_timezone(0)).isoformat()
        return json.dumps([values, self.detail], sort_keys=True).encode()


class AuditPending(models.Model):
    """An event that the chain has not reached yet; the worker takes it within seconds."""

    event_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"pending {self.pk}"


class AuditLink(models.Model):
    """One link of the chain: it seals an event, and every link before it."""

    seq = models.PositiveBigIntegerField("place in the chain", primary_key=True)
    event_id = models.UUIDField(unique=True)
    mac = models.BinaryField("seal of the link", max_length=32)

    def __str__(self) -> str:
        return f"link {self.pk}"


class AuditHead(models.Model):
    """The end of the chain: one row, whose lock lets one process link at a time."""

    seq = models.PositiveBigIntegerField(default=0)
    mac = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return "head of the chain"


class Maintenance(models.Model):
    """While a row stands here, in its own transaction, history rows may be sealed anew."""

    reason = models.CharField(max_length=40, choices=reasons)

    def __str__(self) -> str:
        return f"maintenance {self.pk}"


class Disclosure(models.Model):
    """What left an agency: which fields, to whom, for what, under which authority."""

    class Authority(models.TextChoices):
        CONSENT = "consent"
        COURT_ORDER = "court_order"
        MANDATED_REPORT = "mandated_report"
        IMMINENT_THREAT = "imminent_threat"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=timezone.now)
    subject_id = models.UUIDField("about which participant", db_index=True)
    by_id = models.UUIDField("who let it out")
    recipient_id = models.UUIDField("which agency received it")
    purpose = models.CharField(max_length=40)
    fields = models.JSONField("codes of the fields that left", default=list)
    authority = models.CharField(max_length=20, choices=Authority.choices)
    authority_id = models.UUIDField("which consent or paper", null=True)

    def __str__(self) -> str:
        return f"disclosure {self.pk}"
