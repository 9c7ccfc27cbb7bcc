"""The same city in plain columns."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from cvi.vault.ids import uuid7


class Person(models.Model):
    """Somebody, readable."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    legal_name = models.CharField(max_length=80)
    birth_date = models.DateField()

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class PlainCase(models.Model):
    """A case, readable."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    status = models.CharField(max_length=12)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.person)


class PlainFollowUp(models.Model):
    """A follow-up, readable."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(PlainCase, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    due_on = models.DateField(db_index=True)
    done_on = models.DateField(null=True)


class PlainContact(models.Model):
    """A contact, readable."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(PlainCase, on_delete=models.PROTECT)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    occurred_on = models.DateField()
    mode = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    note = models.TextField()

    history = HistoricalRecords()
