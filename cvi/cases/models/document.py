"""Papers of a participant: what they are stands in a row, the paper itself in a sealed file."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.papers.uploads import FileType
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

FOLDER = "documents"
ABOUT_MAX_LENGTH = 200
ENDINGS = {FileType.PDF: "pdf", FileType.JPEG: "jpg", FileType.PNG: "png"}


class DocumentQuerySet(CaseRecordQuerySet["Document"]):
    """Reads of documents."""

    def kept(self) -> Self:
        """Keep those whose file was not removed."""
        return self.filter(removed_at=None)


class Document(SealedModel, CaseRecord):
    """A paper, or a picture of one. When it is removed the file goes, and this row stays."""

    class Kind(models.TextChoices):
        CONSENT_FORM = "consent_form", _("Signed consent form")
        ID = "id", _("ID")
        BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
        SOCIAL_SECURITY = "social_security", _("Social Security card")
        CERTIFICATE = "certificate", _("School or training certificate")
        COURT_PAPER = "court_paper", _("Court paper")
        LETTER = "letter", _("Letter")
        PICTURE = "picture", _("Picture of a paper")
        OTHER = "other", _("Another paper")

    class Why(models.TextChoices):
        WRONG_PERSON = "wrong_person", _("It is someone else's")
        WRONG_FILE = "wrong_file", _("It is the wrong file")
        NOT_NEEDED = "not_needed", _("We do not need it any more")
        MUST_NOT_KEEP = "must_not_keep", _("We must not keep this here")
        THEY_ASKED = "they_asked", _("They asked us to remove it")

    kind = models.CharField(_("what it is"), max_length=20, choices=Kind.choices)
    name = SealedTextField("name of the file as it came", label="document.name", blank=True)
    about = SealedTextField(
        _("note"), label="document.about", max_length=ABOUT_MAX_LENGTH, blank=True
    )
    content_type = models.CharField(max_length=20, choices=FileType.choices)
    size = models.PositiveIntegerField("bytes")
    file = models.UUIDField("name of the sealed file", default=uuid4, unique=True, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=16, choices=Why.choices, blank=True)

    objects = DocumentQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_removed_by_someone",
                condition=Q(removed_at=None, removed_by=None, removed_why="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_why=""),
            ),
        ]

    @property
    def file_name(self) -> str:
        """Where the sealed file is."""
        return f"{FOLDER}/{self.file}"

    @property
    def download_name(self) -> str:
        """A name like `birth-certificate-2026-11-22.pdf`, which says nothing of whose it is."""
        day = timezone.localdate(self.added_at).isoformat()
        return f"{self.kind.replace('_', '-')}-{day}.{ENDINGS[FileType(self.content_type)]}"
