"""Why a row was written, as a code. Free text would be readable in the database."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Every reason there is. A sentence of what happened, in the past tense."""

    ACCESS_GRANTED = "access_granted", _("Sight was granted")
    ACCESS_ENDED = "access_ended", _("Sight was ended")
    AGENCY_SET_UP = "agency_set_up", _("Agency, team or zone set up")
    BREAK_GLASS_ENDED = "break_glass_ended", _("Emergency sight ended")
    BREAK_GLASS_OPENED = "break_glass_opened", _("File opened in an emergency")
    BREAK_GLASS_RETURNED = "break_glass_returned", _("Right to emergency sight given back")
    BREAK_GLASS_REVIEWED = "break_glass_reviewed", _("Emergency sight reviewed")
    CASE_ASSIGNED = "case_assigned", _("Case assigned")
    CASE_CLOSED = "case_closed", _("Case closed")
    CASE_OPENED = "case_opened", _("Case opened")
    CASE_UPDATED = "case_updated", _("Case updated")
    CONSENT_RECORDED = "consent_recorded", _("Consent recorded")
    CONSENT_REVOKED = "consent_revoked", _("Consent taken back")
    CONTACT_LOGGED = "contact_logged", _("Contact logged")
    CONTACT_UNDONE = "contact_undone", _("Contact taken back")
    CUSTODY_RECORDED = "custody_recorded", _("Custody episode recorded")
    DEVICE_REVOKED = "device_revoked", _("Signed out on a device")
    DEVICE_SIGNED_IN = "device_signed_in", _("Signed in on a device")
    DOCUMENT_ADDED = "document_added", _("Document added")
    DOCUMENT_REMOVED = "document_removed", _("Document removed")
    DROP_BOX_CLOSED = "drop_box_closed", _("Drop box closed")
    DROP_BOX_MESSAGE_HANDLED = "drop_box_message_handled", _("Drop box message handled")
    DROP_BOX_MESSAGE_TAKEN = "drop_box_message_taken", _("Message left in a drop box")
    DROP_BOX_SET_UP = "drop_box_set_up", _("Drop box set up")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTOR_RENAMED = "factor_renamed", _("Passkey renamed")
    FOLLOW_UP_DONE = "follow_up_done", _("Follow-up done")
    FOLLOW_UP_PLANNED = "follow_up_planned", _("Follow-up planned")
    GOAL_SET = "goal_set", _("Goal set")
    GOAL_UPDATED = "goal_updated", _("Goal updated")
    IMPORTED = "imported", _("Imported from a spreadsheet")
    INTAKE_FINISHED = "intake_finished", _("Bedside intake finished")
    INTAKE_SAVED = "intake_saved", _("Bedside intake step saved")
    INVITATION_ENDED = "invitation_ended", _("Invitation ended before it was used")
    INVITATION_ISSUED = "invitation_issued", _("Invitation issued")
    INVITATION_USED = "invitation_used", _("Invitation used")
    KEY_DESTROYED = "key_destroyed", _("Data key destroyed")
    KEYS_VERIFIED = "keys_verified", _("Every sealed value was opened as a test")
    MASTER_KEY_SEEN = "master_key_seen", _("A master key is in use that was not before")
    MATCH_DECIDED = "match_decided", _("Match across agencies decided")
    MATCH_FOUND = "match_found", _("Match across agencies found")
    NEED_RECORDED = "need_recorded", _("Need recorded")
    NEED_UPDATED = "need_updated", _("Need updated")
    NOTE_ADDED = "note_added", _("Note added")
    NOTIFICATION_PLANNED = "notification_planned", _("Custom notification planned")
    NOTIFICATION_UPDATED = "notification_updated", _("Custom notification updated")
    PARTICIPANT_REGISTERED = "participant_registered", _("Participant registered")
    PARTICIPANT_UPDATED = "participant_updated", _("Participant updated")
    PASSWORD_SET = "password_set", _("Password set")
    PEOPLE_LINKED = "people_linked", _("Two agencies' participants linked as one person")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("New recovery codes made")
    REFERRAL_ACCEPTED = "referral_accepted", _("Referral accepted")
    REFERRAL_DECLINED = "referral_declined", _("Referral declined")
    REFERRAL_SENT = "referral_sent", _("Referral sent")
    REPORT_ASKED_FOR = "report_asked_for", _("Report asked for")
    ROLE_APPROVED = "role_approved", _("Role approved by a second person")
    SIGHT_ANSWERED = "sight_answered", _("Request to see a file answered")
    SIGHT_REQUESTED = "sight_requested", _("Asked another team to see a file")
    USER_DEACTIVATED = "user_deactivated", _("User may no longer sign in")
    USER_INVITED = "user_invited", _("User invited")
    USER_UPDATED = "user_updated", _("User updated")


def reasons() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new reason needs no migration."""
    return Reason.choices
