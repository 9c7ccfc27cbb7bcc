"""The third gate: whether something may leave, to them, for this, today."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.cases.errors import AuthorityMissing
from cvi.cases.models import Consent, Participant


def require_authority(
    participant: Participant, *, recipient: Agency, fields: list[str], by: User
) -> Consent:
    """Return the newest live consent that lets `fields` go to `recipient` today.

    Raises:
        AuthorityMissing: no consent names this agency, covers every field and holds today.
            Nothing leaves; the attempt is on the trail.
    """
    consents = Consent.objects.live_on(timezone.localdate())
    for consent in consents.filter(participant=participant, recipient=recipient).order_by("-pk"):
        if consent.covers(fields):
            return consent
    audit.withheld(participant, by=by, detail={"recipient": str(recipient.pk), "fields": fields})
    raise AuthorityMissing(
        _("There is no consent today to share this with %(agency)s. Ask first.")
        % {"agency": recipient.name}
    )
