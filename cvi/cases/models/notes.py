"""What workers want their team to know."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.vault.fields import SealedTextField
from cvi.vault.ids import made_at
from cvi.vault.models import SealedModel

NOTE_MAX_LENGTH = 2000


class NoteQuerySet(CaseRecordQuerySet["Note"]):
    """Reads of notes. Whoever may not read a sensitive one never gets it from here."""

    def visible_to(self, user: User) -> Self:
        """Keep the notes `user` may read: of their cases, without others' sensitive ones."""
        readers = [team.pk for team in user.teams_for(Permission.READ_SENSITIVE_NOTE)]
        may_read = Q(is_sensitive=False) | Q(author=user) | Q(case__team_id__in=readers)
        return super().visible_to(user).filter(may_read)

    def kept_private_from(self, user: User) -> Self:
        """Keep the sensitive notes `user` knows of and may not read, without their words."""
        readers = [team.pk for team in user.teams_for(Permission.READ_SENSITIVE_NOTE)]
        knows = [team.pk for team in user.teams_for(Permission.ADD_NOTE)]
        seen = super().visible_to(user).filter(is_sensitive=True, case__team_id__in=knows)
        return seen.exclude(author=user).exclude(case__team_id__in=readers).defer("text")


class Note(SealedModel, CaseRecord):
    """What a worker wants the team to know. A sensitive one is for few."""

    text = SealedTextField(_("note"), label="note.text", max_length=NOTE_MAX_LENGTH)
    is_sensitive = models.BooleanField("for few", default=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    corrected_at = models.DateTimeField("corrected at", null=True)

    objects = NoteQuerySet.as_manager()
    history = tracked()

    @property
    def earlier(self) -> list["Note"]:
        """What it said before it was corrected, the newest first."""
        return list(self.history.order_by("-history_date", "-pk")[1:])

    def may_be_corrected(self, *, by: User, hours: int) -> bool:
        """Answer whether it is the writer's own, and saved so short a time ago."""
        age = timezone.now() - made_at(self.pk)
        return self.author_id == by.pk and age < dt.timedelta(hours=hours)


class NoteAddendumQuerySet(CaseRecordQuerySet["NoteAddendum"]):
    """Reads of what was added to notes, by the same rule as the notes."""

    def visible_to(self, user: User) -> Self:
        """Keep what was added to notes that `user` may read."""
        return self.filter(note__in=Note.objects.visible_to(user))


class NoteAddendum(SealedModel, CaseRecord):
    """What was added to a note later. The note itself stands as it was."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="addenda")
    text = SealedTextField("addition", label="note_addendum.text", max_length=NOTE_MAX_LENGTH)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = NoteAddendumQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "note addenda"
