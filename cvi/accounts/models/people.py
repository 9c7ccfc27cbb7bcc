"""Users, the roles that they hold, and the sight of a team that comes with a role."""

import datetime as dt
from typing import NamedTuple, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cvi.accounts.models.places import Agency, KnownToAll, Team
from cvi.accounts.roles import ROLES, Permission, Powers, Program, Role
from cvi.audit.history import tracked
from cvi.vault.ids import uuid7


class UserQuerySet(models.QuerySet["User"]):
    """Reads of who works here."""

    def visible_to(self, user: "User") -> Self:
        """Keep the staff whose accounts `user` looks after, and nobody who works elsewhere too."""
        if not user.is_active:
            return self.none()
        held = Membership.objects.filter(user=models.OuterRef("pk"))
        here = held.filter(agency__in=user.managed_agencies())
        elsewhere = held.live().exclude(agency__in=user.managed_agencies())
        return self.filter(models.Exists(here), ~models.Exists(elsewhere))

    def working_in(self, teams: "list[Team]") -> Self:
        """Keep the active staff who open cases in one of these teams today."""
        held = Membership.objects.doing_casework().filter(team__in=teams)
        return self.filter(pk__in=held.order_by().values("user_id"))

    def led_by(self, user: "User") -> Self:
        """Keep the others who hold a role today in a team whose devices `user` looks after."""
        if not user.is_active:
            return self.none()
        teams = user.teams_for(Permission.SIGN_OUT_TEAM)
        held = Membership.objects.live().filter(user=models.OuterRef("pk"), team__in=teams)
        return self.filter(models.Exists(held)).exclude(pk=user.pk)

    def by_name(self) -> Self:
        """Order as in a list of names, and bring the roles not yet ended as `roles_held`."""
        live = models.Prefetch(
            "memberships",
            queryset=Membership.objects.not_ended().select_related("agency", "team"),
            to_attr="roles_held",
        )
        return self.prefetch_related(live).order_by("name", "pk")


