"""What the worker does for accounts: write to people, end old drafts."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cvi.accounts import drafts
from cvi.accounts.models import Membership, User
from cvi.accounts.roles import Role


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


@db_task()  # type: ignore[untyped-decorator]
def write_to(user_ids: list[str], subject: str, text: str) -> None:
    """Write to each of some people who have an e-mail address, one letter each."""
    people = User.objects.filter(pk__in=user_ids, is_active=True).exclude(email="")
    for address in people.order_by("pk").values_list("email", flat=True):
        send_mail(subject, text, None, [address])


def tell_when_kept(people: Iterable[User], *, subject: str, text: str) -> None:
    """Have people written to once this request is committed. No name, no code, no details."""
    ids = sorted({str(person.pk) for person in people})
    transaction.on_commit(partial(write_to, ids, subject, text), robust=True)


def privacy_officers(*, apart_from: User) -> list[User]:
    """Return who guards the files today, without the one it is about."""
    held = Membership.objects.live().filter(role=Role.PRIVACY_OFFICER, user__is_active=True)
    return [m.user for m in held.exclude(user=apart_from).select_related("user")]


def leads_of(team_ids: Iterable[UUID], *, apart_from: User) -> list[User]:
    """Return who leads these teams today, without the one it is about."""
    held = Membership.objects.live().filter(role=Role.SUPERVISOR, user__is_active=True)
    held = held.filter(team_id__in=list(team_ids)).exclude(user=apart_from)
    return [m.user for m in held.select_related("user")]
