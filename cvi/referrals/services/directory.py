"""Write entries of the service directory, and settle what workers say is wrong with one."""

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.errors import RuleBroken
from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered
from cvi.referrals.models import (
    Contact,
    Correction,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    SpokenLanguage,
    TaxonomyTerm,
)
from cvi.referrals.models.directory import DirectoryRow

Part = TypeVar("Part", bound=DirectoryRow)
LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


class AlreadyThere(RuleBroken):
    """A service is given at this place already."""


@transaction.atomic
def save_service(
    *,
    service: Service | None,
    changes: dict[str, Any],
    terms: list[TaxonomyTerm] | None = None,
    languages: list[str] | None = None,
    by: User,
) -> Service:
    """Add a service or change one, with its categories and languages where they are told.

    `changes` may name an `organization` that is there, or a `new_organization`.
    """
    service = service or Service()
    new_name = changes.pop("new_organization", "")
    if new_name:
        organization = Organization(name=new_name)
        changes["organization"] = audit.save(organization, by=by, reason=Reason.DIRECTORY_CHANGED)
    for name, value in changes.items():
        setattr(service, name, value)
    audit.save(service, by=by, reason=Reason.DIRECTORY_CHANGED)
    if terms is not None:
        _set_terms(service, terms, by=by)
    if languages is not None:
        _set_languages(service, languages, by=by)
    return service


def save_organization(
    *, organization: Organization, changes: dict[str, Any], by: User
) -> Organization:
    """Change what is known of an organization."""
    for name, value in changes.items():
        setattr(organization, name, value)
    return audit.save(organization, by=by, reason=Reason.DIRECTORY_CHANGED)


def verify_service(*, service: Service, by: User) -> Service:
    """Note that someone checked an entry with the service today."""
    service.last_verified_on = timezone.localdate()
    return audit.save(service, by=by, reason=Reason.DIRECTORY_VERIFIED)


def save_part(*, service: Service, part: Part, changes: dict[str, Any], by: User) -> Part:
    """Add a part to a service, or change it: hours, a phone, a price, a contact."""
    part.service = service  # type: ignore[attr-defined]  # each part of a service has it
    for name, value in changes.items():
        setattr(part, name, value)
    return audit.save(part, by=by, reason=Reason.DIRECTORY_CHANGED)


@transaction.atomic
def save_place(
    *, service: Service, place: ServiceAtLocation, changes: dict[str, Any], by: User
) -> ServiceAtLocation:
    """Add a place to a service, or change it; `location` names one that is there already.

    Raises:
        AlreadyThere: the service is given there already.
    """
    location = changes.pop("location", None) or (None if place._state.adding else place.location)
    if location is None:
        location = Location(organization_id=service.organization_id)
    for name, value in changes.items():
        setattr(location, name, value)
    audit.save(location, by=by, reason=Reason.DIRECTORY_CHANGED)
    place.service, place.location = service, location
    try:
        with transaction.atomic():
            return audit.save(place, by=by, reason=Reason.DIRECTORY_CHANGED)
    except IntegrityError:
        raise AlreadyThere(_("The service is given at this place already.")) from None


@transaction.atomic
def remove_part(*, part: DirectoryRow, by: User) -> None:
    """Remove a part of a service, with what hangs on it; a location itself stays."""
    for table, link in _HANGS_ON.get(type(part), ()):
        for row in table.objects.filter(**{link: part}):
            remove_part(part=row, by=by)
    audit.delete(part, by=by, reason=Reason.DIRECTORY_CHANGED)


_HANGS_ON: dict[type[DirectoryRow], tuple[tuple[type[Any], str], ...]] = {
    ServiceAtLocation: ((Contact, "place"), (Phone, "place"), (Schedule, "place")),
    Contact: ((Phone, "contact"),),
}


def tell_correction(*, service: Service, wrong: str, right: str, by: User) -> Correction:
    """Tell the steward that something in an entry is wrong."""
    correction = Correction(service=service, wrong=wrong, right=right, told_by=by)
    return audit.save(correction, by=by, reason=Reason.DIRECTORY_TOLD)


def settle_correction(*, correction: Correction, outcome: str, by: User) -> Correction:
    """Say what came of a note.

    Raises:
        AlreadyAnswered: it was settled before.
    """
    if correction.outcome:
        raise AlreadyAnswered(_("This was settled before."))
    correction.outcome = outcome
    correction.settled_by, correction.settled_at = by, timezone.now()
    return audit.save(correction, by=by, reason=Reason.DIRECTORY_CORRECTED)


def _set_terms(service: Service, terms: list[TaxonomyTerm], *, by: User) -> None:
    wanted = {term.pk: term for term in terms}
    held = {row.term_id: row for row in ServiceTerm.objects.filter(service=service)}
    for pk in held.keys() - wanted.keys():
        audit.delete(held[pk], by=by, reason=Reason.DIRECTORY_CHANGED)
    for pk in wanted.keys() - held.keys():
        row = ServiceTerm(service=service, term=wanted[pk])
        audit.save(row, by=by, reason=Reason.DIRECTORY_CHANGED)


def _set_languages(service: Service, codes: list[str], *, by: User) -> None:
    held = {row.code: row for row in SpokenLanguage.objects.filter(service=service)}
    for code in held.keys() - set(codes):
        audit.delete(held[code], by=by, reason=Reason.DIRECTORY_CHANGED)
    for code in sorted(set(codes) - held.keys()):
        row = SpokenLanguage(service=service, code=code, name=LANGUAGE_NAMES.get(code, code))
        audit.save(row, by=by, reason=Reason.DIRECTORY_CHANGED)
