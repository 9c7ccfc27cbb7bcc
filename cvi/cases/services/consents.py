"""Write down what participants allow to be shared, and that they take it back."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.models import Consent, Participant


@dataclass(frozen=True)
class Release:
    """What a participant allows, to whom, until when."""

    recipient: Agency
    scope: list[str]
    method: str
    expires_on: dt.date
    signed_on: dt.date = field(default_factory=timezone.localdate)


def record_consent(*, participant: Participant, release: Release, by: User) -> Consent:
    """Write down what a participant allowed to be shared."""
    consent = Consent(
        participant=participant,
        recipient=release.recipient,
        scope=release.scope,
        method=release.method,
        signed_on=release.signed_on,
        expires_on=release.expires_on,
    )
    return audit.save(consent, by=by, reason=Reason.CONSENT_RECORDED)


def revoke_consent(*, consent: Consent, by: User) -> Consent:
    """Take a consent back, with effect at once."""
    consent.revoked_at = timezone.now()
    return audit.save(consent, by=by, reason=Reason.CONSENT_REVOKED)
