"""Text columns that are not sealed, each with the reason why it may be read from a stolen disk."""

PLAIN_TEXT: dict[str, str] = {
    "audit.AuditEvent.role": "a code of roles.py",
    "audit.AuditEvent.resource": "the name of a table",
    "audit.AuditEvent.detail": "codes, counts and ids, never values",
    "audit.Disclosure.purpose": "a code",
    "audit.Disclosure.fields": "codes of fields, never their values",
    "accounts.Agency.name": "public",
    "accounts.Zone.name": "public",
    "accounts.Site.name": "public",
    "accounts.Site.address": "the public address of an office, never of a participant",
    "accounts.Team.name": "public",
    "accounts.Team.model": "a code of the standards",
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
    "cases.Agreement.language": "a code",
    "cases.Consent.language": "a code",
    "cases.FollowUp.kind": "a code of the standards",
    "cases.FollowUp.protocol": "a code of the standards",
    "cases.FollowUp.step": "a number of hours or days",
    "cases.Checkpoint.protocol": "a code of the standards",
    "cases.Checkpoint.step": "a number of hours or days",
    "cases.CompensationClaim.state": "two letters of a state",
    "cases.ClaimPaper.paper": "a code of the standards",
    "cases.ClaimAmount.cost": "a code of the standards",
    "cases.Goal.resolved_via": "a code of the standards",
    "cases.Group.kind": "a code of the standards",
    "cases.GroupMember.why_left": "a code of the standards",
    "cases.Incentive.kind": "a code of the standards",
    "cases.Incentive.funding": "codes of the standards",
    "cases.ServiceDelivered.type": "a code of the standards",
    "cases.ServiceDelivered.funding": "codes of the standards",
    "cases.Consent.scope": "codes of fields, never their values",
    "referrals.Referral.shared_fields": "codes of fields, never their values",
    "referrals.ReferralDraft.fields": "codes of fields, never their values",
    "referrals.ReferralMove.reason": "a code of a fixed list",
    "referrals.ReferralMove.barriers": "codes of the standards",
    "incidents.DropBox.label": "what a team calls an office, as in 9th district",
    "incidents.DropBox.token_hash": "a hash of 256 random bits",
    "staffing.Training.course": "a code of the standards",
    "outreach.Contact.purposes": "codes; counted in reports by managers who hold no keys",
}

_STANDARD = ("code", "label_en", "label_es", "source")
_EXCEPTIONS = ("exceptions_en", "exceptions_es")
_IN_STANDARDS = {
    "ListItem": _STANDARD,
    "CriteriaSet": (*_STANDARD, "model"),
    "Criterion": ("code", "label_en", "label_es"),
    "PhaseStandard": (*_STANDARD, "model"),
    "Protocol": (*_STANDARD, "model"),
    "ProtocolStep": ("kind", "instrument", "label_en", "label_es"),
    "Threshold": (*_STANDARD, "model"),
    "Holiday": _STANDARD,
    "ProgramModel": (*_STANDARD, "about_en", "about_es", "choices"),
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

_ROW = ("hsds_id",)
_ABOUT = (*_ROW, "name", "alternate_name", "description")
_ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code", "country")
_IN_DIRECTORY = {
    "Organization": (*_ABOUT, "email", "website"),
    "Location": (*_ABOUT, "transportation", *_ADDRESS),
    "Service": (
        *(*_ABOUT, "url", "email", "interpretation_services", "application_process"),
        *("fees_description", "eligibility_description", "alert"),
    ),
    "ServiceAtLocation": (*_ROW, "description"),
    "TaxonomyTerm": (*_ROW, "taxonomy", "code", "name", "name_es", "description"),
    "ServiceTerm": _ROW,
    "Schedule": (*_ROW, "byday", "bymonthday", "description"),
    "CostOption": (*_ROW, "option", "currency", "amount_description"),
    "Contact": (*_ROW, "name", "title", "department", "email"),
    "Phone": (*_ROW, "number", "extension", "type", "description"),
    "SpokenLanguage": (*_ROW, "name", "code", "note"),
    "Accessibility": (*_ROW, "description", "details", "url"),
}
PLAIN_TEXT |= {
    f"referrals.{model}.{column}": "public: what a service tells everyone of itself"
    for model, columns in _IN_DIRECTORY.items()
    for column in columns
}
PLAIN_TEXT |= {
    "referrals.Correction.right": "what is right about a public service; the form asks for no more",
    "referrals.DirectoryImport.content_type": "a kind of file",
    "referrals.DirectoryImport.found": "counts by table",
    "referrals.DirectoryImport.faults": "tables, numbers of rows, columns and codes, never values",
}
