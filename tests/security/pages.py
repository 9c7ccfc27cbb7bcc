"""Every page, and what it asks: which permission, about which kind of record, of which program."""

from dataclasses import dataclass

from cvi.accounts.models import Program
from cvi.accounts.roles import Permission


@dataclass(frozen=True)
class Page:
    """What one address asks of who opens it. `about` names the records in the address."""

    to: Permission | None = None
    about: tuple[str, ...] = ()
    program: Program | None = None
    is_post: bool = False
    by_code: Permission | None = None
    """Who holds this opens it for everyone, without sight and without a name."""


PUBLIC = {
    "account_inactive",
    "account_login",
    "account_logout",
    "accounts:demo_sign_in",
    "accounts:invite_accept",
    "incidents:box_alert",
    "incidents:box_received",
    "incidents:box_request",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "set_language",
}
"""Open before sign-in."""

OWN_SIGN_IN = {
    "account_change_password",
    "account_reauthenticate",
    "account_set_password",
    "accounts:device_sign_out",
    "accounts:device_sign_out_others",
    "accounts:draft_key",
    "accounts:draft_open",
    "accounts:lock_now",
    "accounts:stay",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
}
"""About nobody but the user: their own password and second factor."""

_BY_CODE = Permission.FIND_DISCLOSURES
_INTAKE = Permission.DO_BEDSIDE_INTAKE

