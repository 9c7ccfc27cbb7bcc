"""What the worker does for accounts: write to people about their sign-in, end old drafts."""

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cvi.accounts import drafts
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


@db_task()  # type: ignore[untyped-decorator]
def tell_of_change(user_id: str) -> None:
    """Tell someone that how they sign in was changed. No name, no place, no details."""
    user = User.objects.get(pk=user_id)
    send_mail(
        _("Your sign-in was changed"),
        _(
            "A password, a code app, a passkey or the recovery codes of your account were changed. "
            "If it was you, all is well. If not, call your administrator now."
        ),
        None,
        [user.email],
    )


@db_periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
def drop_old_draft_keys() -> None:
    """Delete the keys whose drafts are over: from then on nobody can open one."""
    drafts.drop_old_keys()
