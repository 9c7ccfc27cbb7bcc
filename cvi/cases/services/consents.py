"""Write down what participants allow to be shared, and that they take it back."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.consent_rules import latest_end, minor_rule
from cvi.cases.errors import GuardianMissing, WrongDay
from cvi.cases.models import Consent, Participant

Giver = Consent.Giver
Strokes = list[list[list[int]]]


@dataclass(frozen=True)
class Release:
    """What someone allows, to whom, for what, until when, and how they said so.

    `signature` is a list of strokes, each a list of points x, y in thousandths of the box.
    """

    recipient: Agency
    scope: list[str]
    method: str
    expires_on: dt.date
    signed_on: dt.date = field(default_factory=timezone.localdate)
    purpose: str = ""
    given_by: str = Giver.PARTICIPANT
    giver_name: str = ""
    giver_right: str = ""
    assented: str = "not_asked"
    is_alone_by_law: bool = False
    signature: Strokes | None = None
    witness: str = ""
    language: str = "en"
    had_interpreter: bool = False
    copy: str = Consent.Copy.LATER


def record_consent(
    *, participant: Participant, release: Release, renews: Consent | None = None, by: User
) -> Consent:
    """Write down what a participant allowed to be shared.

    Raises:
        WrongDay: it ends before it begins, lasts longer than the office allows, or was signed
            after today.
        GuardianMissing: a minor signs alone where the rule of the state wants a guardian.
    """
    _require_days(release)
    _require_giver(participant, release)
    consent = Consent(participant=participant, key=participant.key, renews=renews, recorded_by=by)
    for name, value in _columns(release).items():
        setattr(consent, name, value)
    return audit.save(consent, by=by, reason=Reason.CONSENT_RECORDED)


def revoke_consent(*, consent: Consent, by: User) -> Consent:
    """Take a consent back, with effect at once."""
    consent.revoked_at = timezone.now()
    return audit.save(consent, by=by, reason=Reason.CONSENT_REVOKED)


def note_copy(*, consent: Consent, copy: str, by: User) -> Consent:
    """Note that they got a copy of what they signed, or did not want one."""
    consent.copy = copy
    return audit.save(consent, by=by, reason=Reason.CONSENT_RECORDED)


def _columns(release: Release) -> dict[str, Any]:
    return {name: getattr(release, name) for name in Release.__dataclass_fields__}


def _require_days(release: Release) -> None:
    if release.signed_on > timezone.localdate():
        raise WrongDay(_("Check the day of signing. It has not come yet."))
    if release.expires_on <= release.signed_on:
        raise WrongDay(_("Check the last day. It must be after the day of signing."))
    if release.expires_on > latest_end(release.signed_on):
        raise WrongDay(_("Check the last day. That is longer than the office allows."))


def _require_giver(participant: Participant, release: Release) -> None:
    rule = minor_rule(participant, on=release.signed_on)
    is_own = release.given_by == Giver.PARTICIPANT
    if rule and rule.guardian_required and is_own and not release.is_alone_by_law:
        raise GuardianMissing(
            _("They are under %(age)s. A parent or guardian signs, unless the law lets them alone.")
            % {"age": rule.min_age}
        )
