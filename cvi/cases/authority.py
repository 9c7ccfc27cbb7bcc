"""The third gate: whether something may leave, to them, for this, today."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.audit.services import Authority
from cvi.cases.errors import AuthorityMissing
from cvi.cases.models import Consent, DutyReport, Participant

Grounds = tuple[Authority, UUID]
"""What lets something leave, and the id of that consent or report."""


def require_authority(
    participant: Participant,
    *,
    recipient: Agency | None = None,
    duty: DutyReport | None = None,
    fields: list[str],
    by: User,
) -> Grounds:
    """Return what lets `fields` leave today: a consent to `recipient`, or a duty to tell.

    Args:
        participant: whom it is about.
        recipient: the agency that gets it; its newest live consent is asked.
        duty: the report of a duty to tell someone outside, where no consent is needed.
        fields: codes of what leaves.
        by: who lets it out.

    Raises:
        AuthorityMissing: no consent names this agency, covers every field and holds today; or the
            duty is about someone else, was decided by someone else, or says no reason. Nothing
            leaves; the attempt is on the trail.
    """
    grounds = _duty(participant, duty, by=by) or _consent(participant, recipient, fields)
    if grounds:
        return grounds
    detail = {"recipient": str(recipient.pk) if recipient else "", "fields": fields}
    audit.withheld(participant, by=by, detail=detail)
    if recipient is None:
        raise AuthorityMissing(_("Write down who decided this, whom you told, what and why."))
    raise AuthorityMissing(
        _("There is no consent today to share this with %(agency)s. Ask first.")
        % {"agency": recipient.name}
    )


def _consent(
    participant: Participant, recipient: Agency | None, fields: list[str]
) -> Grounds | None:
    consents = Consent.objects.live_on(timezone.localdate())
    for consent in consents.filter(participant=participant, recipient=recipient).order_by("-pk"):
        if consent.covers(fields):
            return Authority.CONSENT, consent.pk
    return None


def _duty(participant: Participant, duty: DutyReport | None, *, by: User) -> Grounds | None:
    if duty is None or duty.subject_id != participant.pk or duty.decided_by_id != by.pk:
        return None
    is_said = all(text.strip() for text in (duty.recipient, duty.told, duty.why))
    return (Authority(duty.duty), duty.pk) if is_said else None
