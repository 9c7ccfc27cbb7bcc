"""The user in whose name the site itself acts."""

from cvi.accounts.models import User
from cvi.accounts.services import SYSTEM
from cvi.audit import services as audit
from cvi.audit.reasons import Reason


def system_user() -> User:
    """Return the site's own user, made when there is none; nobody can sign in as it."""
    user = User.objects.filter(username=SYSTEM).first()
    if user:
        return user
    user = User(username=SYSTEM, name="The system", is_active=False)
    user.set_unusable_password()
    return audit.save(user, by=user, reason=Reason.USER_INVITED)
