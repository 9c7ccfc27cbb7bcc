"""What the directory steward works with: the list, what waits, and the doors to change it."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from cvi.accounts.access import require_holds
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.referrals.models import (
    Correction,
    DirectoryImport,
    Organization,
    Service,
    ServiceAtLocation,
)
from cvi.referrals.models.directory import DirectoryRow, ServiceQuerySet
from cvi.standards import reading as standards

Part = TypeVar("Part", bound=DirectoryRow)
VERIFY_DAYS = "directory_verify_days"


def open_entry(user: User, service_id: UUID) -> Service:
    """Return an entry to whoever keeps the directory.

    Raises:
        NotAllowed: no role of this user lets them.
        Unseen: there is no such entry.
    """
    require_holds(user, Permission.KEEP_DIRECTORY)
    rows = Service.objects.visible_to(user).select_related("organization", "team__agency")
    service = rows.filter(pk=service_id).first()
    if service is None:
        raise Unseen(Service, service_id)
    return service


def open_organization(user: User, organization_id: UUID) -> Organization:
    """Return an organization to whoever keeps the directory.

    Raises:
        NotAllowed, Unseen: as `open_entry`.
    """
    require_holds(user, Permission.KEEP_DIRECTORY)
    organization = Organization.objects.visible_to(user).filter(pk=organization_id).first()
    if organization is None:
        raise Unseen(Organization, organization_id)
    return organization


def open_part_of(service: Service, model: type[Part], part_id: UUID, *, user: User) -> Part:
    """Return a part of an entry that was opened.

    Raises:
        Unseen: there is none, or it is part of another entry.
    """
    rows: models.QuerySet[Any] = model.objects.visible_to(user)
    parents = ["location"] if model is ServiceAtLocation else []
    part: Part | None = rows.select_related("service", *parents).filter(pk=part_id).first()
    if part is not None and part.service != service:  # type: ignore[attr-defined]  # each has one
        part = None
    if part is None:
        raise Unseen(model, part_id)
    return part


def open_correction(user: User, correction_id: UUID) -> Correction:
    """Return what a worker said is wrong, to whoever keeps the directory.

    Raises:
        NotAllowed, Unseen: as `open_entry`.
    """
    require_holds(user, Permission.KEEP_DIRECTORY)
    correction = Correction.objects.visible_to(user).filter(pk=correction_id).first()
    if correction is None:
        raise Unseen(Correction, correction_id)
    return correction


def open_import(user: User, import_id: UUID) -> DirectoryImport:
    """Return an uploaded file to whoever keeps the directory in the agency that uploaded it.

    Raises:
        NotAllowed, Unseen: as `open_entry`.
    """
    require_holds(user, Permission.KEEP_DIRECTORY)
    uploads = DirectoryImport.objects.visible_to(user).select_related("job", "uploaded_by", "key")
    upload = uploads.filter(pk=import_id).first()
    if upload is None:
        raise Unseen(DirectoryImport, import_id)
    return upload


def entries(*, words: str = "", status: str = "", days: int | None = None) -> ServiceQuerySet:
    """Return the entries that fit, those that were checked longest ago first.

    `days` keeps those that were not checked for so long.
    """
    rows = Service.objects.all() if days is None else Service.objects.stale(days=days)
    if status:
        rows = rows.filter(status=status)
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(organization__name__icontains=word))
    waiting = Count("corrections", filter=Q(corrections__outcome=""))
    rows = rows.select_related("organization").annotate(waiting=waiting)
    last = models.F("last_verified_on").asc(nulls_first=True)
    return rows.order_by(last, "name", "pk")


def verify_days() -> int:
    """Return how often an entry is checked."""
    return standards.number(VERIFY_DAYS)


def stale_count() -> int:
    """Count the entries that ask to be checked."""
    return Service.objects.stale(days=verify_days()).count()


def correction_count() -> int:
    """Count what workers said that nobody has settled."""
    return Correction.objects.filter(outcome="").count()


def organizations() -> models.QuerySet[Organization]:
    """Return the organizations by name."""
    return Organization.objects.order_by("name", "pk")
