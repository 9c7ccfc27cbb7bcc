"""Whom street outreach has not reached for a while."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.cases import today as cases_today
from cvi.cases.models import Case, FollowUp
from cvi.cases.today import ROWS, Due
from cvi.outreach.models import Contact
from cvi.outreach.values import Outcome
from cvi.standards import reading as standards


def due(user: User) -> Iterator[Due]:
    """Yield whom a contact is owed: the check-ins that are due, then the people quiet for long."""
    if user.holds(Permission.LOG_CONTACT):
        yield from _check_ins(user)
        yield from _quiet(user)


def _check_ins(user: User) -> Iterator[Due]:
    """Yield the due check-ins of outreach cases: logging a contact is how they are done."""
    for row in cases_today.due(user, kinds=[FollowUp.Kind.CHECK_IN], program=Program.OUTREACH):
        url = reverse("outreach:contact_log", args=[row.case.pk])
        yield replace(row, rank=row.rank + 1, action_url=url, action_label=_("Log"))


def _quiet(user: User) -> Iterator[Due]:
    """Yield the people not reached for so many days or more, the longest first."""
    today = timezone.localdate()
    cases = Case.objects.visible_to(user).open().filter(program=Program.OUTREACH)
    quiet = cases.filter(
        _is_quiet(standards.numbers_by_model("quiet_days", program=Program.OUTREACH))
    )
    rows = list(quiet.with_people().order_by("opened_on", "pk")[:ROWS])
    last = _last_reached(rows)
    for case in rows:
        day = last.get(case.pk)
        yield Due(
            case=case,
            reason=_reason(day),
            rank=min((today - (day or case.opened_on)).days, 99),
            action_url=reverse("outreach:contact_log", args=[case.pk]),
            action_label=_("Log"),
        )


def _is_quiet(days: dict[str, int]) -> Q:
    """Return the condition of being quiet for as many days as the model of the team says."""
    others = Q(team__model__in=[model for model in days if model])
    found = _quiet_for(days[""]) & ~others if len(days) > 1 else _quiet_for(days[""])
    for model, number in days.items():
        if model:
            found |= Q(team__model=model) & _quiet_for(number)
    return found


def _quiet_for(days: int) -> Q:
    since = timezone.now() - dt.timedelta(days=days)
    reached = Contact.objects.reached().filter(case=OuterRef("pk"), occurred_at__gt=since)
    return Q(~Exists(reached), opened_on__lt=timezone.localdate(since))


def _last_reached(cases: list[Case]) -> dict[object, dt.date]:
    reached = Contact.objects.filter(case__in=cases).values("case_id")
    latest = reached.annotate(at=Max("occurred_at", filter=Q(outcome=Outcome.REACHED)))
    return {row["case_id"]: timezone.localdate(row["at"]) for row in latest if row["at"]}


def _reason(day: dt.date | None) -> str:
    if day is None:
        return _("Not reached yet")
    return _("Last reached %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")}
