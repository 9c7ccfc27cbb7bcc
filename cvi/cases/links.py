"""Which tables lead to a participant or a case, as the models say; the merge asks."""

from typing import Any

from django.db import models

from cvi.cases.models import SearchToken

Link = models.ForeignKey[Any, Any]


def links_to(model: type[models.Model]) -> list[Link]:
    """Return every foreign key that leads to a table, but for those of its history."""
    relations = model._meta.get_fields(include_hidden=True)
    fields: list[Any] = [r.field for r in relations if r.auto_created and not r.concrete]  # type: ignore[union-attr]  # a relation, seen from its end
    return [field for field in fields if not hasattr(field.model, "history_id")]


def moves(link: Link) -> bool:
    """Answer whether rows follow a merged participant along this link.

    A model names in `STAYS_ON_MERGE` the links that tell what was true then. Search tokens are
    made anew.
    """
    stays: tuple[str, ...] = getattr(link.model, "STAYS_ON_MERGE", ())
    return link.model is not SearchToken and link.name not in stays
