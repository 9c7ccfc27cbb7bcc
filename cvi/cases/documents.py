"""Papers of a participant: add them, open them, remove them, and clear up what nobody owns."""

import datetime as dt
from functools import partial

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.access import require_no_emergency
from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, DocumentUnreadable
from cvi.cases.keys import core_key
from cvi.cases.models import Case, Document
from cvi.cases.models.document import FOLDER
from cvi.papers.uploads import CleanFile
from cvi.vault import storage
from cvi.vault.errors import CiphertextRejected, FileMissing, RecordSealed

UNOWNED_FOR = dt.timedelta(days=1)


def add_document(*, case: Case, kind: str, file: CleanFile, about: str = "", by: User) -> Document:
    """Keep a file that stood every check, sealed under the participant's key.

    Raises:
        CaseClosed: the case is closed.
    """
    case.require_open()
    document = Document(case=case, key=core_key(case), kind=kind, about=about, added_by=by)
    document.name, document.content_type = file.name, file.content_type
    document.size = len(file.content)
    storage.keep(document.file_name, [file.content], key=document.key)
    return audit.save(document, by=by, reason=Reason.DOCUMENT_ADDED)


def open_document(*, document: Document, by: User) -> "File[bytes]":
    """Open the file of a document, and note that it was handed out.

    Raises:
        DocumentUnreadable: the file is lost, was altered or removed, or its key is gone.
        NotAllowed: they see it in an emergency, in which nothing is handed out.
    """
    require_no_emergency(by)
    try:
        file = storage.fetch(document.file_name)
    except (CiphertextRejected, FileMissing, RecordSealed):
        message = _("We cannot open this file: it is lost or damaged. Tell your administrator.")
        raise DocumentUnreadable(message) from None
    audit.record(audit.Action.DOWNLOADED, document, by=by, detail={"kind": document.kind})
    return file


def remove_document(*, document: Document, why: str, by: User) -> Document:
    """Delete the file of a document and what it was called; who removed it, and why, stays.

    Raises:
        AlreadyAnswered: someone has removed it before.
    """
    if document.removed_at:
        raise AlreadyAnswered(_("This document was removed before."))
    document.name = document.about = ""
    document.removed_at, document.removed_by, document.removed_why = timezone.now(), by, why
    transaction.on_commit(partial(storage.drop, document.file_name), robust=True)
    return audit.save(document, by=by, reason=Reason.DOCUMENT_REMOVED)


def drop_unowned(*, now: dt.datetime) -> int:
    """Delete files a day old that no document owns: their form was never saved. Return how many."""
    owned = {f"{FOLDER}/{file}" for file in Document.objects.kept().values_list("file", flat=True)}
    old = storage.written_before(now - UNOWNED_FOR, FOLDER)
    unowned = [name for name in old if name not in owned]
    for name in unowned:
        storage.drop(name)
    return len(unowned)
