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
    "papers.Job.params": "codes, ids and dates of what was asked for",
    "cases.Participant.code": "made at random, means nothing",
    "cases.Consent.scope": "codes of fields, never their values",
    "referrals.Referral.shared_fields": "codes of fields, never their values",
    "outreach.Contact.purposes": "codes; counted in reports by managers who hold no keys",
}
