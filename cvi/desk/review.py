"""The supervisor's queue, out of what each app has waiting: the oldest first."""

from itertools import chain
from uuid import UUID

from django.urls import reverse

from cvi.accounts.models import User
from cvi.cases import queue as cases_queue
from cvi.cases.queue import Item
from cvi.referrals import queue as referrals_queue

SOURCES = (cases_queue, referrals_queue)


def items(user: User) -> list[Item]:
    """Return everything that waits for this supervisor, the oldest first."""
    found = chain.from_iterable(source.waiting(user) for source in SOURCES)
    return sorted(found, key=lambda item: (item.at, str(item.subject)))


def find(waiting: list[Item], subject: UUID) -> Item | None:
    """Return one thing, while it waits."""
    return next((item for item in waiting if item.subject == subject and not item.page), None)


def url_of(item: Item) -> str:
    """Return where one looks at a thing."""
    if item.page:
        return reverse(item.page, args=[item.subject])
    return reverse("desk:review_item", args=[item.subject])


def after(waiting: list[Item], item: Item) -> str:
    """Return where the next thing is; nothing after the last one."""
    place = waiting.index(item) + 1
    return url_of(waiting[place]) if place < len(waiting) else ""
