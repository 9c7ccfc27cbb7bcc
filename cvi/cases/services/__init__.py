"""Everything that writes the shared record, by subject."""

from cvi.cases.services.assignments import (
    answer_transfer,
    ask_transfer,
    assign_worker,
    cover_case,
    give_case,
    grant_sight,
    move_cases,
)
from cvi.cases.services.caseload import (
    Opening,
    change_course,
    change_phase,
    change_status,
    close_case,
    open_new_case,
)
from cvi.cases.services.consents import Release, record_consent, revoke_consent
from cvi.cases.services.eligibility import (
    assess_eligibility,
    purge_answers,
    review_eligibility,
)
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
    "answer_transfer",
    "ask_transfer",
    "assess_eligibility",
    "assign_worker",
    "change_course",
    "change_goal",
    "change_need",
    "change_phase",
    "change_status",
    "close_case",
    "cover_case",
    "finish_follow_up",
    "give_case",
    "grant_sight",
    "move_cases",
    "move_follow_up",
    "open_new_case",
    "plan_follow_up",
    "purge_answers",
    "record_consent",
    "record_need",
    "register_participant",
    "reopen_follow_up",
    "review_eligibility",
    "revoke_consent",
    "set_goal",
    "update_participant",
]
