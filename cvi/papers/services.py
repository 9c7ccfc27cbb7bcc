"""A job from asking to download. The only writer of the job table."""

import datetime as dt
import logging
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from huey.contrib.djhuey import db_task

from cvi.accounts.access import acting_membership, keys_of, require_no_emergency
from cvi.accounts.models import Acting, User
from cvi.audit import keys
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.papers.errors import DownloadGone, JobLost
from cvi.papers.formats import PDF, content_type
from cvi.papers.handlers import HANDLERS
from cvi.papers.models import Job
from cvi.vault import storage
from cvi.vault.errors import CiphertextRejected, FileMissing
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain
from cvi.vault.services import key_for

LIFETIME = dt.timedelta(minutes=15)
MAX_ATTEMPTS = 3

logger = logging.getLogger(__name__)


def start_job(*, kind: Job.Kind, params: dict[str, Any], by: User) -> Job:
    """Ask for a paper. It is put in the queue once the request is committed.

    Args:
        kind: which paper.
        params: codes, ids and dates only; "language" where it is not that of whoever asks.
        by: who asked, and alone may download it. It is made in the role they act in now.

    Raises:
        PermissionDenied: they act in none, or read a file in an emergency.
    """
    require_no_emergency(by)
    params = {"language": get_language(), **params}
    membership = acting_membership(by)
    if membership is None:
        raise PermissionDenied
    job = Job(owner=by, kind=kind, params=params)
    job.role, job.agency = membership.role, membership.agency
    job.save(force_insert=True)
    detail = {"kind": kind.value, **params}
    audit.record(audit.Action.CREATED, job, by=by, reason=Reason.REPORT_ASKED_FOR, detail=detail)
    transaction.on_commit(partial(run_job, job_id=str(job.pk)), robust=True)
    return job


@db_task()  # type: ignore[untyped-decorator]
def run_job(*, job_id: str) -> None:
    """Make the paper with the keys of its owner's role, unless another worker has begun it."""
    job = claim_job(job_id=UUID(job_id))
    if job is None:
        return
    try:
        _make(job)
    except JobLost:
        storage.drop(job.file_name)
    except PermissionDenied:
        fail_job(job=job, message=Job.Message.NOT_ALLOWED)
    except Exception as error:  # noqa: BLE001  whatever it was, its owner must be told
        logger.error("Job %s failed: %s", job.pk, type(error).__name__)  # noqa: TRY400, RUF100
        fail_job(job=job, message=Job.Message.BROKEN)


def claim_job(*, job_id: UUID) -> Job | None:
    """Begin a waiting job; None when another worker has begun it."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    is_ours = waiting.update(
        state=Job.State.RUNNING,
        message=Job.Message.STARTED,
        attempt=F("attempt") + 1,
        heartbeat_at=timezone.now(),
    )
    return Job.objects.select_related("owner").get(pk=job_id) if is_ours else None


def report_progress(*, job: Job, percent: int, message: Job.Message) -> Job:
    """Say how far a job is, which is its sign of life too.

    Raises:
        JobLost: this attempt was given up, and another one has the job.
    """
    _update(job, percent=percent, message=message)
    return job


def finish_job(*, job: Job, content: Iterable[bytes], realm: UUID) -> Job:
    """Seal the content in a file under a key of its own; for fifteen minutes it can be had."""
    key = key_for(domain=Domain.PAPERS, realm=realm, subject=job.pk)
    storage.keep(job.file_name, content, key=key)
    _update(
        job,
        state=Job.State.DONE,
        percent=100,
        message=Job.Message.READY,
        key=key,
        expires_at=timezone.now() + LIFETIME,
    )
    return job


def fail_job(*, job: Job, message: Job.Message) -> Job:
    """Give a job up and say why, unless another attempt has it by now."""
    storage.drop(job.file_name)
    unfinished = Job.objects.filter(pk=job.pk, attempt=job.attempt, expires_at=None)
    if unfinished.update(state=Job.State.FAILED, message=message):
        _drop_files(job)
    return job


def download(*, job: Job, by: User) -> bytes:
    """Return the content of a job's file, once; file and key are gone afterwards.

    Raises:
        DownloadGone: it was downloaded before, or its time ran out.
        NotAllowed: they read a file in an emergency.
    """
    require_no_emergency(by)
    ready = Job.objects.filter(pk=job.pk, state=Job.State.DONE, downloaded_at=None)
    now = timezone.now()
    if not ready.filter(expires_at__gt=now).update(downloaded_at=now):
        raise DownloadGone(_("This file is gone. Please ask for the report again."))
    content = _content_of(job)
    audit.record(audit.Action.DOWNLOADED, job, by=by, detail={"kind": job.kind})
    transaction.on_commit(partial(drop_file, job=job, by=by), robust=True)
    return content


def drop_file(*, job: Job, by: User) -> Job:
    """Delete a job's file and destroy its key, so that no copy of the file can be read."""
    _drop_files(job)
    if job.key:
        keys.destroy_key(key=job.key, by=by)
    Job.objects.filter(pk=job.pk).update(key=None)
    return job


def queue_again(*, job: Job) -> Job:
    """Queue a stalled job once more; after the third attempt it is given up."""
    if job.attempt >= MAX_ATTEMPTS:
        return fail_job(job=job, message=Job.Message.INTERRUPTED)
    stalled = Job.objects.filter(pk=job.pk, state=job.state, heartbeat_at=job.heartbeat_at)
    if stalled.update(state=Job.State.WAITING, heartbeat_at=timezone.now()):
        run_job(job_id=str(job.pk))
    return job


def _make(job: Job) -> None:
    owner = job.owner
    owner.acting = Acting(job.role, job.agency_id)
    membership = acting_membership(owner)
    if membership is None:
        raise PermissionDenied
    owner.acting_role, realm = membership.acting
    with open_ring(keys_of(membership)), override(job.params["language"]):
        content = HANDLERS[job.kind](job)
        if content_type(job) == PDF:
            audit.record(audit.Action.PRINTED, job, by=owner, detail={"kind": job.kind})
        finish_job(job=job, content=content, realm=realm)


def _update(job: Job, **values: Any) -> None:
    held = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)
    if not held.update(heartbeat_at=timezone.now(), **values):
        raise JobLost(str(job.pk))


def _content_of(job: Job) -> bytes:
    try:
        with storage.fetch(job.file_name) as file:
            return bytes(file.read())
    except (CiphertextRejected, FileMissing):
        raise DownloadGone(_("This file is gone. Please ask for the report again.")) from None


def _drop_files(job: Job) -> None:
    for name in job.file_names:
        storage.drop(name)
