"""How it is going, once a month: better, the same or worse in six parts of life."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet


class Change(models.TextChoices):
    """How a part of life changed since the last rating."""

    POSITIVE = "positive", _("Better")
    NEUTRAL = "neutral", _("The same")
    NEGATIVE = "negative", _("Worse")
    UNKNOWN = "unknown", _("Don't know")


PARTS: dict[str, Any] = {
    "safety": _("Safety"),
    "work": _("Work or school"),
    "housing": _("A place to stay"),
    "family": _("Family"),
    "legal": _("Court and legal help"),
    "health": _("Health"),
}


def _change() -> "models.CharField[str, str]":
    return models.CharField(max_length=8, choices=Change.choices, default=Change.UNKNOWN)


class ProgressRating(CaseRecord):
    """One month's rating by whoever works the case."""

    safety = _change()
    work = _change()
    housing = _change()
    family = _change()
    legal = _change()
    health = _change()
    rated_on = models.DateField("rated on", default=timezone.localdate)
    rated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    @property
    def parts(self) -> Iterator[tuple[Any, str]]:
        """Each part of life that was rated, with how it changed."""
        for name, label in PARTS.items():
            if getattr(self, name) != Change.UNKNOWN:
                yield label, str(Change(getattr(self, name)).label)
