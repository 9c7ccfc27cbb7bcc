"""One participant in one program, and who may see it."""

from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cvi.accounts.models import Agency, Program, Team, User
from cvi.accounts.roles import Permission
from cvi.audit.history import tracked
from cvi.audit.reasons import reasons
from cvi.cases.errors import CaseClosed
from cvi.vault.ids import uuid7


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of the case table."""

    def visible_to(self, user: User) -> Self:
        """Keep the cases `user` was given sight of. Nobody sees a case by default."""
        return self.filter(sight(user, team="team_id__in", case="pk__in"))

    def reportable_by(self, user: User) -> Self:
        """Keep the cases `user` may count, though not open: their teams', or the whole city's."""
        to = Permission.VIEW_CASELOAD_REPORT
        places = [m for m in user.live_memberships if to in m.powers.may]
        if not user.is_active or not places:
            return self.none()
        if any(m.powers.is_of_office and m.agency.kind == Agency.Kind.OVP for m in places):
            return self.all()
        return self.filter(team_id__in=[m.team_id for m in places])

    def open(self) -> Self:
        """Keep the cases that are not closed."""
        return self.filter(closed_on=None)

    def with_people(self) -> Self:
        """Fetch participant, team and worker in the same query."""
        return self.select_related("participant", "team", "worker")

    def newest_first(self) -> Self:
        """Order by opening date, newest first."""
        return self.order_by("-opened_on", "-pk")


class Case(models.Model):
    """One participant in one program of an agency. Program records hang on it."""

    class Status(models.TextChoices):
        REFERRED = "referred", _("Referred")
        ATTEMPTING = "attempting", _("Trying to reach")
        ENGAGED = "engaged", _("Engaged, not enrolled")
        ACTIVE = "active", _("Enrolled, active")
        INACTIVE = "inactive", _("Enrolled, quiet")
        INCARCERATED = "incarcerated", _("Enrolled, in custody")
        GRADUATED = "graduated", _("Graduated")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.ForeignKey(
        "cases.Participant", on_delete=models.PROTECT, related_name="cases"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    program = models.CharField(max_length=12, choices=Program.choices)
    worker = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("worker")
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    phase = models.CharField("phase", max_length=40, blank=True)
    referral_source = models.CharField("referred by", max_length=40, blank=True)
    referred_on = models.DateField("referred on", null=True)
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    enrolled_on = models.DateField("enrolled on", null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    exit_reason = models.CharField("why it ended", max_length=40, blank=True)
    earlier = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name="earlier case",
    )

    objects = CaseQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_case_a_program",
                fields=["participant", "program"],
                condition=Q(closed_on=None),
            ),
            models.CheckConstraint(
                name="case_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(
                name="a_case_that_ended_has_a_date",
                condition=Q(status__in=["graduated", "closed"], closed_on__isnull=False)
                | ~Q(status__in=["graduated", "closed"]) & Q(closed_on=None),
            ),
        ]
        indexes = [models.Index(fields=["team", "closed_on"], name="cases_by_team")]

    def __str__(self) -> str:
        return f"case {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.participant_id

    @property
    def model(self) -> str:
        """By which program model its team works; none means the program's own."""
        return self.team.model

    @property
    def next_statuses(self) -> list[Status]:
        """Where an open case may stand next, without ending."""
        return [status for status in STEPS[self.Status(self.status)] if status not in ENDED]

    def require_open(self) -> None:
        """Go on only if the case is open.

        Raises:
            CaseClosed: it is not.
        """
        if self.closed_on:
            raise CaseClosed(gettext("This case is closed."))


_S = Case.Status
_ENROLLED = {_S.ACTIVE, _S.INACTIVE, _S.INCARCERATED}
ENDED = {_S.GRADUATED, _S.CLOSED}
STEPS: dict[Case.Status, set[Case.Status]] = {
    _S.REFERRED: {_S.ATTEMPTING, _S.ENGAGED, _S.CLOSED},
    _S.ATTEMPTING: {_S.ENGAGED, _S.CLOSED},
    _S.ENGAGED: {_S.ATTEMPTING, _S.ACTIVE, _S.CLOSED},
    **{status: (_ENROLLED - {status}) | ENDED for status in _ENROLLED},
    **{status: set() for status in ENDED},
}
"""Where a case may go from where it stands. An ended case goes nowhere: a new one is opened."""


class CaseGrantQuerySet(models.QuerySet["CaseGrant"]):
    """Reads of single sight."""

    def live_for(self, user: User) -> Self:
        """Keep the grants of an active user that have not run out.

        An assignment has no end of its own: it holds while its user has a role in the case's team.
        What was lent holds within the agency, whose keys alone the user's role opens. What was
        opened in an emergency holds for that one participant, in the session that opened it.
        """
        if not user.is_active:
            return self.none()
        acting = user.live_memberships
        works_there = Q(content_object__team_id__in=[m.team_id for m in acting if m.team_id])
        same_agency = Q(content_object__team__agency_id__in=[m.agency_id for m in acting])
        kinds = CaseGrant.Kind
        holds = Q(kind=kinds.ASSIGNMENT) & works_there
        holds |= Q(kind__in=[kinds.COVER, kinds.HAND_OFF]) & same_agency
        if user.emergency:
            subject_id = user.emergency.subject_id
            holds |= Q(kind=kinds.BREAK_GLASS, content_object__participant_id=subject_id)
        not_over = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(not_over, holds, user=user)


class CaseGrant(UserObjectPermissionBase):
    """Sight of one case, for a reason, mostly until a moment."""

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", _("Assigned")
        COVER = "cover", _("Covering for someone")
        HAND_OFF = "hand_off", _("Hand-off")
        BREAK_GLASS = "break_glass", _("Emergency")

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=40, choices=reasons)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True)

    objects = CaseGrantQuerySet.as_manager()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = [("user", "permission", "content_object", "kind")]
        constraints = [
            models.CheckConstraint(
                name="only_an_assignment_has_no_end",
                condition=Q(kind="assignment") | Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"case grant {self.pk}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.content_object.participant_id


Record = TypeVar("Record", bound=models.Model)


class CaseRecordQuerySet(models.QuerySet[Record]):
    """Reads of anything that hangs on a case."""

    def visible_to(self, user: User) -> Self:
        """Keep the records of the cases that `user` was given sight of."""
        return self.filter(sight(user, team="case__team_id__in", case="case_id__in"))

    def newest_first(self) -> Self:
        """Order by the moment of writing, newest first; ids sort by it."""
        return self.order_by("-pk")


def sight(user: User, *, team: str, case: str) -> Q:
    """Return the one condition of sight, on the lookups that lead to a case's team and id.

    The team ids are a list, the single grants a subquery: measured, an OR of two subqueries took
    56 to 543 ms on 130,000 cases, this takes 3 to 4 ms.
    """
    if not user.is_active:
        return Q(pk__in=[])
    granted = Q(**{case: CaseGrant.objects.live_for(user).values("content_object_id")})
    team_ids = user.live_team_ids
    return Q(**{team: team_ids}) | granted if team_ids else granted


class CaseRecord(models.Model):
    """The base of every table that hangs on a case and inherits its sight."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[-6:]}"

    @property
    def subject_id(self) -> UUID:
        """Whom a line on the trail is about."""
        return self.case.participant_id
