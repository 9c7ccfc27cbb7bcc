"""What the worker does for staff: tell of those who are not back in time."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cvi.accounts.system import system_user
from cvi.staffing import services


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def tell_of_late() -> None:
    """Raise a safety alert for each who is not back from the field in time."""
    services.tell_of_late(now=timezone.now(), by=system_user())