PAGES: dict[str, Page] = {
    "desk:start": Page(),
    "desk:nothing_here": Page(),
    "desk:gallery": Page(),
    "accounts:staff": Page(Permission.MANAGE_USERS),
    "accounts:staff_invite": Page(Permission.MANAGE_USERS),
    "accounts:staff_roles": Page(Permission.MANAGE_USERS, ("user",)),
    "accounts:role_end": Page(Permission.MANAGE_USERS, ("membership",), is_post=True),
    "accounts:role_list": Page(Permission.APPROVE_ROLES),
    "accounts:role_approve": Page(Permission.APPROVE_ROLES, ("waiting_role",), is_post=True),
    "accounts:role_choose": Page(),
    "accounts:staff_new_code": Page(Permission.MANAGE_USERS, ("user",)),
    "accounts:staff_deactivate": Page(Permission.MANAGE_USERS, ("user",)),
    "accounts:staff_devices": Page(Permission.MANAGE_USERS, ("user",)),
    "accounts:staff_sign_out": Page(Permission.MANAGE_USERS, ("user",), is_post=True),
    "accounts:team": Page(Permission.SIGN_OUT_TEAM),
    "accounts:team_devices": Page(Permission.SIGN_OUT_TEAM, ("user",)),
    "accounts:team_sign_out": Page(Permission.SIGN_OUT_TEAM, ("user",), is_post=True),
    "accounts:devices": Page(),
    "accounts:unlock": Page(),
    "accounts:step_up": Page(),
    "desk:today": Page(Permission.OPEN_CASE),
    "desk:people": Page(Permission.OPEN_CASE),
    "desk:case_start": Page(Permission.OPEN_CASE, ("case",)),
    "desk:participant": Page(Permission.OPEN_CASE, ("participant",)),
    "cases:person_new": Page(Permission.REGISTER_PARTICIPANT),
    "cases:sight_answer": Page(Permission.GRANT_SIGHT, ("sight_request",)),
    "cases:match_list": Page(Permission.REVIEW_MATCHES),
    "cases:match_review": Page(Permission.REVIEW_MATCHES, ("match_review",)),
    "desk:plan": Page(Permission.OPEN_CASE, ("participant",)),
    "desk:sharing": Page(Permission.OPEN_CASE, ("participant",)),
    "cases:case_course": Page(Permission.OPEN_CASE, ("case",)),
    "cases:case_status": Page(Permission.CHANGE_CASE, ("case",)),
    "cases:case_close": Page(Permission.CHANGE_CASE, ("case",)),
    "cases:case_reopen": Page(Permission.CHANGE_CASE, ("case",), is_post=True),
    "cases:case_assign": Page(Permission.ASSIGN_CASE, ("case",)),
    "cases:transfer_new": Page(Permission.CHANGE_CASE, ("case",)),
    "cases:transfer_answer": Page(Permission.ASSIGN_CASE, ("transfer",)),
    "cases:transfer_withdraw": Page(Permission.CHANGE_CASE, ("transfer",), is_post=True),
    "cases:caseload_list": Page(Permission.ASSIGN_CASE),
    "cases:caseload_move": Page(Permission.ASSIGN_CASE, ("membership",)),
    "cases:eligibility_new": Page(Permission.ASSESS_ELIGIBILITY, ("case",)),
    "cases:eligibility_review": Page(Permission.APPROVE_ELIGIBILITY, ("eligibility",)),
    "cases:goal_new": Page(Permission.SET_GOAL, ("case",)),
    "cases:goal_change": Page(Permission.SET_GOAL, ("goal",)),
    "cases:follow_up_new": Page(Permission.PLAN_FOLLOW_UP, ("case",)),
    "cases:follow_up_finish": Page(Permission.PLAN_FOLLOW_UP, ("follow_up",)),
    "cases:note_new": Page(Permission.ADD_NOTE, ("case",)),
    "cases:document_list": Page(Permission.OPEN_CASE, ("case",)),
    "cases:document_add": Page(Permission.ADD_DOCUMENT, ("case",)),
    "cases:document": Page(Permission.OPEN_CASE, ("document",)),
    "cases:document_remove": Page(Permission.ADD_DOCUMENT, ("document",)),
    "cases:consent_new": Page(Permission.RECORD_CONSENT, ("case",)),
    "cases:consent_revoke": Page(Permission.RECORD_CONSENT, ("case", "consent"), is_post=True),
    "cases:participant_edit": Page(Permission.REGISTER_PARTICIPANT, ("case",)),
    "referrals:referral_send": Page(Permission.SEND_REFERRAL, ("case",)),
    "referrals:referral_write": Page(Permission.SEND_REFERRAL, ("case", "team")),
    "referrals:referral_inbox": Page(Permission.ANSWER_REFERRAL),
    "referrals:referral": Page(Permission.ANSWER_REFERRAL, ("referral",)),
    "referrals:referral_decline": Page(Permission.ANSWER_REFERRAL, ("referral",)),
    "emergency:break_glass": Page(Permission.BREAK_GLASS),
    "emergency:break_glass_end": Page(Permission.BREAK_GLASS, is_post=True),
    "emergency:review_list": Page(Permission.REVIEW_BREAK_GLASS),
    "emergency:review": Page(Permission.REVIEW_BREAK_GLASS, ("emergency_use",)),
    "emergency:give_back": Page(Permission.REVIEW_BREAK_GLASS, ("lost_right",)),
    "incidents:message_list": Page(Permission.READ_DROP_BOX, program=Program.GVI),
    "incidents:message": Page(Permission.READ_DROP_BOX, ("drop_box_message",), Program.GVI),
    "incidents:box_list": Page(Permission.MANAGE_DROP_BOXES, program=Program.GVI),
    "incidents:box_new": Page(Permission.MANAGE_DROP_BOXES, program=Program.GVI),
    "incidents:box_close": Page(
        Permission.MANAGE_DROP_BOXES, ("drop_box",), Program.GVI, is_post=True
    ),
    "outreach:contact_pick": Page(Permission.LOG_CONTACT),
    "outreach:contact_log": Page(Permission.LOG_CONTACT, ("case",), Program.OUTREACH),
    "outreach:contact_undo": Page(
        Permission.LOG_CONTACT, ("contact",), Program.OUTREACH, is_post=True
    ),
    "hospital:intake_new": Page(_INTAKE),
    "hospital:intake_continue": Page(_INTAKE, ("case",), Program.HOSPITAL),
    "hospital:intake_visit": Page(_INTAKE, ("visit",), Program.HOSPITAL),
    "hospital:intake_safety": Page(_INTAKE, ("visit",), Program.HOSPITAL),
    "hospital:intake_injury": Page(_INTAKE, ("visit",), Program.HOSPITAL),
    "hospital:intake_needs": Page(_INTAKE, ("visit",), Program.HOSPITAL),
    "hospital:intake_about": Page(_INTAKE, ("visit",), Program.HOSPITAL),
    "hospital:intake_review": Page(_INTAKE, ("visit",), Program.HOSPITAL),
    "gvi:notification_new": Page(Permission.PLAN_NOTIFICATION, ("case",), Program.GVI),
    "gvi:notification_visit": Page(Permission.PLAN_NOTIFICATION, ("notification",), Program.GVI),
    "standards:settings": Page(Permission.MANAGE_STANDARDS),
    "standards:standard_list": Page(Permission.MANAGE_STANDARDS, ("kind",)),
    "standards:standard_add": Page(Permission.MANAGE_STANDARDS, ("kind",)),
    "standards:standard_change": Page(Permission.MANAGE_STANDARDS, ("kind", "standard")),
    "standards:standard_retire": Page(Permission.MANAGE_STANDARDS, ("kind", "standard")),
    "papers:job_list": Page(),
    "papers:job": Page(about=("job",)),
    "papers:job_download": Page(about=("job",), is_post=True),
    "reports:caseload": Page(Permission.VIEW_CASELOAD_REPORT),
    "reports:caseload_download": Page(Permission.VIEW_CASELOAD_REPORT, is_post=True),
    "reports:trail": Page(Permission.VIEW_TRAIL),
    "reports:anomalies": Page(Permission.VIEW_TRAIL),
    "reports:lookers": Page(Permission.VIEW_ACCESS_LOG, ("participant",)),
    "reports:lookers_paper": Page(Permission.VIEW_ACCESS_LOG, ("participant",), is_post=True),
    "reports:disclosures_find": Page(Permission.FIND_DISCLOSURES),
    "reports:disclosures": Page(Permission.VIEW_DISCLOSURES, ("participant",), by_code=_BY_CODE),
    "reports:disclosures_download": Page(
        Permission.VIEW_DISCLOSURES, ("participant",), is_post=True, by_code=_BY_CODE
    ),
    "reentry:custody_new": Page(Permission.RECORD_CUSTODY, ("case",), Program.REENTRY),
    "reentry:custody_change": Page(Permission.RECORD_CUSTODY, ("episode",), Program.REENTRY),
}
