"""What the worker does: end referrals that ran out; check, import and export the directory."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cvi.accounts.access import require_holds
from cvi.accounts.roles import Permission
from cvi.accounts.system import system_user
from cvi.papers import services as papers
from cvi.papers.handlers import makes
from cvi.papers.models import Job
from cvi.referrals import keeping, services
from cvi.referrals.hsds import writing
from cvi.referrals.import_words import report_of
from cvi.referrals.models import DirectoryImport


@db_periodic_task(crontab(hour="0", minute="20"))  # type: ignore[untyped-decorator]
def expire_referrals() -> None:
    """Close what nobody answered or may be shared no more, and delete drafts left lying."""
    services.expire_run_out(by=system_user())
    services.drop_old_drafts(by=system_user())


@db_periodic_task(crontab(hour="3", minute="50"))  # type: ignore[untyped-decorator]
def drop_forgotten_imports() -> None:
    """Delete the files that nobody imported within a day."""
    services.drop_forgotten(now=timezone.now(), by=system_user())


@makes(Job.Kind.DIRECTORY_CHECK)
def check_directory_file(job: Job) -> Iterable[bytes]:
    """Check an uploaded file against the directory, and write nothing."""
    upload = _upload(job)
    papers.report_progress(job=job, percent=10, message=Job.Message.COUNTING)
    with transaction.atomic():
        services.check_import(upload=upload, by=job.owner)
    return [_report_csv(upload)]


@makes(Job.Kind.DIRECTORY_IMPORT)
def import_directory_file(job: Job) -> Iterable[bytes]:
    """Write a checked file whole, or nothing of it."""
    upload = _upload(job)
    papers.report_progress(job=job, percent=20, message=Job.Message.WRITING)
    with transaction.atomic():
        services.write_import(upload=upload, by=job.owner)
    return [_report_csv(upload)]


@makes(Job.Kind.DIRECTORY_JSON)
def export_directory_json(job: Job) -> Iterable[bytes]:
    """Write the directory as HSDS JSON."""
    require_holds(job.owner, Permission.KEEP_DIRECTORY)
    papers.report_progress(job=job, percent=20, message=Job.Message.WRITING)
    return [writing.as_json(writing.read_directory())]


@makes(Job.Kind.DIRECTORY_CSV)
def export_directory_csv(job: Job) -> Iterable[bytes]:
    """Write the directory as a ZIP of HSDS CSV tables."""
    require_holds(job.owner, Permission.KEEP_DIRECTORY)
    papers.report_progress(job=job, percent=20, message=Job.Message.WRITING)
    return [writing.as_zip(writing.read_directory())]


def _upload(job: Job) -> DirectoryImport:
    """Check the owner's right again."""
    return keeping.open_import(job.owner, UUID(job.params["import"]))


def _report_csv(upload: DirectoryImport) -> bytes:
    """Return the counts and what is wrong, as a spreadsheet opens it."""
    report = report_of(upload)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("What"), _("New"), _("Changed"), _("Same"), _("Gone")])
    for count in report.counts:
        writer.writerow([count.label, count.new, count.changed, count.same, count.gone])
    if report.faults:
        writer.writerow([])
        writer.writerow([_("Where"), _("Field"), _("What is wrong")])
        writer.writerows([line.where, line.field, line.what] for line in report.faults)
    return out.getvalue().encode("utf-8-sig")
