"""What was opened during an emergency use, as the trail tells it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.audit import pace
from cvi.emergency.models import BreakGlass

PAGES: dict[str, str | Promise] = {
    "cases.participant": _("The participant's page"),
    "cases.case": _("A page of the case"),
}
OTHER = _("Another record of the file")


def looks_of(use: BreakGlass) -> list[tuple[str, int]]:
    """Return what was opened, in words, and how often each."""
    counts = pace.looked_at(
        use.participant_id, actor_id=use.user_id, since=use.began_at, until=use.over_at
    )
    looks: dict[str, int] = {}
    for resource, count in counts.items():
        if resource != use._meta.label_lower:
            label = str(PAGES.get(resource, OTHER))
            looks[label] = looks.get(label, 0) + count
    return list(looks.items())
