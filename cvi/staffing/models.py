"""What a team keeps about those who work in it, and what they keep for themselves."""

import datetime as dt
from typing import Self, TypeVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cvi.accounts.models import Team, User, Zone
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models import Case
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.staffing.values import DebriefAnswer, Mood, SessionKind
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

NOTES_MAX_LENGTH = 4000
ACTION_MAX_LENGTH = 300
MOST_CASES = 200
MOST_HOURS = 200

Record = TypeVar("Record", bound="StaffRecord")


def own(user: User) -> Q:
    """Return the condition of what is about `user`, in the agency that they act for."""
    own_page = Permission.KEEP_OWN_PAGE
    agencies = [m.agency_id for m in user.live_memberships if own_page in m.powers.may]
    return Q(worker=user, team__agency_id__in=agencies)


def led(user: User) -> list[Team]:
    """Return the teams whose staff `user` leads."""
    return user.teams_for(Permission.LEAD_STAFF)


class StaffRecordQuerySet(models.QuerySet[Record]):
    """Reads of what is about a worker."""

    def visible_to(self, user: User) -> Self:
        """Keep what is about `user`, and what was kept in the teams that they lead."""
        return self.filter(own(user) | Q(team__in=led(user))) if user.is_active else self.none()

    def about(self, worker: User) -> Self:
        """Keep what is about one worker."""
        return self.filter(worker=worker)


class FollowsTheWorker(StaffRecordQuerySet[Record]):
    """Reads of what whoever leads a worker today may know, in whichever team it began."""

    def visible_to(self, user: User) -> Self:
        """Keep what is about `user`, and about those who work in the teams that they lead."""
        if not user.is_active:
            return self.none()
        teams = led(user)
        if not teams:
            return self.filter(own(user))
        agencies = {team.agency_id for team in teams}
        theirs = Q(worker__in=User.objects.working_in(teams), team__agency_id__in=agencies)
        return self.filter(own(user) | theirs)


class StaffRecord(models.Model):
    """The base of every table about a worker. No participant stands in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[-6:]}"


class StaffSessionQuerySet(StaffRecordQuerySet["StaffSession"]):
    """Reads of staff supervision."""

    def last_ones(self) -> Self:
        """Keep the last session of each worker in each team."""
        same = StaffSession.objects.filter(worker=OuterRef("worker"), team=OuterRef("team"))
        later = Q(held_on__gt=OuterRef("held_on"))
        later |= Q(held_on=OuterRef("held_on"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(same.filter(later)))

    def newest_first(self) -> Self:
        """Order by day, the last first, and bring who led it."""
        return self.select_related("worker", "team", "led_by").order_by("-held_on", "-pk")


class StaffSession(SealedModel, StaffRecord):
    """A session of staff supervision with one worker; with several, each has one of their own."""

    led_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=SessionKind.choices)
    held_on = models.DateField(default=timezone.localdate)
    caseload_reviewed = models.PositiveSmallIntegerField("cases gone through", default=0)
    notes = SealedTextField(
        "what was said", label="staff_session.notes", max_length=NOTES_MAX_LENGTH, blank=True
    )
    next_on = models.DateField("next one", null=True)

    objects = StaffSessionQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="staff_session_next_one_comes_later",
                condition=Q(next_on=None) | Q(next_on__gt=F("held_on")),
            ),
            models.CheckConstraint(
                name="staff_session_is_led_by_another", condition=~Q(worker=F("led_by"))
            ),
        ]
        indexes = [models.Index(fields=["team", "worker", "held_on"], name="staff_session_latest")]


class FlaggedCase(CaseRecord):
    """A case that was talked about in staff supervision."""

    session = models.ForeignKey(StaffSession, on_delete=models.PROTECT, related_name="flagged")

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "case"], name="flagged_once_a_session")
        ]


class StaffActionQuerySet(models.QuerySet["StaffAction"]):
    """Reads of what was agreed."""

    def visible_to(self, user: User) -> Self:
        """Keep what was agreed in the sessions that `user` may read."""
        return self.filter(session__in=StaffSession.objects.visible_to(user))

    def open(self) -> Self:
        """Keep what is to be done."""
        return self.filter(done_on=None)

    def first_due_first(self) -> Self:
        """Order by the day it is due, and bring the session and whose it is."""
        return self.select_related("session__worker", "owner").order_by("due_on", "pk")


class StaffAction(SealedModel):
    """Something agreed in staff supervision: what, whose it is, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(StaffSession, on_delete=models.PROTECT, related_name="actions")
    what = SealedTextField("what", label="staff_action.what", max_length=ACTION_MAX_LENGTH)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    objects = StaffActionQuerySet.as_manager()
    history = tracked()

    def __str__(self) -> str:
        return f"staff action {str(self.pk)[-6:]}"

    @property
    def is_late(self) -> bool:
        """Whether it should be done by now."""
        return self.done_on is None and self.due_on < timezone.localdate()


