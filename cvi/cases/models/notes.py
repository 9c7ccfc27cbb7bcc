"""What workers want their team to know."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.vault.fields import SealedTextField
from cvi.vault.models import SealedModel

NOTE_MAX_LENGTH = 2000


class Note(SealedModel, CaseRecord):
    """What a worker wants the team to know."""

    text = SealedTextField(_("note"), label="note.text", max_length=NOTE_MAX_LENGTH)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()
