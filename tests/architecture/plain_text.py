"""Text columns that are not sealed, each with the reason why it may be read from a stolen disk."""

PLAIN_TEXT: dict[str, str] = {
    "audit.AuditEvent.role": "a code of roles.py",
    "audit.AuditEvent.resource": "the name of a table",
    "audit.AuditEvent.detail": "codes, counts and ids, never values",
    "audit.Disclosure.purpose": "a code",
    "audit.Disclosure.fields": "codes of fields, never their values",
    "accounts.Agency.name": "public",
    "accounts.Zone.name": "public",
    "accounts.Team.name": "public",
    "accounts.Invitation.code_hash": "a hash of 128 random bits that run out after two days",
    "accounts.User.password": "an Argon2 hash",
    "accounts.User.username": "staff, not participants; needed to sign in",
    "accounts.User.name": "staff, not participants; stands in reports by worker",
    "accounts.User.email": "staff, not participants; needed to write to them",
    "accounts.Device.session_hash": "a hash of the session's random key",
    "accounts.Device.mark_hash": "a hash of a random mark",
    "accounts.DraftKey.public": "a public key",
    "accounts.DraftKey.private": "sealed under the site's own key",
    "alerts.Alert.path": "an address in the app, with ids only",
    "alerts.FeedAddress.token_hash": "a hash of 256 random bits",
    "papers.Job.params": "codes, ids and dates of what was asked for",
    "cases.Participant.code": "made at random, means nothing",
    "cases.Merge.moved": "ids of rows, by table",
    "cases.Merge.filled": "names of columns, never their values",
    "cases.Case.phase": "a code of the standards",
    "cases.Case.referral_source": "a code of the standards",
    "cases.Case.exit_reason": "a code of the standards",
    "cases.PhaseChange.phase": "a code of the standards",
    "cases.StatusChange.reason": "a code of the standards",
    "cases.Consent.purpose": "a code of the standards",
    "cases.Screening.language": "a code",
    "cases.Consent.language": "a code",
    "cases.FollowUp.kind": "a code of the standards",
    "cases.FollowUp.protocol": "a code of the standards",
    "cases.FollowUp.step": "a number of hours or days",
    "cases.Goal.resolved_via": "a code of the standards",
    "cases.ServiceDelivered.type": "a code of the standards",
    "cases.ServiceDelivered.funding": "codes of the standards",
    "cases.Consent.scope": "codes of fields, never their values",
    "referrals.Referral.shared_fields": "codes of fields, never their values",
    "incidents.DropBox.label": "what a team calls an office, as in 9th district",
    "incidents.DropBox.token_hash": "a hash of 256 random bits",
    "outreach.Contact.purposes": "codes; counted in reports by managers who hold no keys",
}

_STANDARD = ("code", "label_en", "label_es", "source")
_EXCEPTIONS = ("exceptions_en", "exceptions_es")
_IN_STANDARDS = {
    "ListItem": _STANDARD,
    "CriteriaSet": _STANDARD,
    "Criterion": ("code", "label_en", "label_es"),
    "PhaseStandard": _STANDARD,
    "Protocol": _STANDARD,
    "ProtocolStep": ("kind", "instrument", "label_en", "label_es"),
    "Threshold": _STANDARD,
    "DeadlineRule": (*_STANDARD, *_EXCEPTIONS, "documents", "documents_if_killed"),
    "ConsentRule": (*_STANDARD, *_EXCEPTIONS, "state"),
    "Instrument": (
        *_STANDARD,
        *("edition", "intro_en", "intro_es", "answers", "licence", "note_en", "note_es"),
    ),
    "InstrumentItem": ("label_en", "label_es"),
    "Band": ("label_en", "label_es"),
}
PLAIN_TEXT |= {
    f"standards.{model}.{column}": "a standard of the office, about nobody"
    for model, columns in _IN_STANDARDS.items()
    for column in columns
}
