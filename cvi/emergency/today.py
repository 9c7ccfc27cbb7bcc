"""What emergency sight puts on the page that someone starts from."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Case
from cvi.cases.today import Message
from cvi.emergency.models import BreakGlass

SHOWN_DAYS = 3
ROWS = 20


def messages(user: User) -> Iterator[Message]:
    """Yield who read a file of the teams that `user` leads in an emergency, in the last days."""
    team_ids = [team.pk for team in user.teams_for(Permission.GRANT_SIGHT)]
    if not team_ids:
        return
    theirs = Case.objects.filter(team_id__in=team_ids).values("participant_id")
    since = timezone.now() - dt.timedelta(days=SHOWN_DAYS)
    uses = BreakGlass.objects.filter(began_at__gte=since, participant__in=theirs)
    uses = uses.exclude(user=user).select_related("participant", "user").order_by("-began_at")
    for use in uses[:ROWS]:
        text = _("%(who)s read the file of %(name)s in an emergency, %(when)s. It is reviewed.")
        yield Message(
            text % {"who": use.user.name, "name": use.participant.called, "when": _when(use)}
        )


def reminders(user: User) -> Iterator[Message]:
    """Yield what waits for a review, to whoever reviews; to others on the trail, what is late."""
    if user.holds(Permission.REVIEW_BREAK_GLASS):
        waiting = BreakGlass.objects.visible_to(user).waiting().count()
        text = ngettext(
            "%(count)s emergency use waits for your review.",
            "%(count)s emergency uses wait for your review.",
            waiting,
        )
        url, label = reverse("emergency:review_list"), _("Review")
    else:
        waiting = BreakGlass.objects.overdue().count()
        text = ngettext(
            "%(count)s emergency use was not reviewed within 72 hours.",
            "%(count)s emergency uses were not reviewed within 72 hours.",
            waiting,
        )
        url, label = "", ""
    if waiting:
        yield Message(text % {"count": waiting}, url, label)


def _when(use: BreakGlass) -> str:
    return date_format(timezone.localtime(use.began_at), "SHORT_DATETIME_FORMAT")