class UserManager(BaseUserManager["User"]):
    """Reads of who works here, and the lookups that sign-in needs."""

    def get_queryset(self) -> UserQuerySet:
        """Return our own reads."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: "User") -> UserQuerySet:
        """Keep the staff whose accounts `user` looks after."""
        return self.get_queryset().visible_to(user)

    def working_in(self, teams: "list[Team]") -> UserQuerySet:
        """Keep the active staff who open cases in one of these teams today."""
        return self.get_queryset().working_in(teams)

    def led_by(self, user: "User") -> UserQuerySet:
        """Keep the others of the teams whose devices `user` looks after."""
        return self.get_queryset().led_by(user)


class Acting(NamedTuple):
    """The role, and the agency in which it is held, that a session was opened for."""

    role: str
    agency_id: UUID


class Emergency(NamedTuple):
    """A file that a session may read though nobody gave sight of it, until a moment."""

    use_id: UUID
    subject_id: UUID
    until: dt.datetime


class User(AbstractBaseUser):
    """A person who works here. There are no superusers. When they signed in is on the trail."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(
        _("sign-in name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(default=True)
    last_login = None
    acting_role = ""
    acting: Acting | None = None  # set for a session; without one every role held today counts
    emergency: Emergency | None = None  # the one file a session may read for an hour

    objects = UserManager()
    history = tracked(without=("password",))

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return f"user {str(self.pk)[-6:]}"

    def get_full_name(self) -> str:
        """Return the name that colleagues see."""
        return self.name

    @cached_property
    def held_today(self) -> list["Membership"]:
        """The roles held today, oldest first. One query a request."""
        return list(Membership.objects.live().filter(user=self).select_related("team", "agency"))

    @property
    def live_memberships(self) -> list["Membership"]:
        """The roles that count now: those held today in the role and agency acted in."""
        return [m for m in self.held_today if self.acting in {None, m.acting}]

    @cached_property
    def live_team_ids(self) -> list[UUID]:
        """The teams whose cases this user sees now. One query a request; a list, for speed."""
        teams = [m.team_id for m in self.live_memberships if m.team_id]
        grants = TeamGrant.objects.live_for(self).filter(content_object_id__in=teams)
        return list(grants.values_list("content_object_id", flat=True))

    @property
    def needs_passkey(self) -> bool:
        """Whether a role held today is too powerful for a password and a code."""
        return any(m.powers.needs_passkey for m in self.held_today)

    def reads_in_emergency(self, subject_id: UUID) -> bool:
        """Answer whether this is the one file that a session opened in an emergency."""
        return self.emergency is not None and self.emergency.subject_id == subject_id

    def holds(self, to: Permission) -> bool:
        """Answer whether any role held today allows `to`, wherever that is."""
        return any(to in m.powers.may for m in self.live_memberships)

    def may_in(self, team_id: UUID, to: Permission) -> bool:
        """Answer whether a role held in that very team allows `to`."""
        return any(m.team_id == team_id and to in m.powers.may for m in self.live_memberships)

    def managed_agencies(self, to: Permission = Permission.MANAGE_USERS) -> "KnownToAll[Agency]":
        """Return the agencies whose staff this user may do `to` with; the office may with all."""
        own = [m.agency for m in self.live_memberships if to in m.powers.may]
        if any(agency.kind == Agency.Kind.OVP for agency in own):
            return Agency.objects.all()
        return Agency.objects.filter(pk__in=[agency.pk for agency in own])

    @property
    def keeps_city(self) -> bool:
        """Whether this user sets up agencies and zones: an administrator of the office does."""
        own = [m.agency for m in self.live_memberships if Permission.MANAGE_PLACES in m.powers.may]
        return any(agency.kind == Agency.Kind.OVP for agency in own)

    def teams_for(self, to: Permission, program: Program | None = None) -> list[Team]:
        """Return the teams in which this user may do `to`; of one program, if one is named."""
        teams = [m.team for m in self.live_memberships if m.team and to in m.powers.may]
        return [team for team in teams if program in {None, team.program}]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of who holds which role."""

    def live(self) -> Self:
        """Keep what holds today."""
        return self.not_ended().filter(is_approved=True, starts_on__lte=timezone.localdate())

    def doing_casework(self) -> Self:
        """Keep what holds today, lets its user open cases, and is held by an active user."""
        roles = [role for role, powers in ROLES.items() if Permission.OPEN_CASE in powers.may]
        return self.live().filter(role__in=roles, user__is_active=True)

    def waiting_for(self, user: User) -> Self:
        """Keep the roles that `user` may approve as a second person."""
        agencies = user.managed_agencies(to=Permission.APPROVE_ROLES)
        waiting = self.not_ended().filter(is_approved=False, agency__in=agencies)
        return waiting.exclude(user=user) if user.is_active else self.none()

    def not_ended(self) -> Self:
        """Keep what holds today, will hold, or waits for a second person."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())).order_by(
            "starts_on", "pk"
        )


class Membership(models.Model):
    """A role held in an agency, mostly in one of its teams, between two dates."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships", null=True)
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True)
    fte = models.DecimalField("full-time share", max_digits=3, decimal_places=2, default=1)
    is_approved = models.BooleanField("approved by a second person, where one is due", default=True)

    objects = MembershipQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="fte_between_0_and_1", condition=Q(fte__gt=0) & Q(fte__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} membership {str(self.pk)[-6:]}"

    @property
    def powers(self) -> Powers:
        """What this role may do."""
        return ROLES[Role(self.role)]

    @property
    def acting(self) -> Acting:
        """What a session that acts in it is opened for."""
        return Acting(self.role, self.agency_id)


class LiveGrants(models.QuerySet["TeamGrant"]):
    """Reads of standing sight."""

    def live_for(self, user: User) -> Self:
        """Keep the grants of an active user that have not run out."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), user=user)


class TeamGrant(UserObjectPermissionBase):
    """Standing sight of a team's cases. Written together with the membership, ends with it."""

    content_object = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="grants")
    expires_at = models.DateTimeField(null=True)

    objects = LiveGrants.as_manager()  # type: ignore[assignment, misc]  # in place of guardian's own

    def __str__(self) -> str:
        return f"team grant {self.pk}"


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the first moment after `day`, in local time."""
    if day is None:
        return None
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
    return timezone.make_aware(midnight)
