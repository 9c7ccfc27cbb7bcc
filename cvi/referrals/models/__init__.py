"""The tables of referrals."""

from cvi.referrals.models.course import ReferralAttempt, ReferralMove
from cvi.referrals.models.drafts import ReferralDraft
from cvi.referrals.models.referrals import Referral

__all__ = ["Referral", "ReferralAttempt", "ReferralDraft", "ReferralMove"]
