"""Text messages: what a provider must be able to do, one for the demo, and one example.

`SMS_BACKEND` names the class. Empty means that this site sends no text messages.
"""

import importlib
import sys
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from cvi.alerts.errors import NotSent

CLIENT_ERRORS = range(400, 500)


class SmsBackend(Protocol):
    """Sends one text message."""

    def send(self, *, to: str, text: str) -> None:
        """Send it, and return only when the provider has taken it.

        Raises:
            NotSent: it did not leave, for sure. Any other exception means that nobody knows.
        """


class ConsoleSms:
    """Shows the text where the worker runs, with the end of the number; for the demo."""

    def send(self, *, to: str, text: str) -> None:
        """Write the text to the worker's own output."""
        sys.stdout.write(f"Text message to …{to[-2:]}: {text}\n")


class TwilioSms:
    """An example of a provider. Needs the extra `sms`, an account and a number to send from."""

    def send(self, *, to: str, text: str) -> None:
        """Hand the text to the provider; a clear refusal means that it was not sent."""
        rest: Any = importlib.import_module("twilio.rest")
        refusal: Any = importlib.import_module("twilio.base.exceptions").TwilioRestException
        client = rest.Client(settings.SMS_ACCOUNT, settings.SMS_TOKEN)
        try:
            client.messages.create(to=to, from_=settings.SMS_FROM, body=text)
        except refusal as refused:
            if refused.status in CLIENT_ERRORS:
                raise NotSent from None
            raise


def is_on() -> bool:
    """Answer whether this site sends text messages."""
    return bool(settings.SMS_BACKEND)


def backend() -> SmsBackend:
    """Return what sends text messages here."""
    made: SmsBackend = import_string(settings.SMS_BACKEND)()
    return made
