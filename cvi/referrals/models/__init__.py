"""The tables of referrals."""

from cvi.referrals.models.referrals import Referral

__all__ = ["Referral"]
