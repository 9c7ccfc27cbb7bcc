"""How many people's files someone opens, and how fast, as the trail tells it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncHour

from cvi.audit.models import AuditEvent
from cvi.vault.ids import first_id_at

Action, Outcome = AuditEvent.Action, AuditEvent.Outcome


@dataclass(frozen=True)
class Opened:
    """When each participant was first opened, and when someone last showed who they are."""

    first_at: dict[UUID, dt.datetime]
    signed_in_at: dt.datetime
    factor_at: dt.datetime

    def since(self, moment: dt.datetime) -> set[UUID]:
        """Return the participants first opened since a moment."""
        return {subject_id for subject_id, at in self.first_at.items() if at >= moment}


def opened_since(moment: dt.datetime, *, actor_id: UUID) -> Opened:
    """Return whom someone opened since a moment. One query; ids sort by time, so few rows."""
    actions = [Action.VIEWED, Action.SIGNED_IN, Action.STEPPED_UP]
    done = _done(actor_id, since=moment).filter(action__in=actions, outcome=Outcome.OK)
    rows = list(done.values_list("action", "subject_id").annotate(Min("at"), Max("at")))
    opened = {person: first for action, person, first, _last in rows if action == Action.VIEWED}
    shown = {action: last for action, _person, _first, last in rows if action != Action.VIEWED}
    opened.pop(None, None)  # looks at what is about no participant
    signed_in_at = shown.get(Action.SIGNED_IN, moment)
    factor_at = max(signed_in_at, shown.get(Action.STEPPED_UP, moment))
    return Opened(opened, signed_in_at, factor_at)


def opened_an_hour(since: dt.datetime, *, until: dt.datetime, actor_id: UUID) -> list[int]:
    """Return how many people someone opened in each hour in which they opened any."""
    looks = _done(actor_id, since=since).filter(at__lt=until)
    looks = looks.filter(action=Action.VIEWED, outcome=Outcome.OK, subject_id__isnull=False)
    hours = looks.values_list(TruncHour("at")).annotate(people=Count("subject_id", distinct=True))
    return [people for _hour, people in hours]


def done_since(moment: dt.datetime, *, actor_id: UUID, action: AuditEvent.Action) -> int:
    """Count how often someone did something, or tried to, since a moment."""
    return _done(actor_id, since=moment).filter(action=action).count()


def looked_at(
    subject_id: UUID, *, actor_id: UUID, since: dt.datetime, until: dt.datetime
) -> dict[str, int]:
    """Count what someone opened of one participant in a stretch of time, by kind of record."""
    looks = _done(actor_id, since=since).filter(at__lt=until)
    looks = looks.filter(action=Action.VIEWED, outcome=Outcome.OK, subject_id=subject_id)
    return dict(looks.values_list("resource").annotate(Count("pk")).order_by("resource"))


def _done(actor_id: UUID, *, since: dt.datetime) -> models.QuerySet[AuditEvent]:
    """Keep what someone did since a moment. Ids sort by time, which spares reading older rows."""
    return AuditEvent.objects.filter(pk__gte=first_id_at(since), at__gte=since, actor_id=actor_id)
