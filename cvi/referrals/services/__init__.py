"""Everything that writes referrals and the directory, by subject."""

from cvi.referrals.services.areas import save_unsafe_areas
from cvi.referrals.services.course import (
    TriesMissing,
    close_referral,
    expire_run_out,
    move_own,
    report_step,
    tries_left,
    try_to_reach,
)
from cvi.referrals.services.directory import (
    AlreadyThere,
    remove_part,
    save_organization,
    save_part,
    save_place,
    save_service,
    settle_correction,
    tell_correction,
    verify_service,
)
from cvi.referrals.services.drafts import Outline, drop_old_drafts, save_draft, throw_draft
from cvi.referrals.services.imports import (
    NotChecked,
    begin_import,
    check_import,
    confirm_import,
    drop_forgotten,
    drop_import,
    write_import,
)
from cvi.referrals.services.referrals import (
    AlreadySent,
    Handoff,
    SameAgency,
    accept_referral,
    decline_referral,
    send_referral,
)
from cvi.referrals.services.steps import Step

__all__ = [
    "AlreadySent",
    "AlreadyThere",
    "Handoff",
    "NotChecked",
    "Outline",
    "SameAgency",
    "Step",
    "TriesMissing",
    "accept_referral",
    "begin_import",
    "check_import",
    "close_referral",
    "confirm_import",
    "decline_referral",
    "drop_forgotten",
    "drop_import",
    "drop_old_drafts",
    "expire_run_out",
    "move_own",
    "remove_part",
    "report_step",
    "save_draft",
    "save_organization",
    "save_part",
    "save_place",
    "save_service",
    "save_unsafe_areas",
    "send_referral",
    "settle_correction",
    "tell_correction",
    "throw_draft",
    "tries_left",
    "try_to_reach",
    "verify_service",
    "write_import",
]
