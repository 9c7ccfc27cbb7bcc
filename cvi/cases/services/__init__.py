"""Everything that writes the shared record, by subject."""

from cvi.cases.services.caseload import (
    Opening,
    assign_worker,
    change_status,
    close_case,
    grant_sight,
    open_new_case,
)
from cvi.cases.services.consents import Release, record_consent, revoke_consent
from cvi.cases.services.notes import add_note
from cvi.cases.services.people import Identity, register_participant, update_participant
from cvi.cases.services.plans import (
    change_goal,
    change_need,
    finish_follow_up,
    move_follow_up,
    plan_follow_up,
    record_need,
    reopen_follow_up,
    set_goal,
)

__all__ = [
    "Identity",
    "Opening",
    "Release",
    "add_note",
    "assign_worker",
    "change_goal",
    "change_need",
    "change_status",
    "close_case",
    "finish_follow_up",
    "grant_sight",
    "move_follow_up",
    "open_new_case",
    "plan_follow_up",
    "record_consent",
    "record_need",
    "register_participant",
    "reopen_follow_up",
    "revoke_consent",
    "set_goal",
    "update_participant",
]
