"""What a message says, as lines that a page shows: label and value."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.incidents.models import DropBoxMessage
from cvi.incidents.values import Wish

LABELS: dict[str, str | Promise] = {
    "wish": _("What it is about"),
    "area": _("Where"),
    "day": _("Day"),
    "hour": _("Time"),
    "victims": _("People hurt"),
    "hospital": _("Hospital"),
    "words": _("In their words"),
    "caller": _("Who left it, as they say"),
}


def lines(message: DropBoxMessage) -> Iterator[tuple[str, str]]:
    """Yield what was filled in, in the order of the form."""
    said: dict[str, Any] = message.said
    for name, label in LABELS.items():
        if name in said:
            yield str(label), _shown(name, said[name])


def _shown(name: str, value: Any) -> str:
    if name == "wish":
        return str(Wish(value).label)
    if name == "day":
        return date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
    if name == "hour":
        return time_format(dt.time.fromisoformat(value), "TIME_FORMAT")
    return str(value)
