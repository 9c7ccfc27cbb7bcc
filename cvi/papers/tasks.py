"""What the worker does every minute: wake stalled jobs, delete files whose time is over."""

from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cvi.accounts.system import system_user
from cvi.papers import services
from cvi.papers.models import Job


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def wake_stalled_jobs() -> None:
    """Queue again what a worker left lying when it died."""
    for job in Job.objects.stalled_at(timezone.now()):
        services.queue_again(job=job)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def drop_old_files() -> None:
    """Delete what nobody downloaded in time."""
    for job in Job.objects.left_over_at(timezone.now()).select_related("key"):
        services.drop_file(job=job, by=system_user())
