"""Everything that writes referrals and the directory, by subject."""

from cvi.referrals.services.course import (
    TriesMissing,
    close_referral,
    expire_run_out,
    move_own,
    report_step,
    tries_left,
    try_to_reach,
)
from cvi.referrals.services.drafts import Outline, drop_old_drafts, save_draft, throw_draft
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
    "Handoff",
    "Outline",
    "SameAgency",
    "Step",
    "TriesMissing",
    "accept_referral",
    "close_referral",
    "decline_referral",
    "drop_old_drafts",
    "expire_run_out",
    "move_own",
    "report_step",
    "save_draft",
    "send_referral",
    "throw_draft",
    "tries_left",
    "try_to_reach",
]
