"""Hand one message over to the mail server or the text provider. A message says nothing more."""

import smtplib
from contextlib import suppress

from django.core import mail

from cvi.accounts.models import User
from cvi.alerts import phones, sms
from cvi.alerts.errors import NotSent
from cvi.alerts.values import Channel


def ways_to(
    users: list[User], *, wanted: frozenset[str] = frozenset(Channel)
) -> dict[User, list[Channel]]:
    """Return the ways by which each person can be written to, among those wanted."""
    with_phone = phones.who_has_one(users) if sms.is_on() else set()
    found: dict[User, list[Channel]] = {}
    for user in users:
        ways = [Channel.EMAIL] if user.email else []
        ways += [Channel.SMS] if user.pk in with_phone else []
        found[user] = [way for way in ways if way in wanted]
    return found


def hand_over(channel: str, user: User, text: str) -> None:
    """Send a text to someone by one way.

    Raises:
        NotSent: it did not leave, for sure. Any other exception means that nobody knows.
    """
    if channel == Channel.SMS:
        _text(user, text)
    else:
        _mail(user, text)


def _text(user: User, text: str) -> None:
    number = phones.numbers_of([user]).get(user.pk)
    if not number or not sms.is_on():
        raise NotSent
    sms.backend().send(to=number, text=text)


def _mail(user: User, text: str) -> None:
    """Send a letter. What fails before the letter itself is handed over was not sent."""
    if not user.email:
        raise NotSent
    try:
        connection = mail.get_connection()
        connection.open()
    except OSError:
        raise NotSent from None
    try:
        mail.EmailMessage(text, text, None, [user.email], connection=connection).send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        raise NotSent from None
    finally:
        with suppress(OSError):
            connection.close()
