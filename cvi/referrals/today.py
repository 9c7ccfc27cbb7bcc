"""How many referrals wait for an answer."""

from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Consent
from cvi.referrals.models import Referral


def waiting_count(user: User) -> int:
    """Count what this user's teams have not answered and may still read."""
    if not user.teams_for(Permission.ANSWER_REFERRAL):
        return 0
    live = Consent.objects.live_on(timezone.localdate())
    return Referral.objects.received_by(user).waiting().filter(consent__in=live).count()
