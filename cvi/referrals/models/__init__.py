"""The tables of referrals and of the service directory."""

from cvi.referrals.models.course import ReferralAttempt, ReferralMove
from cvi.referrals.models.directory import (
    Known,
    Location,
    NeedTerm,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    TaxonomyTerm,
)
from cvi.referrals.models.drafts import ReferralDraft
from cvi.referrals.models.keeping import Correction, DirectoryImport, UnsafeAreas
from cvi.referrals.models.listing import (
    Accessibility,
    Contact,
    CostOption,
    Phone,
    Schedule,
    SpokenLanguage,
)
from cvi.referrals.models.referrals import Referral

__all__ = [
    "Accessibility",
    "Contact",
    "Correction",
    "CostOption",
    "DirectoryImport",
    "Known",
    "Location",
    "NeedTerm",
    "Organization",
    "Phone",
    "Referral",
    "ReferralAttempt",
    "ReferralDraft",
    "ReferralMove",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "ServiceTerm",
    "SpokenLanguage",
    "TaxonomyTerm",
    "UnsafeAreas",
]
