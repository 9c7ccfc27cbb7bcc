"""Jobs: what was asked for, how far it is, and the sealed file that comes of it."""

import datetime as dt
from typing import Any, Self
from uuid import UUID, uuid5

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User
from cvi.accounts.roles import Role
from cvi.vault.ids import uuid7
from cvi.vault.models import DataKey

HEARTBEAT_LIMIT = dt.timedelta(minutes=2)


def kinds() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new paper needs no migration."""
    return Job.Kind.choices


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of jobs."""

    def visible_to(self, user: User) -> Self:
        """Keep what this user asked for in the role they act in; nobody sees another's."""
        own = self.filter(owner=user)
        return (
            own.filter(role=user.acting.role, agency=user.acting.agency_id) if user.acting else own
        )

    def newest_first(self) -> Self:
        """Order by the moment of asking, newest first; ids sort by it."""
        return self.order_by("-pk")

    def stalled_at(self, moment: dt.datetime) -> Self:
        """Keep what nobody has worked on for two minutes, though it is not finished."""
        unfinished = self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
        return unfinished.filter(heartbeat_at__lt=moment - HEARTBEAT_LIMIT)

    def left_over_at(self, moment: dt.datetime) -> Self:
        """Keep what still has a file, though nobody may download it any more."""
        taken = Q(downloaded_at__isnull=False) | Q(expires_at__lt=moment)
        return self.filter(taken, key__isnull=False)


class Job(models.Model):
    """One paper that someone asked for. A technical table: its writer is `papers.services`."""

    class Kind(models.TextChoices):
        CASELOAD_PDF = "caseload_pdf", _("Caseload report, PDF")
        CASELOAD_XLSX = "caseload_xlsx", _("Caseload report, spreadsheet")
        TOTALS_PDF = "totals_pdf", _("Totals, PDF")
        TOTALS_XLSX = "totals_xlsx", _("Totals, spreadsheet")
        ACCESS_PDF = "access_pdf", _("Who saw my file, PDF for a participant")
        DISCLOSURES_PDF = "disclosures_pdf", _("What left in six years, PDF")
        SAFETY_PLAN_PDF = "safety_plan_pdf", _("Safety plan, PDF for a participant")
        CONSENT_PDF = "consent_pdf", _("What may be shared, PDF for a participant")
        AGREEMENT_PDF = "agreement_pdf", _("That you take part, PDF for a participant")
        GOALS_PDF = "goals_pdf", _("My plan, PDF for a participant")
        SUMMARY_PDF = "summary_pdf", _("What we wrote down, PDF for a participant")
        DIRECTORY_CHECK = "directory_check", _("Service directory, check of a file")
        DIRECTORY_IMPORT = "directory_import", _("Service directory, import of a file")
        DIRECTORY_JSON = "directory_json", _("Service directory, HSDS JSON")
        DIRECTORY_CSV = "directory_csv", _("Service directory, HSDS CSV")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Not made")

    class Message(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        STARTED = "started", _("Started")
        COUNTING = "counting", _("Counting")
        WRITING = "writing", _("Writing the rows")
        DRAWING = "drawing", _("Drawing the pages")
        READY = "ready", _("Ready")
        NOT_ALLOWED = "not_allowed", _("You may not see this report any more.")
        INTERRUPTED = "interrupted", _("The server stopped three times while making this.")
        BROKEN = "broken", _("We could not make this. Nothing was lost. Please ask for it again.")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("in which role", max_length=24, choices=Role.choices)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name="for which agency"
    )
    kind = models.CharField(max_length=20, choices=kinds)
    params = models.JSONField("codes, ids and dates of what was asked for", default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message = models.CharField(max_length=12, choices=Message.choices, default=Message.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField("how often it was begun", default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField("last sign of work on it", default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="job_percent_up_to_100", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="job_done_runs_out",
                condition=Q(state="done", expires_at__isnull=False)
                | ~Q(state="done") & Q(expires_at=None, downloaded_at=None, key=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["heartbeat_at"],
                name="jobs_unfinished",
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"job {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID | None:
        """Whom a line on the trail is about, where the paper is about one participant."""
        participant_id = self.params.get("participant")
        return UUID(participant_id) if participant_id else None

    @property
    def file_name(self) -> str:
        """Where this attempt's sealed file is."""
        return self._file_name_of(self.attempt)

    @property
    def file_names(self) -> list[str]:
        """Where the sealed files of every attempt so far may be."""
        return [self._file_name_of(attempt) for attempt in range(1, self.attempt + 1)]

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more, so nobody needs to ask again."""
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def is_ready(self) -> bool:
        """Whether it can be downloaded now."""
        if self.expires_at is None or self.downloaded_at or not self.key_id:
            return False
        return self.expires_at > timezone.now()

    @property
    def standing(self) -> str:
        """Where it stands, in words for its owner."""
        if self.downloaded_at:
            return str(_("Downloaded"))
        if self.state == self.State.DONE and not self.is_ready:
            return str(_("Time ran out"))
        return self.get_state_display()

    def _file_name_of(self, attempt: int) -> str:
        return f"papers/{uuid5(self.pk, str(attempt))}"
