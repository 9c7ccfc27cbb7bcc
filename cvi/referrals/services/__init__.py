"""Everything that writes referrals and the directory, by subject."""

from cvi.referrals.services.areas import save_unsafe_areas
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

__all__ = [
    "AlreadySent",
    "AlreadyThere",
    "Handoff",
    "NotChecked",
    "SameAgency",
    "accept_referral",
    "begin_import",
    "check_import",
    "confirm_import",
    "decline_referral",
    "drop_forgotten",
    "drop_import",
    "remove_part",
    "save_organization",
    "save_part",
    "save_place",
    "save_service",
    "save_unsafe_areas",
    "send_referral",
    "settle_correction",
    "tell_correction",
    "verify_service",
    "write_import",
]
