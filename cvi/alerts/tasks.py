"""What the worker does for alerts: go on to the next person, send what waits."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cvi.alerts import escalation, sending


@db_task()  # type: ignore[untyped-decorator]
def send_waiting() -> None:
    """Send what waits, as soon as it was written down."""
    sending.send_due(now=timezone.now())


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def go_on() -> None:
    """Let alerts go on that nobody has answered, and send what waits, a failed message too."""
    escalation.escalate_due(now=timezone.now())
    sending.send_due(now=timezone.now())
