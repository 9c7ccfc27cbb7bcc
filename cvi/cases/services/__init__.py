"""Everything that writes the shared record, by subject."""

from cvi.cases.services.about import (
    drop_contact_point,
    record_death,
    save_contact_point,
    take_death_back,
    update_about,
)
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
from cvi.cases.services.consents import (
    Release,
    note_copy,
    record_consent,
    revoke_consent,
)
from cvi.cases.services.delivered import Delivery, rate_progress, record_service
from cvi.cases.services.eligibility import assess_eligibility, purge_answers, review_eligibility
from cvi.cases.services.family import drop_relative, link_kin, save_relative, unlink_kin
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
from cvi.cases.services.merging import merge_people, part_people
from cvi.cases.services.needs import assess_needs, change_need, record_need
from cvi.cases.services.notes import add_note, add_to_note, correct_note
from cvi.cases.services.people import Identity, register_participant, update_participant
from cvi.cases.services.prints import (
    print_consent,
    print_goals,
    print_safety_plan,
    print_summary,
)
from cvi.cases.services.rights import answer_demand, record_demand, record_duty_report
from cvi.cases.services.safety import (
    record_screening,
    record_total,
    save_safety_plan,
)

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
    "answer_demand",
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
    "drop_contact_point",
    "drop_relative",
    "finish_follow_up",
    "give_case",
    "grant_sight",
    "link_kin",
    "merge_people",
    "move_cases",
    "move_follow_up",
    "note_copy",
    "open_new_case",
    "part_people",
    "plan_follow_up",
    "plan_re_offer",
    "print_consent",
    "print_goals",
    "print_safety_plan",
    "print_summary",
    "purge_answers",
    "rate_progress",
    "record_consent",
    "record_death",
    "record_demand",
    "record_duty_report",
    "record_need",
    "record_screening",
    "record_service",
    "record_total",
    "register_participant",
    "reopen_follow_up",
    "review_eligibility",
    "review_goal",
    "revoke_consent",
    "save_contact_point",
    "save_relative",
    "save_safety_plan",
    "set_goal",
    "start_protocol",
    "take_death_back",
    "tick_goal_step",
    "try_follow_up",
    "unlink_kin",
    "update_about",
    "update_participant",
]
