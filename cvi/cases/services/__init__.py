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
from cvi.cases.services.delivered import Delivery, rate_progress, record_service
from cvi.cases.services.eligibility import (
    assess_eligibility,
    purge_answers,
    review_eligibility,
)
from cvi.cases.services.follow_ups import (
    Task,
    Try,
    answer_follow_up,
    finish_follow_up,
    move_follow_up,
    plan_follow_up,
    plan_re_offer,
    reopen_follow_up,
    start_protocol,
    try_follow_up,
)
from cvi.cases.services.goals import (
    Review,
    Step,
    add_goal_step,
    change_goal,
    review_goal,
    set_goal,
    tick_goal_step,
)
from cvi.cases.services.needs import assess_needs, change_need, record_need
from cvi.cases.services.notes import add_note, add_to_note, correct_note
from cvi.cases.services.people import Identity, register_participant, update_participant

__all__ = [
    "Delivery",
    "Identity",
    "Opening",
    "Release",
    "Review",
    "Step",
    "Task",
    "Try",
    "add_goal_step",
    "add_note",
    "add_to_note",
    "answer_follow_up",
    "answer_transfer",
    "ask_transfer",
    "assess_eligibility",
    "assess_needs",
    "assign_worker",
    "change_course",
    "change_goal",
    "change_need",
    "change_phase",
    "change_status",
    "close_case",
    "correct_note",
    "cover_case",
    "finish_follow_up",
    "give_case",
    "grant_sight",
    "move_cases",
    "move_follow_up",
    "open_new_case",
    "plan_follow_up",
    "plan_re_offer",
    "purge_answers",
    "rate_progress",
    "record_consent",
    "record_need",
    "record_service",
    "register_participant",
    "reopen_follow_up",
    "review_eligibility",
    "review_goal",
    "revoke_consent",
    "set_goal",
    "start_protocol",
    "tick_goal_step",
    "try_follow_up",
    "update_participant",
]
