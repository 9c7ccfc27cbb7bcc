"""What the worker does for accounts: write to people about their own sign-in."""

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from huey.contrib.djhuey import db_task

from cvi.accounts.models import User


@db_task()  # type: ignore[untyped-decorator]
def tell_of_new_device(user_id: str) -> None:
    """Tell someone that they signed in on a device that is new. No name, no place, no details."""
    user = User.objects.get(pk=user_id)
    send_mail(
        _("New sign-in"),
        _(
            "Someone signed in to your account on a device that was not used before. "
            "If it was you, all is well. If not, call your administrator now."
        ),
        None,
        [user.email],
    )
