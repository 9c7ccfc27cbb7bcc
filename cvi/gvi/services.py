"""Plan custom notifications and say how they went."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered
from cvi.cases.keys import domain_key
from cvi.cases.models import Case
from cvi.cases.services import start_protocol
from cvi.gvi.models import CustomNotification
from cvi.gvi.values import Response, Result
from cvi.vault.models import Domain

AFTER_NOTIFICATION = "after_notification"


@dataclass(frozen=True)
class Visit:
    """How a visit went."""

    result: str
    tried_on: dt.date
    delivered_to: str = ""
    response: str = ""


def plan_notification(
    *, case: Case, why: str, planned_on: dt.date, note: str = "", by: User
) -> CustomNotification:
    """Plan a custom notification.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    row = CustomNotification(case=case, key=domain_key(case, Domain.GVI))
    row.why, row.note, row.planned_on = why, note, planned_on
    return audit.save(row, by=by, reason=Reason.NOTIFICATION_PLANNED)


def record_visit(*, notification: CustomNotification, visit: Visit, by: User) -> CustomNotification:
    """Say how a visit went; with whoever wants help the follow-ups begin.

    Raises:
        CaseClosed: the case is closed.
        AlreadyAnswered: the notification was delivered or called off before.
    """
    notification.case.require_open()
    if not notification.is_open:
        raise AlreadyAnswered(_("This notification is done already."))
    notification.result, notification.tried_on = visit.result, visit.tried_on
    notification.delivered_to, notification.response = visit.delivered_to, visit.response
    audit.save(notification, by=by, reason=Reason.NOTIFICATION_UPDATED)
    if visit.result == Result.DELIVERED and visit.response == Response.ACCEPTED:
        case, day = notification.case, visit.tried_on
        start_protocol(case=case, code=AFTER_NOTIFICATION, start=day, by=by)
    return notification
