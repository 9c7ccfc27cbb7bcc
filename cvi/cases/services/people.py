"""Register participants, and correct who they are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cvi.accounts.models import Agency, User, Zone
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.comparing import plan_comparison
from cvi.cases.models import ContactPoint, Participant
from cvi.cases.tokens import write_tokens
from cvi.cases.values import Answer
from cvi.vault.models import Domain
from cvi.vault.services import mint_key


@dataclass(frozen=True)
class Identity:
    """What a form or a referral says about a person. Everything may be missing."""

    name_to_use: str = ""
    legal_name: str = ""
    street_names: list[str] = field(default_factory=list)
    birth_date: dt.date | None = None
    zone: Zone | None = None
    language: str = ""
    race_ethnicity: list[str] = field(default_factory=list)
    gender: str = ""
    phone: str = ""
    safe_to_text: str = "not_asked"
    age_estimate: dict[str, Any] | None = None
    safety_line: str = ""


def register_participant(*, agency: Agency, identity: Identity, by: User) -> Participant:
    """Register a person with an agency, under a data key of their own."""
    participant = Participant(agency=agency)
    participant.key = mint_key(domain=Domain.CORE, realm=agency.pk, subject=participant.pk)
    for name in _IDENTITY_COLUMNS:
        setattr(participant, name, getattr(identity, name))
    audit.save(participant, by=by, reason=Reason.PARTICIPANT_REGISTERED)
    if identity.phone:
        _set_phone(participant, identity.phone, identity.safe_to_text, by=by)
    make_findable(participant=participant)
    return participant


def update_participant(
    *, participant: Participant, changes: Mapping[str, Any], by: User
) -> Participant:
    """Write what `changes` says about who someone is; what it does not name stays."""
    for name in _IDENTITY_COLUMNS:
        if name in changes:
            setattr(participant, name, changes[name])
    audit.save(participant, by=by, reason=Reason.PARTICIPANT_UPDATED)
    if changes.get("phone"):
        safe_to_text = changes.get("safe_to_text") or Answer.NOT_ASKED
        _set_phone(participant, changes["phone"], safe_to_text, by=by)
    elif "phone" in changes:
        for phone in participant.contact_points.filter(kind=ContactPoint.Kind.PHONE):
            audit.delete(phone, by=by, reason=Reason.PARTICIPANT_UPDATED)
    make_findable(participant=participant)
    return participant


_IDENTITY_COLUMNS = (
    "name_to_use",
    "legal_name",
    "street_names",
    "birth_date",
    "zone",
    "language",
    "race_ethnicity",
    "gender",
    "age_estimate",
    "safety_line",
)


def make_findable(*, participant: Participant) -> None:
    """Write the search tokens in this transaction, and look in other agencies after it."""
    write_tokens(participant)
    if participant.duplicate_of_id is None:
        plan_comparison(participant)


def _set_phone(
    participant: Participant, number: str, safe_to_text: str, *, by: User
) -> ContactPoint:
    phone = participant.contact_points.filter(kind=ContactPoint.Kind.PHONE).first()
    phone = phone or ContactPoint(participant=participant, kind=ContactPoint.Kind.PHONE)
    phone.key = participant.key
    phone.value, phone.safe_to_text = number, safe_to_text
    return audit.save(phone, by=by, reason=Reason.PARTICIPANT_UPDATED)
