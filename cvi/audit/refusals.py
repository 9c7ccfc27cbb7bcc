"""The two ways in which the door says no. Both carry ids only."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404


class Refused(Exception):
    """Something was asked for that this user may not have."""

    def __init__(self, model: type[models.Model], object_id: UUID | None = None) -> None:
        super().__init__(f"{model._meta.label_lower} {object_id}")
        self.resource = model._meta.label_lower
        self.object_id = object_id


class Unseen(Refused, Http404):
    """There is no such row, or none this user was given sight of. The two look alike."""


class NotAllowed(Refused, PermissionDenied):
    """The row is theirs to see, but not to do this with."""
