"""The door to a job: its owner's alone."""

from uuid import UUID

from cvi.accounts.models import User
from cvi.audit.refusals import Unseen
from cvi.papers.models import Job


def open_job(user: User, job_id: UUID) -> Job:
    """Return the job if `user` asked for it. Looking at one's own progress leaves no line.

    Raises:
        Unseen: no such job, or another's.
    """
    job = Job.objects.visible_to(user).select_related("owner", "key").filter(pk=job_id).first()
    if job is None:
        raise Unseen(Job, job_id)
    return job
