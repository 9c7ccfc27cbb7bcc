"""A file for the directory from upload to end: checked, then written whole or not at all."""

import datetime as dt
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cvi.accounts.access import acting_membership, require_no_emergency
from cvi.accounts.errors import RuleBroken
from cvi.accounts.models import User
from cvi.audit import keys
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.audit.refusals import NotAllowed
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.papers.uploads import DataFile, DataType
from cvi.referrals.hsds import planning, reading
from cvi.referrals.hsds.cells import Wrong
from cvi.referrals.hsds.planning import Plan
from cvi.referrals.hsds.reading import Fault, Unreadable
from cvi.referrals.models import DirectoryImport
from cvi.vault import storage
from cvi.vault.errors import CiphertextRejected, FileMissing, RecordSealed
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import key_for

FAULTS_KEPT = 200
KEPT_FOR = dt.timedelta(days=1)
State = DirectoryImport.State


class NotChecked(RuleBroken):
    """The file has mistakes, or it was imported or dropped already."""


@transaction.atomic
def begin_import(*, file: DataFile, by: User) -> DirectoryImport:
    """Keep an uploaded file, sealed, and have it checked. Nothing is written to the directory."""
    require_no_emergency(by)
    membership = acting_membership(by)
    if membership is None:
        raise NotAllowed(DirectoryImport)
    upload = DirectoryImport(agency=membership.agency, uploaded_by=by)
    upload.content_type, upload.size = file.content_type.value, len(file.content)
    upload.key = _key_of(upload)
    storage.keep(upload.file_name, [file.content], key=upload.key)
    params = {"import": str(upload.pk)}
    upload.job = papers.start_job(kind=Job.Kind.DIRECTORY_CHECK, params=params, by=by)
    return audit.save(upload, by=by, reason=Reason.DIRECTORY_FILE_ADDED)


def check_import(*, upload: DirectoryImport, by: User) -> DirectoryImport:
    """Read the file, compare it with the directory, and keep what would change or is wrong."""
    plan = _plan(upload)
    _note(upload, plan)
    audit.save(upload, by=by, reason=Reason.DIRECTORY_FILE_ADDED)
    if upload.state == State.WRONG:
        _drop_file(upload, by=by)
    return upload


@transaction.atomic
def confirm_import(*, upload: DirectoryImport, by: User) -> DirectoryImport:
    """Have a checked file written.

    Raises:
        NotChecked: it has mistakes, is imported, or was dropped.
    """
    _require_checked(upload)
    params = {"import": str(upload.pk)}
    upload.job = papers.start_job(kind=Job.Kind.DIRECTORY_IMPORT, params=params, by=by)
    return audit.save(upload, by=by, reason=Reason.DIRECTORY_FILE_ADDED)


def write_import(*, upload: DirectoryImport, by: User) -> DirectoryImport:
    """Write all rows of a file in one transaction; where one cannot be written, none is.

    Raises:
        NotChecked: it has mistakes, is imported, or was dropped.
    """
    _require_checked(upload)
    plan = _plan(upload)
    if not plan.faults:
        try:
            with transaction.atomic():
                _write(plan, by=by)
        except (IntegrityError, ValidationError):
            plan = Plan(faults=[Fault("", 0, "", Wrong.CLASH)])
    _note(upload, plan, done=State.DONE)
    audit.save(upload, by=by, reason=Reason.DIRECTORY_IMPORTED)
    _drop_file(upload, by=by)
    return upload


def drop_import(*, upload: DirectoryImport, by: User) -> DirectoryImport:
    """Do not import a file after all, and delete it.

    Raises:
        NotChecked: it has mistakes, is imported, or was dropped.
    """
    _require_checked(upload)
    upload.state = State.DROPPED
    audit.save(upload, by=by, reason=Reason.DIRECTORY_FILE_ADDED)
    _drop_file(upload, by=by)
    return upload


def drop_forgotten(*, now: dt.datetime, by: User) -> int:
    """Delete files that nobody imported within a day; return how many."""
    waiting = [State.CHECKING, State.CHECKED]
    old = DirectoryImport.objects.filter(state__in=waiting, uploaded_at__lt=now - KEPT_FOR)
    forgotten = list(old.select_related("key"))
    for upload in forgotten:
        with transaction.atomic():
            upload.state = State.DROPPED
            audit.save(upload, by=by, reason=Reason.DIRECTORY_FILE_ADDED)
            _drop_file(upload, by=by)
    return len(forgotten)


def _plan(upload: DirectoryImport) -> Plan:
    """Read and compare; a file that cannot be read is a plan with that one fault."""
    try:
        with storage.fetch(upload.file_name) as file:
            content = bytes(file.read())
        return planning.plan_of(reading.read(DataFile(DataType(upload.content_type), content)))
    except Unreadable as unreadable:
        return Plan(faults=[Fault("", 0, "", unreadable.wrong)])
    except (CiphertextRejected, FileMissing, RecordSealed):
        return Plan(faults=[Fault("", 0, "", Wrong.LOST)])


def _note(upload: DirectoryImport, plan: Plan, *, done: State = State.CHECKED) -> None:
    upload.state = State.WRONG if plan.faults else done
    upload.found = plan.found
    upload.fault_count = len(plan.faults)
    first = sorted(plan.faults, key=lambda fault: (fault.number, fault.table, fault.column))
    upload.faults = [[f.table, f.number, f.column, f.wrong.value] for f in first[:FAULTS_KEPT]]


def _write(plan: Plan, *, by: User) -> None:
    """Write what goes, then what is new, then what changes."""
    for row in plan.gone:
        audit.delete(row, by=by, reason=Reason.DIRECTORY_IMPORTED)
    for row in [*plan.new, *plan.changed]:
        audit.save(row, by=by, reason=Reason.DIRECTORY_IMPORTED)


def _require_checked(upload: DirectoryImport) -> None:
    if upload.state != State.CHECKED:
        raise NotChecked(_("This file was not imported. Look at what is said about it."))


def _drop_file(upload: DirectoryImport, *, by: User) -> None:
    keys.destroy_key(key=upload.key, by=by)
    transaction.on_commit(partial(storage.drop, upload.file_name), robust=True)


def _key_of(upload: DirectoryImport) -> DataKey:
    return key_for(domain=Domain.PAPERS, realm=upload.agency_id, subject=upload.pk)
