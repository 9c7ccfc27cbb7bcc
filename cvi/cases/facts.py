"""Records in words, as pairs of a question and its answer, for a page or a paper."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cvi.cases.models import Agreement, CompensationClaim, Consent
from cvi.cases.values import US_STATES
from cvi.standards import reading as standards

Fact = tuple[str, str]


def consent_facts(consent: Consent) -> list[Fact]:
    """Return all that was agreed to: 45 CFR 164.508(c)(1) lists what must be there."""
    until = date_format(consent.expires_on, "DATE_FORMAT")
    if not consent.holds_on(timezone.localdate()):
        until = _("%(day)s. It holds no longer.") % {"day": until}
    facts = [
        (_("Who gives it"), consent.participant.agency.name),
        (_("Who may get it"), consent.recipient.name),
        (_("What"), ", ".join(consent.fields_said)),
        (_("What for"), _purpose(consent)),
        (_("From"), date_format(consent.signed_on, "DATE_FORMAT")),
        (_("Until"), until),
        (_("Who said yes"), _giver(consent)),
        (_("How"), _method(consent)),
        (_("Copy"), str(consent.get_copy_display())),
    ]
    return [(question, answer) for question, answer in facts if answer]


def agreement_facts(agreement: Agreement) -> list[Fact]:
    """Return who agreed to take part, since when, and how they said so."""
    facts = [
        (_("Since"), date_format(agreement.signed_on, "DATE_FORMAT")),
        (_("Who said yes"), _giver(agreement)),
        (_("How"), _method(agreement)),
    ]
    if agreement.withdrawn_at:
        day = timezone.localdate(agreement.withdrawn_at)
        facts.append((_("Taken back"), date_format(day, "DATE_FORMAT")))
    return facts


def claim_facts(claim: CompensationClaim) -> list[Fact]:
    """Return what is known of a claim; what nobody wrote down is left out."""
    denied = claim.denial_reason
    facts = [
        (_("What happened"), str(claim.get_harm_display())),
        (_("State"), dict(US_STATES).get(claim.state, claim.state.upper())),
        (_("When it happened"), _day(claim.crime_on)),
        (_("Police told"), _day(claim.reported_on) or claim.no_report_reason),
        (_("Who claims"), _named(claim)),
        (_("Offered"), _day(claim.offered_on)),
        (_("Explained"), _day(claim.explained_on)),
        (_("Sent in"), _day(claim.submitted_on)),
        (_("Complete"), _day(claim.completed_on)),
        (_("Claim number"), claim.claim_number),
        (_("Why denied"), standards.label("compensation_denial_reason", denied) if denied else ""),
        (_("Appeal until"), _day(claim.appeal_by)),
    ]
    return [(question, answer) for question, answer in facts if answer]


def _named(claim: CompensationClaim) -> str:
    return ": ".join(filter(None, [str(claim.get_claimant_display()), claim.claimant_name]))


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _purpose(consent: Consent) -> str:
    return standards.label("consent_purpose", consent.purpose) if consent.purpose else ""


def _giver(consent: Consent | Agreement) -> str:
    who = str(consent.get_given_by_display())
    if consent.given_by == Consent.Giver.PARTICIPANT:
        return who
    return f"{who}: {consent.giver_name} ({consent.giver_right})"


def _method(consent: Consent | Agreement) -> str:
    how = str(consent.get_method_display())
    return f"{how}: {consent.witness}" if consent.witness else how
