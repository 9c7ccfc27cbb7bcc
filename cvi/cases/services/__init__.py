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
    print_consent,
    record_consent,
    revoke_consent,
)
from cvi.cases.services.eligibility import (
    assess_eligibility,
    purge_answers,
    review_eligibility,
)
from cvi.cases.services.family import drop_relative, link_kin, save_relative, unlink_kin
from cvi.cases.services.merging import merge_people, part_people
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
from cvi.cases.services.rights import answer_demand, record_demand, record_duty_report
from cvi.cases.services.safety import (
    print_safety_plan,
    record_screening,
    record_total,
    save_safety_plan,
)

__all__ = [
    "Identity",
    "Opening",
    "Release",
    "add_note",
    "answer_demand",
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
    "print_consent",
    "print_safety_plan",
    "purge_answers",
    "record_consent",
    "record_death",
    "record_demand",
    "record_duty_report",
    "record_need",
    "record_screening",
    "record_total",
    "register_participant",
    "reopen_follow_up",
    "review_eligibility",
    "revoke_consent",
    "save_contact_point",
    "save_relative",
    "save_safety_plan",
    "set_goal",
    "take_death_back",
    "unlink_kin",
    "update_about",
    "update_participant",
]