class TrainingQuerySet(FollowsTheWorker["Training"]):
    """Reads of training."""

    def current(self) -> Self:
        """Keep the last time that each worker took each course."""
        same = Training.objects.filter(worker=OuterRef("worker"), course=OuterRef("course"))
        later = Q(held_on__gt=OuterRef("held_on"))
        later |= Q(held_on=OuterRef("held_on"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(same.filter(later)))

    def ending_by(self, day: dt.date) -> Self:
        """Keep what runs out by a day, or has run out, and was not taken again."""
        return self.current().filter(expires_on__lte=day)


class Training(StaffRecord):
    """A course that a worker took: how long, when, and until when it counts."""

    course = models.CharField(max_length=40)
    hours = models.DecimalField(max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])
    held_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField("counts until", null=True)

    objects = TrainingQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_ends_after_it_was_held",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("held_on")),
            ),
            models.CheckConstraint(name="training_takes_time", condition=Q(hours__gt=0)),
        ]

    @property
    def has_ended(self) -> bool:
        """Whether it counts no more."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class OutingQuerySet(FollowsTheWorker["Outing"]):
    """Reads of who is in the field."""

    def open(self) -> Self:
        """Keep those who are not back, the first expected first."""
        rows = self.filter(back_at=None).select_related("worker", "team", "with_whom", "zone")
        return rows.order_by("expected_at", "pk")

    def to_tell(self, *, expected_before: dt.datetime) -> Self:
        """Keep those who should have been back by then, and nobody on call was told."""
        return self.open().filter(told_at=None, expected_at__lt=expected_before)


class Outing(StaffRecord):
    """A worker is out in the field: with whom, in which zone, back by when. Never where."""

    with_whom = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+", null=True)
    left_at = models.DateTimeField(default=timezone.now)
    expected_at = models.DateTimeField("expected back")
    back_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField("whoever is on call was told", null=True)

    objects = OutingQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker"], name="out_once_at_a_time", condition=Q(back_at=None)
            ),
            models.CheckConstraint(
                name="outing_ends_after_it_starts", condition=Q(expected_at__gt=F("left_at"))
            ),
        ]

    def is_late(self, minutes: int) -> bool:
        """Answer whether they should have been back so many minutes ago."""
        return self.back_at is None and timezone.now() > self.expected_at + dt.timedelta(
            minutes=minutes
        )


class Exposure(SealedModel, StaffRecord):
    """A worker went through a critical incident; what it was, and the offer to talk about it."""

    kind = SealedTextField("what happened, a code", label="exposure.kind", max_length=40)
    happened_on = models.DateField(default=timezone.localdate)
    note = SealedTextField("note", label="exposure.note", max_length=NOTES_MAX_LENGTH, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    offered_on = models.DateField("a talk was offered on", null=True)
    answer = models.CharField(max_length=8, choices=DebriefAnswer.choices, blank=True)
    debriefed_on = models.DateField("the talk was on", null=True)

    objects = StaffRecordQuerySet["Exposure"].as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="debrief_offered_by_someone",
                condition=Q(offered_on=None, offered_by=None, answer="")
                | Q(offered_on__isnull=False, offered_by__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether there is still something to offer or to hold."""
        return self.debriefed_on is None and self.answer != DebriefAnswer.DECLINED


class WellbeingQuerySet(StaffRecordQuerySet["Wellbeing"]):
    """Reads of how workers are."""

    def visible_to(self, user: User) -> Self:
        """Keep one's own, and what was shared with whoever leads the team."""
        if not user.is_active:
            return self.none()
        return self.filter(own(user) | Q(team__in=led(user), is_shared=True))

    def newest_first(self) -> Self:
        """Order by when it was written, the last first."""
        return self.order_by("-pk")


class Wellbeing(SealedModel, StaffRecord):
    """How a worker is, written for themselves. Its key opens to nobody else unless they share it.

    Not even how they are is counted: the number is sealed with the words.
    """

    mood = SealedJSONField("1 to 5", label="wellbeing.mood")
    note = SealedTextField("note", label="wellbeing.note", max_length=NOTES_MAX_LENGTH, blank=True)
    is_shared = models.BooleanField("shared with the supervisor", default=False)
    written_at = models.DateTimeField(default=timezone.now)

    objects = WellbeingQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "wellbeing"

    @property
    def mood_label(self) -> str:
        """How they said they are."""
        return str(Mood(self.mood).label)


def flaggable(user: User, worker: User, team: Team) -> models.QuerySet[Case]:
    """Return the open cases of a worker of a team, of those that `user` sees."""
    cases = Case.objects.visible_to(user).open().filter(team=team, worker=worker)
    return cases.select_related("participant").order_by("participant__code", "pk")
