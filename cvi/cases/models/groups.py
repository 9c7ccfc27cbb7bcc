"""Groups that meet (CBT skills, elders circles): who is in one, when it met, and who came."""

import datetime as dt
from typing import Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet, Record
from cvi.vault.fields import SealedTextField
from cvi.vault.ids import uuid7
from cvi.vault.models import SealedModel

NAME_MAX_LENGTH = 80
NOTE_MAX_LENGTH = 200
MOST_MINUTES = 600
MOST_SESSIONS = 500


class GroupQuerySet(models.QuerySet["Group"]):
    """Reads of groups."""

    def visible_to(self, user: User) -> Self:
        """Keep the groups of the teams in which `user` runs groups. Nobody sees one by default."""
        return self.filter(team__in=_teams(user)) if user.is_active else self.none()

    def running(self) -> Self:
        """Keep what has not ended."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


class Group(SealedModel):
    """People of one team who meet again and again. Its name may tell of a block, so it is sealed.

    The key is its own: it stays when someone who was in the group is destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("what kind", max_length=40)
    name = SealedTextField("what it is called", label="group.name", max_length=NAME_MAX_LENGTH)
    curriculum = SealedTextField(
        "what is taught", label="group.curriculum", max_length=NAME_MAX_LENGTH, blank=True
    )
    starts_on = models.DateField("first day", default=timezone.localdate)
    ends_on = models.DateField("last day", null=True)
    planned_sessions = models.PositiveSmallIntegerField(
        "sessions planned", null=True, validators=[MaxValueValidator(MOST_SESSIONS)]
    )

    objects = GroupQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"group {str(self.pk)[-6:]}"

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    def meets_on(self, day: dt.date) -> bool:
        """Answer whether a day is within the first and the last of the group."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class OfGroupQuerySet(models.QuerySet[Record]):
    """Reads of what belongs to a group and to no participant."""

    def visible_to(self, user: User) -> Self:
        """Keep what belongs to the groups that `user` sees."""
        return self.filter(group__team__in=_teams(user)) if user.is_active else self.none()


class GroupLeadQuerySet(OfGroupQuerySet["GroupLead"]):
    """Reads of who leads."""


class GroupLead(models.Model):
    """Someone who leads a group."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="leads")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GroupLeadQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="leads_a_group_once", fields=["group", "user"]),
        ]

    def __str__(self) -> str:
        return f"group lead {str(self.pk)[-6:]}"


class GroupSessionQuerySet(OfGroupQuerySet["GroupSession"]):
    """Reads of sessions."""

    def latest_first(self) -> Self:
        """Order by day, the latest first."""
        return self.order_by("-held_on", "-pk")


class GroupSession(SealedModel):
    """One day on which a group met, or was to meet."""

    class Status(models.TextChoices):
        HELD = "held", _("It took place")
        CANCELLED = "cancelled", _("It was cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField("on which day")
    minutes = models.PositiveSmallIntegerField(
        "how long", validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES)]
    )
    topic = SealedTextField(
        "what it was about", label="group_session.topic", max_length=NOTE_MAX_LENGTH, blank=True
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.HELD)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = GroupSessionQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_session_a_day", fields=["group", "held_on"]),
        ]

    def __str__(self) -> str:
        return f"group session {str(self.pk)[-6:]}"

    @property
    def was_held(self) -> bool:
        """Whether it took place."""
        return self.status == self.Status.HELD


class GroupMemberQuerySet(CaseRecordQuerySet["GroupMember"]):
    """Reads of who is in a group."""

    def live(self) -> Self:
        """Keep those who have not left, and whose case is open."""
        return self.filter(left_on=None, case__closed_on=None)

    def in_on(self, day: dt.date) -> Self:
        """Keep those who were in the group on a day, and whose case is open."""
        in_time = Q(left_on=None) | Q(left_on__gte=day)
        return self.filter(in_time, joined_on__lte=day, case__closed_on=None)


class GroupMember(CaseRecord):
    """A case that is in a group, from a day until a day. Whoever comes back gets another row."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField("joined on", default=timezone.localdate)
    left_on = models.DateField("left on", null=True)
    why_left = models.CharField("why they left", max_length=40, blank=True)

    objects = GroupMemberQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="leaves_a_group_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
            ),
            models.UniqueConstraint(
                name="in_a_group_once", fields=["group", "case"], condition=Q(left_on=None)
            ),
        ]

    def was_in_on(self, day: dt.date) -> bool:
        """Answer whether they were in the group on a day."""
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


class AttendanceQuerySet(CaseRecordQuerySet["Attendance"]):
    """Reads of who came."""

    def latest_first(self) -> Self:
        """Order by the day of the session, the latest first."""
        return self.order_by("-session__held_on", "-pk")


class Attendance(SealedModel, CaseRecord):
    """Whether one participant came to one session, under their own key: it goes when they go.

    There is a row whatever the answer was, and all answers are sealed to one length: that there
    is a row tells nobody who came.
    """

    class State(models.TextChoices):
        PRESENT = "present", _("Came")
        LATE = "late", pgettext_lazy("at a session", "Late")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(GroupMember, on_delete=models.PROTECT, related_name="+")
    state = SealedTextField("whether they came", label="attendance.state", max_length=10)
    note = SealedTextField(
        "how it was for them", label="attendance.note", max_length=NOTE_MAX_LENGTH, blank=True
    )

    objects = AttendanceQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attends_once", fields=["session", "member"]),
        ]

    @property
    def came(self) -> bool:
        """Whether they were there, in time or late."""
        return self.state in {self.State.PRESENT, self.State.LATE}

    @property
    def said(self) -> str:
        """Whether they came, in words."""
        return str(self.State(self.state).label)


def _teams(user: User) -> list[UUID]:
    return [team.pk for team in user.teams_for(Permission.KEEP_GROUP)]
