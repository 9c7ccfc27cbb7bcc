"""Data keys, the check values of master keys, and the base of every sealed table."""

from typing import Any

from django.db import models

from cvi.vault.ids import uuid7


class Domain(models.TextChoices):
    """What kind of secret a data key guards. A role opens only the domains it needs."""

    CORE = "core", "Identity, narratives, goals"
    MEDICAL = "medical", "Medical"
    GVI = "gvi", "Group violence intervention"
    REFERRAL = "referral", "The consented part of a referral"
    PAPERS = "papers", "Files made for download"
    MATCH = "match", "Who of one agency is who of another"
    EMERGENCY = "emergency", "Why someone opened a file in an emergency, and its review"
    ELIGIBILITY = "eligibility", "Which criteria someone meets; each answer's key is destroyed"
    DROP_BOX = "drop_box", "What an office left in a drop box"
    STAFF = "staff", "How someone who works here is reached; opened for one person at a time"
    GROUP = "group", "What a group is called, and what its sessions are about"
    STAFF_FILE = "staff_file", "Staff supervision, critical incidents, what a worker shared"
    WELLBEING = "wellbeing", "How a worker is; opens to that worker alone"


def domains() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new domain needs no migration."""
    return Domain.choices


class DataKey(models.Model):
    """A data key, wrapped under a master key. The row outlives the key: it is the tombstone."""

    class State(models.TextChoices):
        LIVE = "live"
        SEALED = "sealed"
        DESTROYED = "destroyed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kek = models.PositiveIntegerField("master key", db_index=True)
    wrapped = models.BinaryField(max_length=40, null=True)
    domain = models.CharField(max_length=12, choices=domains)
    realm = models.UUIDField("agency")
    subject = models.UUIDField("whose key it is")
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "domain"], name="one_key_a_domain"),
            models.CheckConstraint(
                name="only_a_live_key_is_wrapped",
                condition=models.Q(state="live", wrapped__isnull=False)
                | ~models.Q(state="live") & models.Q(wrapped__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"data key {self.pk}"


class KekRecord(models.Model):
    """The check value of a master key used here, to tell a wrong key from the right one."""

    id = models.PositiveIntegerField(primary_key=True)
    check_value = models.BinaryField(max_length=8)

    def __str__(self) -> str:
        return f"master key {self.pk}"


class SealedModel(models.Model):
    """A row with sealed columns. `key` is the data key that new values are sealed under."""

    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
