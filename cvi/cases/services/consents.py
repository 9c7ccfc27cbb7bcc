"""Write down what participants allow to be shared, and that they take it back."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.consent_rules import latest_end, minor_rule
from cvi.cases.documents import add_document
from cvi.cases.errors import AlreadyAnswered, GuardianMissing, WrongDay
from cvi.cases.keys import core_key
from cvi.cases.models import Agreement, Case, Consent, Document, Participant
from cvi.papers.uploads import CleanFile
from cvi.standards.models import ConsentRule

Giver = Consent.Giver
Strokes = list[list[list[int]]]


@dataclass(frozen=True, kw_only=True)
class Signing:
    """How someone said yes.

    `signature` is a list of strokes, each a list of points x, y in thousandths of the box.
    `scan` is a picture of the paper that was signed.
    """

    method: str
    signed_on: dt.date = field(default_factory=timezone.localdate)
    given_by: str = Giver.PARTICIPANT
    giver_name: str = ""
    giver_right: str = ""
    assented: str = "not_asked"
    is_alone_by_law: bool = False
    signature: Strokes | None = None
    witness: str = ""
    language: str = "en"
    had_interpreter: bool = False
    scan: CleanFile | None = None


@dataclass(frozen=True, kw_only=True)
class Release(Signing):
    """What someone allows, to whom, for what, until when, and how they said so."""

    recipient: Agency
    scope: list[str]
    expires_on: dt.date
    purpose: str = ""
    copy: str = Consent.Copy.LATER


@transaction.atomic
def record_consent(
    *, case: Case, release: Release, renews: Consent | None = None, by: User
) -> Consent:
    """Write down what a participant allowed to be shared.

    Raises:
        WrongDay: it ends before it begins, lasts longer than the office allows, or was signed
            after today.
        GuardianMissing: a minor signs alone where the rule of the state wants a guardian.
        CaseClosed: there is a picture of the paper, and the case is closed.
    """
    _require_days(release)
    person = case.participant
    _require_giver(person, release, ConsentRule.Service.SHARE)
    consent = Consent(participant=person, key=person.key, renews=renews, recorded_by=by)
    _fill(consent, release, case=case, by=by)
    return audit.save(consent, by=by, reason=Reason.CONSENT_RECORDED)


@transaction.atomic
def record_agreement(*, case: Case, agreed: Signing, by: User) -> Agreement:
    """Write down that a participant agrees to take part in the program.

    Raises:
        CaseClosed: the case is closed.
        AlreadyAnswered: they said so before, and did not take it back.
        WrongDay: it was signed after today.
        GuardianMissing: a minor says so alone where the rule of the state wants a guardian.
    """
    case.require_open()
    _require_past(agreed)
    _require_giver(case.participant, agreed, ConsentRule.Service.TAKE_PART)
    if Agreement.objects.filter(case=case, withdrawn_at=None).exists():
        raise AlreadyAnswered(_("They agreed before. Take that back first if it changed."))
    agreement = Agreement(case=case, key=core_key(case), recorded_by=by)
    _fill(agreement, agreed, case=case, by=by)
    return audit.save(agreement, by=by, reason=Reason.AGREEMENT_RECORDED)


def withdraw_agreement(*, agreement: Agreement, by: User) -> Agreement:
    """Note that someone does not want to take part any more. Nothing is closed by it."""
    agreement.withdrawn_at = timezone.now()
    return audit.save(agreement, by=by, reason=Reason.AGREEMENT_WITHDRAWN)


def revoke_consent(*, consent: Consent, by: User) -> Consent:
    """Take a consent back, with effect at once."""
    consent.revoked_at = timezone.now()
    return audit.save(consent, by=by, reason=Reason.CONSENT_REVOKED)


def note_copy(*, consent: Consent, copy: str, by: User) -> Consent:
    """Note that they got a copy of what they signed, or did not want one."""
    consent.copy = copy
    return audit.save(consent, by=by, reason=Reason.CONSENT_RECORDED)


def _fill(row: Consent | Agreement, said: Signing, *, case: Case, by: User) -> None:
    """Write how they said yes into a row; the picture of the paper becomes a document."""
    for name in said.__dataclass_fields__:
        if name != "scan":
            setattr(row, name, getattr(said, name))
    if said.scan:
        kind = Document.Kind.CONSENT_FORM
        row.scan = add_document(case=case, kind=kind, file=said.scan, by=by)


def _require_past(said: Signing) -> None:
    if said.signed_on > timezone.localdate():
        raise WrongDay(_("Check the day of signing. It has not come yet."))


def _require_days(release: Release) -> None:
    _require_past(release)
    if release.expires_on <= release.signed_on:
        raise WrongDay(_("Check the last day. It must be after the day of signing."))
    if release.expires_on > latest_end(release.signed_on):
        raise WrongDay(_("Check the last day. That is longer than the office allows."))


def _require_giver(participant: Participant, said: Signing, service: str) -> None:
    rule = minor_rule(participant, service, on=said.signed_on)
    is_own = said.given_by == Giver.PARTICIPANT
    if rule and rule.guardian_required and is_own and not said.is_alone_by_law:
        raise GuardianMissing(
            _("They are under %(age)s. A parent or guardian signs, unless the law lets them alone.")
            % {"age": rule.min_age}
        )
