"""Everything that writes referrals and the directory, by subject."""

from cvi.referrals.services.referrals import (
    AlreadySent,
    Handoff,
    SameAgency,
    accept_referral,
    decline_referral,
    send_referral,
)

__all__ = [
    "AlreadySent",
    "Handoff",
    "SameAgency",
    "accept_referral",
    "decline_referral",
    "send_referral",
]
