"""What the worker does for the desk: count what is due, and have people told."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cvi.accounts.system import system_user
from cvi.alerts import reading as alerts_reading
from cvi.alerts import services as alerts
from cvi.desk import due


@db_periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]
def tell_what_is_due() -> None:
    """Have each worker whose hour has come told how many things are due; the count, no more."""
    for user in alerts_reading.wanting_digest(timezone.now()):
        alerts.send_digest(user=user, count=len(due.for_user(user)), by=system_user())
